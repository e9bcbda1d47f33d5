#include "core/simulate/simulator_table.h"

#include "core/simulate/motor.h"

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

} // namespace

const Table<SimulatorEntry>& simulators() {
  static const Table<SimulatorEntry> table(
      "simulator", {{"motor", "Motor telemetry: velocity command and current, healthy and dull",
                     describe_defaults<MotorOptions>(), write_motor}});
  return table;
}

} // namespace andon
