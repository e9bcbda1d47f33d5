#include "tests/training/motor_pairs.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <numbers>

using namespace andon;

PairWindows motor_pairs(const MotorPairs& options) {
  constexpr double rate = 100;
  PairWindows windows;
  windows.length = options.length;
  windows.command_ids = {"velocity"};
  windows.current_ids = {"current"};
  for (std::int64_t w = 0; w < options.count; ++w) {
    Random random(Seed(options.seed).stream("window", static_cast<std::uint64_t>(w)));
    const std::uint64_t parts = 2 + random.below(4);
    std::vector<double> velocity(static_cast<std::size_t>(options.length)), acceleration(velocity.size());
    for (std::uint64_t p = 0; p < parts; ++p) {
      const double amplitude = random.uniform(0.3, 1), omega = 2 * std::numbers::pi * random.uniform(0.5, 5);
      const double phase = random.uniform(0, 2 * std::numbers::pi);
      for (std::size_t i = 0; i < velocity.size(); ++i) {
        const double angle = omega * static_cast<double>(i) / rate + phase;
        velocity[i] += amplitude * portable_sin(angle);
        acceleration[i] += amplitude * omega * portable_cos(angle);
      }
    }
    for (std::size_t i = 0; i < velocity.size(); ++i) {
      windows.command.push_back(static_cast<float>(velocity[i]));
      windows.current.push_back(static_cast<float>(options.inertia * acceleration[i] +
                                                   options.friction * velocity[i] +
                                                   options.noise * random.normal()));
    }
    windows.refs.push_back({"w" + std::to_string(w), static_cast<std::size_t>(w), 0, 0, 0});
  }
  return windows;
}
