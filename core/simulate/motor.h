#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/signal/series.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace andon {

/// Motor telemetry (SPEC S1.1): a velocity command and the current that follows it,
///   current(t) = inertia·v'(t) + f(t)·v(t) + coulomb·sign(v(t)) + noise·N(0, 1)
///   v(t) = Σ_{k<m} A_k·sin(2π·h_k·t·cycles/duration + φ_k),  duration = length/rate,
/// m, A_k, φ_k and the distinct harmonics h_k drawn for every sample, so that the motion repeats `cycles`
/// times, as a machine's program does. f is the unit's friction; in a dull unit the friction rises to
/// dull_friction, always or during bursts.
struct MotorOptions {
  double inertia = 0.1;
  double friction = 0.5;
  double dull_friction = 2.5;
  double friction_spread = 0;
  double coulomb = 0;
  double noise = 0.05;
  std::int64_t length = 256;
  double rate = 100;
  std::int64_t cycles = 0; ///< 0 = once in about 1.28 s, twice in the default recording
  std::int64_t sinusoids_min = 2, sinusoids_max = 4;
  double frequency_low = 0.75, frequency_high = 3.2;
  double amplitude_low = 0.5, amplitude_high = 1.0;
  double fault_fraction = 1;
  std::int64_t fault_bursts = 1;
  std::int64_t train = 500, validation = 0, test_healthy = 100, test_dull = 100;
  std::vector<Option> describe();
};
/// What single ranges cannot say. Errors: invalid_argument (low above high, fewer harmonics inside the
/// frequency range than sinusoids, frequency at or above rate/2), limit_exceeded (more than 2³¹ samples in
/// all).
Result<void> check(const MotorOptions& options);

/// One unit. Sensors "command" (role command, rad/s) and "current" (role current, A) with `length` samples at
/// `rate`; label 1 when dull; attributes friction (of this unit), friction_extra, inertia, unit; intervals =
/// where the extra friction acts. The command, noise and unit of (seed, index) do not depend on `dull`. Built
/// on random.h and portable_math.h only: the same bits on every machine. requires check(options). Threads:
/// any. Cost: O(length·sinusoids).
Scene simulate_motor_sample(const MotorOptions& options, Seed seed, std::int64_t index, bool dull);

/// One unit of the data set: which part, its number there.
struct MotorItem {
  std::string part;
  std::int64_t index = 0;
  bool dull = false;
};
/// Order of the data set: train, val, healthy test, dull test. Every part has its own stream: counts do not
/// shift other parts.
std::vector<MotorItem> motor_items(const MotorOptions& options);
/// simulate_motor_sample of one item, with id "<part>-00017" and part set.
Scene simulate_motor_item(const MotorOptions& options, Seed seed, const MotorItem& item);
/// All of them in memory. Errors: those of check(), cancelled.
Result<std::vector<Scene>> simulate_motor(const MotorOptions& options, Seed seed, Progress& progress,
                                          std::stop_token stop);

} // namespace andon
