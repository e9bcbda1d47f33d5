#include "tests/workflow/formula_weights_file.h"

#include "tests/models/formula_weights.h"

namespace andon {

Result<void> write_formula_weights(const std::filesystem::path& file) {
  const auto network = (*backbone_table().find("mobilenet_v3_small"))->make({});
  return write_safetensors(file, formula_weights(*network));
}

} // namespace andon
