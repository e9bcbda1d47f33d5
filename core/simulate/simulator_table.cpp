#include "core/simulate/simulator_table.h"

#include "core/simulate/motor.h"
#include "core/simulate/scenes.h"
#include "core/simulate/surfaces.h"

namespace andon {
namespace {

Result<std::int64_t> write_motor(const OptionMap& values, Seed seed, DatasetWriter& writer,
                                 Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<MotorOptions>(values));
  ANDON_TRY(check(options));
  const std::vector<MotorItem> items = motor_items(options);
  constexpr std::int64_t pack_samples = (64 << 20) / 8; // two float sensors in 64 MiB
  const auto pack_items = static_cast<std::size_t>(std::max<std::int64_t>(1, pack_samples / options.length));
  progress.stage("simulating", static_cast<std::int64_t>(items.size()));
  std::vector<Scene> pack;
  std::int64_t packs = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "motor simulation cancelled after " + std::to_string(i) + " of " +
                                            std::to_string(items.size()) +
                                            " recordings; nothing was written");
    pack.push_back(simulate_motor_item(options, seed, items[i]));
    progress.advance(static_cast<std::int64_t>(i) + 1);
    if (pack.size() < pack_items && i + 1 < items.size())
      continue;
    ANDON_TRY(writer.write_pack("motor-" + std::to_string(packs++), pack));
    pack.clear();
  }
  return static_cast<std::int64_t>(items.size());
}

Result<std::int64_t> write_scene_set(const OptionMap& values, Seed seed, DatasetWriter& writer,
                                     Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<SceneOptions>(values));
  return write_scenes(options, seed, writer, progress, stop);
}

std::string three_digits(std::int64_t number) {
  const std::string text = std::to_string(number);
  return std::string(text.size() < 3 ? 3 - text.size() : 0, '0') + text;
}

Result<void> write_surface(const SurfaceOptions& options, const SurfaceItem& item, Seed seed,
                           const std::string& folder, const ImageSink& sink) {
  const SurfaceImage image = simulate_surface(options, item, seed);
  const std::string defect = item.defect.empty() ? "good" : item.defect, number = three_digits(item.index);
  ANDON_TRY(sink(folder + item.part + "/" + defect + "/" + number + ".png", image.size, image.size, 3,
                 image.pixels));
  if (item.defect.empty())
    return {};
  return sink(folder + "ground_truth/" + defect + "/" + number + "_mask.png", image.size, image.size, 1,
              image.mask);
}

Result<std::int64_t> write_surfaces(const OptionMap& values, Seed seed, const ImageSink& sink,
                                    Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<SurfaceOptions>(values));
  ANDON_TRY(check(options));
  const std::vector<std::string> textures = chosen_textures(options);
  std::vector<SurfaceItem> items;
  for (const std::string& texture : textures)
    for (SurfaceItem& item : surface_items(options, texture))
      items.push_back(std::move(item));
  progress.stage("simulating", static_cast<std::int64_t>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "surface simulation cancelled after " + std::to_string(i) + " of " +
                                            std::to_string(items.size()) + " images; nothing was written");
    const std::string folder = textures.size() > 1 ? items[i].texture + "/" : std::string();
    ANDON_TRY(write_surface(options, items[i], seed, folder, sink));
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  return static_cast<std::int64_t>(items.size());
}

} // namespace

const Table<SimulatorEntry>& simulators() {
  static const Table<SimulatorEntry> table(
      "simulator",
      {{"motor", "Motor telemetry: velocity command and current, healthy and dull",
        describe_defaults<MotorOptions>(), write_motor, nullptr},
       {"scenes", "Multi-rate sensor scenes of raw words, split 32-bit values and bit fields, with anomalies",
        describe_defaults<SceneOptions>(), write_scene_set, nullptr},
       {"surfaces", "Images of five surfaces with scratches, dents, stains, missing parts and wrong colours",
        describe_defaults<SurfaceOptions>(), nullptr, write_surfaces}});
  return table;
}

} // namespace andon
