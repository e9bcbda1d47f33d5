#pragma once
#include "core/simulate/scene_machine.h"

#include <cstdint>
#include <vector>

namespace andon {

// Private to core/simulate: one run of a machine, sensor by sensor, before it is recorded. Built on random.h
// and portable_math.h: the same bits on every machine.

struct RunSignal {
  std::vector<float> level;         ///< values: standard deviations around the mean
  std::vector<std::uint32_t> count; ///< counters and both halves: the whole 32-bit value
  std::vector<std::uint16_t> bits;  ///< bit words
};

std::size_t samples_of(const SceneOptions& options, double rate);
/// The course of a wave at 50 samples a second over the scene.
std::vector<float> wave_course(const WavePlan& wave, double duration, Seed seed);
/// Level of one sensor: share of the group's course and of its own, tones, noise.
std::vector<float> level_of(const SceneOptions& options, const PlannedSensor& sensor,
                            const std::vector<float>* cause, Seed seed);
std::vector<std::uint32_t> count_of(const SceneOptions& options, const PlannedSensor& sensor, Seed seed);
std::vector<std::uint16_t> bits_of(const SceneOptions& options, const PlannedSensor& sensor, Seed seed);
/// Everything but the levels of group members that need the causes of that run; one entry a sensor.
std::vector<RunSignal> run_machine(const SceneOptions& options, const MachinePlan& plan, Seed seed);
/// The causes of a run; `variant` 0 is the run's own, others are unrelated courses of the same waves.
std::vector<std::vector<float>> group_causes(const SceneOptions& options, const MachinePlan& plan, Seed seed,
                                             std::uint64_t variant);
/// What the acquisition writes: words as whole numbers 0 … 65535, floats as they are. `high_late` are the
/// samples at which a high half still shows its old value.
std::vector<float> recorded(const PlannedSensor& sensor, const RunSignal& signal,
                            const std::vector<std::size_t>& high_late);

} // namespace andon
