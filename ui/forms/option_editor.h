#pragma once
#include "core/base/options.h"

#include <QWidget>

#include <functional>

namespace andon::ui {

/// The widget that edits one option: check box, spin box with unit and range, combo box of choices, or text
/// field.
struct OptionEditor {
  QWidget* widget = nullptr;
  std::function<OptionValue()> value;
  std::function<void(const OptionValue&)> set;
};
/// `edited` is called after every change by a person or by set. requires a default value of the described
/// type.
OptionEditor make_editor(const OptionInfo& info, QWidget* parent, std::function<void()> edited);

} // namespace andon::ui
