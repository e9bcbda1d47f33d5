#pragma once

namespace andon::ui {

/// Makes :/icons and :/translations available; the linker would drop them from a static library otherwise.
void load_resources();

} // namespace andon::ui
