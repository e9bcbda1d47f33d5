#include "core/workflow/mask_edit.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/inspection/mask_writer.h"
#include "core/workflow/data_source.h"

#include <algorithm>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t most_mask_bytes = 256 << 20;
constexpr const char *no_mask = "none", *mask_mark = "; mask ", *before_mark = "; before ";

/// Where the masks of an image that were replaced are kept: without number and ending.
fs::path kept_stem(const Workspace& workspace, const std::string& data, std::string item) {
  std::replace(item.begin(), item.end(), '/', '_');
  return workspace.folder() / "replaced_masks" / data / item;
}

fs::path free_copy(const fs::path& stem, const fs::path& mask) {
  std::error_code error;
  fs::path file;
  for (int n = 1; file.empty() || fs::exists(file, error); ++n)
    file = stem.string() + "." + std::to_string(n) + mask.extension().string();
  return file;
}

/// The mask file of an item; nullopt when there is none.
Result<std::optional<std::string>> content_of_mask(const fs::path& file) {
  std::error_code error;
  if (file.empty() || !fs::is_regular_file(file, error))
    return std::optional<std::string>();
  ANDON_ASSIGN(std::string bytes, read_file(file, most_mask_bytes));
  return std::optional(std::move(bytes));
}

std::string hash_of(const std::optional<std::string>& content) {
  return content ? sha256(*content) : no_mask;
}

Result<void> keep(const fs::path& copy, const std::string& content) {
  std::error_code error;
  fs::create_directories(copy.parent_path(), error);
  return write_atomic(copy, content);
}

Result<const ImageItem*> item_in(const DataSource& data, const std::string& id) {
  if (!data.images)
    return fail(ErrorCode::unsupported,
                "data set '" + data.name + "' holds " + data.modality + "; masks belong to images");
  const ImageDataset& dataset = data.images->dataset;
  const auto item = std::ranges::find(dataset.items, id, &ImageItem::id);
  if (item == dataset.items.end())
    return fail(ErrorCode::not_found, "data set '" + data.name + "' has no image '" + id + "'");
  return &*item;
}

Result<LabelContext> context_of(Workspace& workspace, const MaskIn& in, const DataSource& data) {
  if (!in.run.empty())
    return label_context(workspace, in.run, data.folder.string());
  LabelContext context;
  context.data_name = data.name;
  context.data_path = data.folder.string();
  context.data_sha256 = data.sha256;
  return context;
}

/// Back to what was there: without its mark in the log a mask would be nobody's.
void take_back(const fs::path& file, const std::optional<std::string>& before) {
  std::error_code error;
  if (before)
    (void)write_atomic(file, *before);
  else
    fs::remove(file, error);
}

Result<LabelEvent> entered(Workspace& workspace, const MaskIn& in, const DataSource& data,
                           const std::string& after, const std::string& before) {
  ANDON_ASSIGN(const LabelContext context, context_of(workspace, in, data));
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  const auto painted = std::ranges::count_if(in.mask.inside, [](auto inside) { return inside != 0; });
  return log.mark(
      workspace, context, {in.item}, painted > 0 ? label_class::abnormal : label_class::normal,
      {in.reviewer,
       "region of " + std::to_string(painted) + " pixels" + mask_mark + after + before_mark + before,
       region_purpose});
}

std::string behind(const std::string& reason, const char* mark) {
  const std::size_t at = reason.find(mark);
  const std::size_t begin = at == std::string::npos ? reason.size() : at + std::string(mark).size();
  return reason.substr(begin, reason.find(';', begin) - begin);
}

/// The kept mask with this SHA-256.
Result<std::string> kept_content(const fs::path& stem, const std::string& wanted) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(stem.parent_path(), error))
    if (entry.path().filename().string().starts_with(stem.filename().string() + ".")) {
      ANDON_ASSIGN(std::string bytes, read_file(entry.path(), most_mask_bytes));
      if (sha256(bytes) == wanted)
        return bytes;
    }
  return fail(ErrorCode::not_found, "the mask with SHA-256 " + wanted + " is not kept in " +
                                        stem.parent_path().string() + " any more");
}

} // namespace

Result<MaskOut> save_mask(Workspace& workspace, const MaskIn& in) {
  if (in.reviewer.empty())
    return fail(ErrorCode::invalid_argument, "a mask needs the name of who painted it");
  ANDON_ASSIGN(const DataSource data, open_data(workspace, in.data));
  ANDON_ASSIGN(const ImageItem* const item, item_in(data, in.item));
  ANDON_ASSIGN(const std::optional<std::string> before, content_of_mask(item->mask));
  MaskOut out;
  if (before) {
    out.replaced = free_copy(kept_stem(workspace, data.name, in.item), item->mask);
    ANDON_TRY(keep(out.replaced, *before));
  }
  ANDON_ASSIGN(out.file, save_ground_truth(data.images->dataset, *item, in.mask));
  ANDON_ASSIGN(const std::optional<std::string> after, content_of_mask(out.file));
  auto event = entered(workspace, in, data, hash_of(after), hash_of(before));
  if (!event) {
    take_back(out.file, before);
    return fail_in("the mask was not saved because its label was not", event.error());
  }
  out.event = std::move(*event);
  return out;
}

Result<RegionChange> region_change(Workspace& workspace, const LabelEvent& region, bool redo) {
  const std::string after = behind(region.reason, mask_mark), before = behind(region.reason, before_mark);
  const std::string &from = redo ? before : after, &to = redo ? after : before;
  ANDON_ASSIGN(const DataSource data, open_data(workspace, region.data_path));
  ANDON_ASSIGN(const ImageItem* const item, item_in(data, region.item));
  ANDON_ASSIGN(const std::optional<std::string> now, content_of_mask(item->mask));
  if (hash_of(now) != from)
    return fail(ErrorCode::conflict, "the ground truth of '" + region.item +
                                         "' was changed since by another mark or program; take that back "
                                         "first, or paint the region anew");
  const fs::path stem = kept_stem(workspace, data.name, region.item);
  RegionChange change;
  change.file = item->mask.empty() ? ground_truth_path(data.images->dataset, *item) : item->mask;
  change.now = now;
  if (now)
    change.kept = free_copy(stem, item->mask);
  if (to != no_mask) {
    ANDON_ASSIGN(change.content, kept_content(stem, to));
  }
  return change;
}

Result<void> apply_region(const RegionChange& change) {
  if (change.now)
    ANDON_TRY(keep(change.kept, *change.now));
  std::error_code error;
  if (change.content) {
    fs::create_directories(change.file.parent_path(), error);
    return write_atomic(change.file, *change.content);
  }
  fs::remove(change.file, error);
  if (error)
    return fail(ErrorCode::io, "the label was taken back, but " + change.file.string() +
                                   " cannot be removed: " + error.message());
  return {};
}

} // namespace andon::workflow
