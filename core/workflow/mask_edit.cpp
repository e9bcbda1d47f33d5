#include "core/workflow/mask_edit.h"

#include "core/base/atomic_file.h"
#include "core/inspection/mask_writer.h"
#include "core/workflow/data_source.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t most_mask_bytes = 256 << 20;

/// A copy under the first free number; "" when there is no mask file yet.
Result<fs::path> kept_copy(const Workspace& workspace, const std::string& data, const ImageItem& item) {
  std::error_code error;
  if (item.mask.empty() || !fs::is_regular_file(item.mask, error))
    return fs::path();
  std::string name = item.id;
  std::replace(name.begin(), name.end(), '/', '_');
  const fs::path folder = workspace.folder() / "replaced_masks" / data;
  ANDON_ASSIGN(const std::string bytes, read_file(item.mask, most_mask_bytes));
  fs::create_directories(folder, error);
  fs::path file;
  for (int n = 1; file.empty() || fs::exists(file, error); ++n)
    file = folder / (name + "." + std::to_string(n) + item.mask.extension().string());
  ANDON_TRY(write_atomic(file, bytes));
  return file;
}

} // namespace

Result<MaskOut> save_mask(Workspace& workspace, const MaskIn& in) {
  ANDON_ASSIGN(const DataSource data, open_data(workspace, in.data));
  if (!data.images)
    return fail(ErrorCode::unsupported,
                "data set '" + data.name + "' holds " + data.modality + "; masks belong to images");
  const ImageDataset& dataset = data.images->dataset;
  const auto item = std::ranges::find(dataset.items, in.item, &ImageItem::id);
  if (item == dataset.items.end())
    return fail(ErrorCode::not_found, "data set '" + data.name + "' has no image '" + in.item + "'");
  MaskOut out;
  ANDON_ASSIGN(out.replaced, kept_copy(workspace, data.name, *item));
  ANDON_ASSIGN(out.file, save_ground_truth(dataset, *item, in.mask));
  return out;
}

} // namespace andon::workflow
