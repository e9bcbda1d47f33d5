#include "core/drift/drift_experiment.h"

#include "core/base/random.h"
#include "core/metrics/intervals.h"
#include "core/metrics/parallel_ranges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <optional>
#include <sstream>

namespace andon {
namespace {

constexpr std::size_t width = 6;
constexpr double shared = 0.6; ///< correlation of any two features
constexpr std::int64_t quiet_items = 500;

enum class Change { none, mean, variance, correlation };

/// Endless items of the experiment's law.
class Stream {
public:
  Stream(double memory, Seed seed) : memory_(memory), random_(seed) {
    for (double& each : state_)
      each = random_.normal();
  }
  void next(Change change) {
    const double innovation = std::sqrt(1 - memory_ * memory_);
    for (double& each : state_)
      each = memory_ * each + innovation * random_.normal();
    const double common = change == Change::correlation ? 0 : shared;
    for (std::size_t j = 0; j < width; ++j) {
      double x = std::sqrt(common) * state_[width] + std::sqrt(1 - common) * state_[j];
      x = change == Change::variance ? 1.5 * x : change == Change::mean && j == 0 ? x + 1 : x;
      features[j] = static_cast<float>(x);
    }
    score = distance();
  }
  std::array<float, width> features{};
  double score = 0;

private:
  /// Mahalanobis distance under (1 − ρ)·I + ρ·11ᵀ.
  double distance() const {
    double sum = 0, squares = 0;
    for (const float x : features) {
      sum += static_cast<double>(x);
      squares += static_cast<double>(x) * static_cast<double>(x);
    }
    const double k = static_cast<double>(width);
    return std::sqrt((squares - shared / (1 + (k - 1) * shared) * sum * sum) / (1 - shared));
  }
  double memory_;
  Random random_;
  std::array<double, width + 1> state_{};
};

std::vector<std::string> words(const std::string& list) {
  std::vector<std::string> result;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');)
    result.push_back(word);
  return result;
}

struct Case {
  std::string kind, detector, what;
  double memory = 0;
  Change change = Change::none;
};

Result<std::vector<Case>> cases(const DriftExperimentOptions& options) {
  std::vector<Case> result;
  for (const std::string& detector : words(options.detectors)) {
    ANDON_TRY(drift_methods().find(detector));
    for (const std::string& stream : words(options.streams)) {
      if (stream != "iid" && stream != "autocorrelated")
        return fail(ErrorCode::not_found, "unknown stream '" + stream + "'; known: iid autocorrelated");
      result.push_back({"arl", detector, stream, stream == "iid" ? 0 : options.correlation, Change::none});
    }
    for (const std::string& change : words(options.changes)) {
      const Change kind = change == "mean"          ? Change::mean
                          : change == "variance"    ? Change::variance
                          : change == "correlation" ? Change::correlation
                                                    : Change::none;
      if (kind == Change::none)
        return fail(ErrorCode::not_found,
                    "unknown change '" + change + "'; known: mean variance correlation");
      result.push_back({"delay", detector, change, 0, kind});
    }
  }
  return result;
}

/// Items until an alarm, or until it was given up; counted from the change where there is one.
struct Outcome {
  std::int64_t items = 0, alarms = 0;
  bool early = false;
};

Result<DriftDetector> fitted(const Case& each, const DriftExperimentOptions& options, Seed seed,
                             std::stop_token stop) {
  Stream normal(each.memory, seed.stream("reference"));
  std::vector<double> scores;
  std::vector<float> features;
  for (std::int64_t i = 0; i < options.reference; ++i) {
    normal.next(Change::none);
    scores.push_back(normal.score);
    features.insert(features.end(), normal.features.begin(), normal.features.end());
  }
  OptionMap values;
  ANDON_ASSIGN(const DriftMethod* method, drift_methods().find(each.detector));
  for (const OptionInfo& info : method->options)
    if (info.key == "window")
      values["window"] = options.window;
  const RunLengthOptions length{.run_length = options.run_length,
                                .seed = static_cast<std::int64_t>(seed.stream("limit").value() >> 2)};
  return DriftDetector::fit(each.detector, {scores, features, width}, values, length, stop);
}

Result<Outcome> run(const Case& each, const DriftExperimentOptions& options, Seed seed,
                    std::stop_token stop) {
  ANDON_ASSIGN(DriftDetector detector, fitted(each, options, seed, stop));
  Stream stream(each.memory, seed.stream("stream"));
  const bool delay = each.kind == "delay";
  const std::int64_t before = delay ? quiet_items : 0;
  const std::int64_t last = before + 5 * options.run_length;
  Outcome outcome{last - before, 0, false};
  for (std::int64_t item = 1; item <= last; ++item) {
    stream.next(item > before ? each.change : Change::none);
    if (!detector.update(stream.score, stream.features).alarm)
      continue;
    if (delay)
      return Outcome{item - before, 1, item <= before};
    ++outcome.alarms;
  }
  return outcome;
}

/// How many times larger the variance of the alarms is than a Poisson law's; at least 1.
double dispersion(const std::vector<Outcome>& outcomes, double mean) {
  double squares = 0;
  for (const Outcome& outcome : outcomes)
    squares += std::pow(static_cast<double>(outcome.alarms) - mean, 2);
  return mean > 0 ? std::max(1.0, squares / static_cast<double>(outcomes.size() - 1) / mean) : 1;
}

DriftExperimentRow summary(const Case& each, const std::vector<Outcome>& outcomes) {
  DriftExperimentRow row{each.kind, each.detector, each.what, 0, {}, 0};
  double items = 0, alarms = 0, counted = 0;
  for (const Outcome& outcome : outcomes) {
    if (outcome.early)
      continue;
    items += static_cast<double>(outcome.items);
    alarms += static_cast<double>(outcome.alarms);
    counted += 1;
  }
  if (each.kind == "arl") {
    row.mean = items / alarms;
    const double excess = dispersion(outcomes, alarms / counted);
    row.false_rate = poisson_rate(std::llround(alarms / excess), items / excess);
  } else {
    row.mean = items / counted;
    row.found = alarms / counted;
  }
  return row;
}

} // namespace

std::vector<Option> DriftExperimentOptions::describe() {
  return {
      option("detectors", detectors, "Detectors, separated by commas"),
      option("streams", streams, "Streams without a change: iid, autocorrelated"),
      option("changes", changes, "Changes to find: mean, variance, correlation"),
      option("reference", reference, "Items of the reference", "items", 20, 1e6),
      option("window", window, "Window of the detectors that have one", "items", 20, 1e6),
      option("run_length", run_length, "Run length that is asked of every detector", "items", 100, 1e6),
      option("correlation", correlation, "Lag-one correlation of the autocorrelated streams", "", 0, 0.99),
      option("repetitions", repetitions, "References, calibrations and streams a row", "", 2, 1e5),
      option("seed", seed, "Seed of the experiment", "", 0),
      option("threads", threads, "Threads to use", "", 1, 256)};
}

Result<std::vector<DriftExperimentRow>> drift_experiment(const DriftExperimentOptions& options,
                                                         Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<Case> all, cases(options));
  std::vector<DriftExperimentRow> rows;
  progress.stage("simulating drift", static_cast<std::int64_t>(all.size()));
  const Seed seed(static_cast<std::uint64_t>(options.seed));
  for (const Case& each : all) {
    std::vector<Outcome> outcomes(static_cast<std::size_t>(options.repetitions));
    std::optional<Error> error;
    std::mutex mutex;
    parallel_ranges(options.repetitions, options.threads, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        auto outcome =
            run(each, options, seed.stream(each.detector + each.what, static_cast<std::uint64_t>(i)), stop);
        if (!outcome) {
          const std::scoped_lock lock(mutex);
          error = outcome.error();
          return;
        }
        outcomes[static_cast<std::size_t>(i)] = *outcome;
      }
    });
    if (error)
      return fail(*error);
    rows.push_back(summary(each, outcomes));
    progress.advance(static_cast<std::int64_t>(rows.size()));
  }
  return rows;
}

} // namespace andon
