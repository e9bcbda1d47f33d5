#pragma once
#include "core/signal/health.h"

namespace andon {

// The functions behind the rows of data_checks(). Limits are stated here; samples flagged missing are
// skipped.

using Findings = std::vector<HealthFinding>;

/// Warning from 1 % missing or a gap of 10 samples and more than 0.1 %; error from 50 %. Names the longest
/// gap.
void check_gaps(const Scene& scene, Findings& findings);
/// Warning: all samples equal (at least 2).
void check_constant(const Scene& scene, Findings& findings);
/// Warning: a run of one value at least 30 samples long and five times longer than chance gives a sensor that
/// repeats its value as often as this one does elsewhere: 5·ln n/−ln(share of repeats).
void check_stuck(const Scene& scene, Findings& findings);
/// Warning: at least 0.5 % of the samples lie in runs of 3 or more at exactly the smallest or largest value,
/// of a sensor with more than 16 different values.
void check_saturated(const Scene& scene, Findings& findings);
/// Warning: a single sample further than 50 quartile ranges from the median whose neighbours are within 10.
void check_spikes(const Scene& scene, Findings& findings);
/// Error: two sensors with the same samples. Warning: correlation above 0.99999 over up to 20,000 samples (at
/// most 200 sensors are compared).
void check_duplicates(const Scene& scene, Findings& findings);
/// Warning: a sensor that ends more than 1 % and 2 of its samples earlier than the longest one.
void check_rates(const Scene& scene, Findings& findings);
/// Error: one sensor has different rates in different scenes.
void check_rates_between(const std::vector<HealthFacts>& facts, Findings& findings);
/// Error: an interval that is empty or reaches outside of the scene; a normal scene with abnormal intervals.
void check_labels(const Scene& scene, Findings& findings);
/// Error: other sensors than the first scene.
void check_layout(const std::vector<HealthFacts>& facts, Findings& findings);
/// Error: equal samples in two parts. Warning: equal samples twice in one part, abnormal scenes in "train".
void check_leak(const std::vector<HealthFacts>& facts, Findings& findings);
/// Warning: shorter than a tenth of the median length.
void check_length(const std::vector<HealthFacts>& facts, Findings& findings);

} // namespace andon
