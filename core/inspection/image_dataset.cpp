#include "core/inspection/image_dataset.h"

#include "core/base/printable_id.h"
#include "core/inspection/annotations.h"

#include <algorithm>
#include <set>

namespace andon {
namespace {

namespace fs = std::filesystem;

constexpr const char* expected_tree = "\nExpected one of\n"
                                      "  DIR/train/good/*.png            good images to learn from\n"
                                      "  DIR/test/good/*.png             good images to test with\n"
                                      "  DIR/test/<defect>/*.png         images of one kind of defect\n"
                                      "  DIR/ground_truth/<defect>/<stem>_mask.png\n"
                                      "or\n"
                                      "  DIR/good/*.png  DIR/<defect>/*.png\n"
                                      "or images with COCO or LabelMe files (*.json) beside them.";

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// Files under `root` in the order of their names, without hidden ones; symbolic links to folders are not
/// followed.
std::vector<fs::path> files_under(const fs::path& root) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator walk(root, fs::directory_options::skip_permission_denied, error), end;
  while (!error && walk != end) {
    const fs::path path = walk->path();
    const bool hidden = path.filename().string().starts_with(".");
    if (hidden && is_folder(path))
      walk.disable_recursion_pending();
    if (!hidden && is_file(path))
      files.push_back(path);
    walk.increment(error);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string id_of(const fs::path& root, const fs::path& file) {
  return file.lexically_relative(root).generic_string();
}

/// The image that a file named <stem>_roi, <stem>_ignore or <stem>_mask belongs to, "" when it belongs to
/// none.
fs::path owner_of(const fs::path& file) {
  const std::string stem = file.stem().string();
  for (const std::string_view suffix : {"_roi", "_ignore", "_mask"}) {
    if (!stem.ends_with(suffix))
      continue;
    const std::string owner = stem.substr(0, stem.size() - suffix.size());
    for (const char* ending :
         {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".PNG", ".JPG", ".BMP", ".TIF"})
      if (const fs::path candidate = file.parent_path() / (owner + ending); is_file(candidate))
        return candidate;
  }
  return {};
}

/// <folder>/<stem>_mask.*, <folder>/<stem>.* or the folder <folder>/<stem>.
fs::path find_mask(const fs::path& folder, const std::string& stem, bool bare) {
  for (const char* ending : {".png", ".bmp", ".tif", ".tiff"}) {
    if (const fs::path marked = folder / (stem + "_mask" + ending); is_file(marked))
      return marked;
    if (const fs::path plain = folder / (stem + ending); bare && is_file(plain))
      return plain;
  }
  return bare && is_folder(folder / stem) ? folder / stem : fs::path();
}

/// ground_truth/<defect> for test/<defect>/000.png, with what lies above the part kept.
fs::path truth_folder(const ImageDataset& set, const ImageItem& item) {
  fs::path folder = set.root;
  bool replaced = false;
  for (const fs::path& step : fs::path(item.id).parent_path()) {
    const bool part = !replaced && !part_of(step / "x").empty();
    folder /= part ? fs::path("ground_truth") : step;
    replaced = replaced || part;
  }
  return replaced ? folder : fs::path();
}

std::vector<fs::path> image_files(ImageDataset& set) {
  const fs::path& root = set.root;
  std::vector<fs::path> images;
  for (const fs::path& file : files_under(root)) {
    const std::string id = id_of(root, file);
    if (const std::string name = printable_id(id); is_image_name(file) && name != id) {
      set.warnings.push_back(
          {"unreadable", name, "its name is not UTF-8 text, shown here with %XX for what is not; rename it"});
      continue;
    }
    const bool truth = id.starts_with("ground_truth/") || id.find("/ground_truth/") != std::string::npos;
    if (is_image_name(file) && !truth && id != "roi.png" && id != "ignore.png" && owner_of(file).empty())
      images.push_back(file);
  }
  return images;
}

/// Label and defect from the folder that holds the image.
void label_by_folder(ImageItem& item, bool has_good_folder) {
  const fs::path parent = fs::path(item.id).parent_path();
  const std::string folder = parent.filename().string();
  if (is_good_name(folder)) {
    item.label = 0;
  } else if (has_good_folder && !folder.empty() && part_of(fs::path(folder) / "x").empty()) {
    item.label = 1;
    item.defect = folder;
  }
}

void attach_mask(ImageDataset& set, ImageItem& item, std::set<fs::path>& used) {
  const fs::path truth = truth_folder(set, item);
  const std::string stem = item.path.stem().string();
  fs::path mask = truth.empty() ? fs::path() : find_mask(truth, stem, true);
  if (mask.empty())
    mask = find_mask(item.path.parent_path(), stem, false);
  if (mask.empty()) {
    if (item.label == 1 && is_folder(set.root / "ground_truth"))
      set.warnings.push_back(
          {"no_mask", item.id, "defective, but ground_truth has no mask for it; its pixels do not count"});
    return;
  }
  used.insert(mask);
  if (item.label != 1) {
    set.warnings.push_back(
        {"mask_on_good", item.id, "not labelled defective, but there is a mask " + mask.string()});
    return;
  }
  item.mask = mask;
}

void warn_of_orphans(ImageDataset& set, const std::set<fs::path>& used) {
  const fs::path truth = set.root / "ground_truth";
  if (!is_folder(truth))
    return;
  for (const fs::path& file : files_under(truth))
    if (is_image_name(file) && !used.contains(file) && !used.contains(file.parent_path()))
      set.warnings.push_back(
          {"mask_without_image", id_of(set.root, file), "no image in test belongs to this mask"});
}

void read_folders(ImageDataset& set, const std::vector<fs::path>& images) {
  const bool has_good = std::any_of(images.begin(), images.end(), [](const fs::path& file) {
    return is_good_name(file.parent_path().filename().string());
  });
  std::set<fs::path> used;
  for (const fs::path& file : images) {
    ImageItem item;
    item.path = file;
    item.id = id_of(set.root, file);
    label_by_folder(item, has_good);
    attach_mask(set, item, used);
    item.part = part_of(item.id);
    if (item.part.empty())
      item.part = default_part(item);
    set.items.push_back(std::move(item));
  }
  warn_of_orphans(set, used);
}

void read_labelme_folder(ImageDataset& set, const std::vector<fs::path>& images) {
  for (const fs::path& file : images) {
    ImageItem item;
    item.path = file;
    item.id = id_of(set.root, file);
    read_labelme(item, set.warnings);
    item.part = part_of(item.id);
    if (item.part.empty())
      item.part = default_part(item);
    set.items.push_back(std::move(item));
  }
}

/// JSON files in the folder or its folder "annotations" that stand beside no image of their name.
std::vector<fs::path> coco_files(const fs::path& root, const std::vector<fs::path>& images) {
  std::set<fs::path> stems;
  for (const fs::path& image : images)
    stems.insert(image.parent_path() / image.stem());
  std::vector<fs::path> files;
  for (const fs::path& folder : {root, root / "annotations"}) {
    std::error_code error;
    for (fs::directory_iterator walk(folder, error), end; !error && walk != end; walk.increment(error)) {
      const fs::path path = walk->path();
      if (path.extension() == ".json" && is_file(path) && !stems.contains(folder / path.stem()))
        files.push_back(path);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool has_labelme(const std::vector<fs::path>& images) {
  return std::any_of(images.begin(), images.end(),
                     [](fs::path image) { return is_file(image.replace_extension(".json")); });
}

/// Folders in `root` that are data sets themselves.
std::string inner_sets(const fs::path& root) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator walk(root, error), end; !error && walk != end; walk.increment(error))
    if (is_folder(walk->path() / "train" / "good"))
      names.push_back(walk->path().filename().string());
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

Result<void> check_layout(const ImageDataset& set, const std::string& where) {
  if (set.items.empty() && set.warnings.empty())
    return fail(ErrorCode::not_found,
                where + ": no PNG, JPEG, BMP or TIFF images in this folder." + expected_tree);
  if (set.items.empty())
    return fail(ErrorCode::parse, where + ": none of its images can be used; the first: " +
                                      set.warnings.front().file + ": " + set.warnings.front().message);
  if (set.layout != "mvtec")
    return {};
  const bool good = std::any_of(set.items.begin(), set.items.end(), [](const ImageItem& item) {
    return item.part == "train" && item.label == 0;
  });
  if (!good)
    return fail(ErrorCode::parse,
                where + ": its training part has no good images (train/good)." + expected_tree);
  return {};
}

/// Drops what cannot be read and warns of masks of another size.
void probe_items(ImageDataset& set) {
  const auto warn = [&](const char* kind, const ImageItem& item, const std::string& message) {
    set.warnings.push_back({kind, item.id, message});
  };
  std::erase_if(set.items, [&](const ImageItem& item) {
    const auto size = probe_image(item.path);
    if (!size) {
      warn("unreadable", item, size.error().message);
      return true;
    }
    if (item.annotated_width > 0 && item.annotated_height > 0 && item.label == 1 &&
        (item.annotated_width != size->width || item.annotated_height != size->height))
      warn("size_mismatch", item, "annotated at another size than the image has");
    if (item.mask.empty() || is_folder(item.mask))
      return false;
    const auto mask = probe_image(item.mask);
    if (!mask)
      warn("unreadable", item, mask.error().message);
    else if (mask->width != size->width || mask->height != size->height)
      warn("size_mismatch", item,
           "the mask has " + std::to_string(mask->width) + " x " + std::to_string(mask->height) +
               " pixels, the image " + std::to_string(size->width) + " x " + std::to_string(size->height));
    return false;
  });
}

Result<void> read_items(ImageDataset& set, const fs::path& coco) {
  std::vector<fs::path> annotations;
  std::vector<fs::path> images;
  if (coco.empty()) {
    images = image_files(set);
    annotations = coco_files(set.root, images);
  } else {
    annotations = {coco};
  }
  set.layout = is_folder(set.root / "train") || is_folder(set.root / "ground_truth") ? "mvtec" : "folders";
  if (coco.empty() && (annotations.empty() || set.layout == "mvtec")) {
    set.layout = has_labelme(images) ? "labelme" : set.layout;
    set.layout == "labelme" ? read_labelme_folder(set, images) : read_folders(set, images);
    return {};
  }
  set.layout = "coco";
  for (const fs::path& file : annotations)
    ANDON_TRY(read_coco(file, set));
  return {};
}

} // namespace

Result<ImageDataset> open_image_dataset(const fs::path& path) {
  std::error_code error;
  const fs::path full = fs::absolute(path, error).lexically_normal();
  const fs::path clean = full.has_filename() ? full : full.parent_path();
  if (!fs::exists(clean, error))
    return fail(ErrorCode::not_found, path.string() + ": no such folder." + expected_tree);
  const bool file = is_file(clean);
  if (file && clean.extension() != ".json")
    return fail(ErrorCode::parse,
                path.string() + ": a single file is no image data set; name its folder." + expected_tree);
  ImageDataset set;
  set.root = file ? clean.parent_path() : clean;
  if (file && set.root.filename() == "annotations")
    set.root = set.root.parent_path();
  set.name = set.root.filename().string();
  if (const std::string inner = inner_sets(set.root); !inner.empty() && !file)
    return fail(ErrorCode::parse,
                path.string() + ": holds several data sets (" + inner + "); name one of them");
  ANDON_TRY(read_items(set, file ? clean : fs::path()));
  probe_items(set);
  std::sort(set.items.begin(), set.items.end(),
            [](const ImageItem& a, const ImageItem& b) { return a.id < b.id; });
  const auto twin = std::adjacent_find(set.items.begin(), set.items.end(),
                                       [](const ImageItem& a, const ImageItem& b) { return a.id == b.id; });
  if (twin != set.items.end())
    return fail(ErrorCode::parse,
                path.string() + ": " + twin->id + " is annotated in two files; keep one of them");
  ANDON_TRY(check_layout(set, path.string()));
  return set;
}

} // namespace andon
