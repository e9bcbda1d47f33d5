#include "core/workflow/bench_surfaces.h"

#include "core/inspection/image_folder_writer.h"

namespace andon::workflow {

Result<void> write_surfaces(const std::filesystem::path& folder, const BenchSurfaces& surfaces,
                            Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(ImageFolderWriter writer, ImageFolderWriter::create(folder, false));
  SurfaceOptions options = surfaces.options;
  options.texture = surfaces.texture;
  std::vector<SurfaceItem> items = surface_items(options, surfaces.texture);
  const std::vector<std::string>& defects = surface_defects();
  for (std::int64_t i = 0; i < surfaces.hidden; ++i)
    items.push_back({surfaces.texture, "train", defects[static_cast<std::size_t>(i) % defects.size()],
                     i / static_cast<std::int64_t>(defects.size())});
  progress.stage("simulating " + surfaces.texture, static_cast<std::int64_t>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the benchmark was cancelled");
    const SurfaceItem& item = items[i];
    const SurfaceImage image = simulate_surface(options, item, Seed(surfaces.seed));
    const int side = static_cast<int>(image.size);
    const bool hidden = item.part == "train" && !item.defect.empty();
    const std::string kind = item.defect.empty() || hidden ? "good" : item.defect,
                      number = (hidden ? hidden_name + ("_" + item.defect) : "") + std::to_string(item.index);
    ANDON_TRY(writer.write(item.part + "/" + kind + "/" + number + ".png", {side, side, 3, 8, image.pixels}));
    if (!item.defect.empty() && !hidden)
      ANDON_TRY(
          writer.write("ground_truth/" + kind + "/" + number + "_mask.png", {side, side, 1, 8, image.mask}));
    progress.advance(static_cast<std::int64_t>(i + 1));
  }
  return writer.finish().transform([](const std::string&) {});
}

} // namespace andon::workflow
