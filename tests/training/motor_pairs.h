#pragma once
#include "core/signal/windows.h"

#include <cstdint>

/// Windows of an axis: current = inertia·acceleration + friction·velocity + noise, velocity a sum of 2 … 5
/// sinusoids.
struct MotorPairs {
  std::int64_t count = 100, length = 256;
  double friction = 0.5, inertia = 0.1, noise = 0.05;
  std::uint64_t seed = 1;
};
andon::PairWindows motor_pairs(const MotorPairs& options);
