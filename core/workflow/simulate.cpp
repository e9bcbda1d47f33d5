#include "core/inspection/image_folder_writer.h"
#include "core/simulate/simulator_table.h"
#include "core/workflow/data.h"

namespace andon::workflow {

namespace fs = std::filesystem;

namespace {

Result<SimulateOut> simulate_images(const SimulatorEntry& entry, const SimulateIn& in, const fs::path& folder,
                                    Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(ImageFolderWriter writer, ImageFolderWriter::create(folder, in.replace));
  const ImageSink sink = [&](const std::string& path, std::int64_t width, std::int64_t height,
                             std::int64_t channels, const std::vector<std::uint8_t>& pixels) {
    return writer.write(
        path, {static_cast<int>(width), static_cast<int>(height), static_cast<int>(channels), 8, pixels});
  };
  SimulateOut out;
  out.path = folder;
  ANDON_ASSIGN(out.items, entry.write_images(in.options, Seed(in.seed), sink, progress, stop));
  ANDON_ASSIGN(out.sha256, writer.finish());
  return out;
}

} // namespace

Result<SimulateOut> simulate(const SimulateIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const SimulatorEntry* entry, simulators().find(in.simulator));
  if (in.out.empty())
    return fail(ErrorCode::invalid_argument, "name the folder to write with --out DIR");
  std::error_code error;
  const fs::path folder = fs::absolute(in.out, error).lexically_normal();
  const fs::path named = folder.has_filename() ? folder : folder.parent_path();
  fs::create_directories(named.parent_path(), error);
  if (entry->write_images != nullptr)
    return simulate_images(*entry, in, named, progress, stop);
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(named, named.filename().string(), in.replace));
  SimulateOut out;
  out.path = named;
  ANDON_ASSIGN(out.items, entry->write(in.options, Seed(in.seed), writer, progress, stop));
  ANDON_ASSIGN(out.sha256, writer.finish());
  return out;
}

} // namespace andon::workflow
