#include "core/decision/far_experiment.h"

#include "core/decision/known_law.h"
#include "core/decision/threshold_table.h"
#include "core/metrics/intervals.h"
#include "core/metrics/parallel_ranges.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double oracle_misses = 0.1;

std::vector<std::string> words(const std::string& list) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin)
      result.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

Result<std::vector<double>> numbers(const std::string& key, const std::string& list, double low,
                                    double high) {
  std::vector<double> result;
  for (const std::string& word : words(list)) {
    double value = nan;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || !(value >= low && value <= high))
      return fail(ErrorCode::invalid_argument, "option '" + key + "' holds '" + word +
                                                   "': expected numbers from " + to_text(low) + " to " +
                                                   to_text(high) + " separated by commas");
    result.push_back(value);
  }
  if (result.empty())
    return fail(ErrorCode::invalid_argument, "option '" + key + "' is empty; name at least one number");
  return result;
}

/// What is fitted to one calibration.
struct Promise {
  const ThresholdMethod* method = nullptr;
  double q = 0;
};

struct Outcome {
  double rate = nan; ///< NaN: not supported
  double missed = nan;
};

Outcome outcome_of(const Promise& promise, const KnownLaw& law, std::span<const double> scores) {
  ThresholdInput input;
  input.normal = scores;
  input.alpha = promise.q;
  const auto fit = promise.method->fit(input, {});
  if (!fit || !fit->supported || std::isnan(fit->threshold))
    return {};
  const double shift = law.level(promise.q) - law.level(1 - oracle_misses);
  return {law.survival(fit->threshold), 1 - law.survival(fit->threshold - shift)};
}

FarRow summary(const Promise& promise, const KnownLaw& law, std::span<const Outcome> outcomes,
               std::size_t stride) {
  FarRow row;
  row.method = promise.method->id;
  row.law = law.id;
  row.q = promise.q;
  std::int64_t supported = 0, broken = 0, all = 0;
  double ratio = 0, missed = 0;
  for (std::size_t i = 0; i < outcomes.size(); i += stride, ++all) {
    if (std::isnan(outcomes[i].rate))
      continue;
    ++supported;
    broken += outcomes[i].rate > promise.q;
    ratio += outcomes[i].rate / promise.q;
    missed += outcomes[i].missed;
  }
  row.unsupported = 1 - static_cast<double>(supported) / static_cast<double>(all);
  row.broken = clopper_pearson(broken, supported);
  row.mean_ratio = supported ? ratio / static_cast<double>(supported) : nan;
  row.missed = supported ? missed / static_cast<double>(supported) : nan;
  return row;
}

/// The lists of the options, read.
struct Plan {
  std::vector<Promise> promises;
  std::vector<const KnownLaw*> laws;
  std::vector<double> sizes, correlations;
};

/// The row that a list of the options names.
template <class Entry>
Result<const Entry*> named(const Table<Entry>& table, const char* key, const std::string& id) {
  auto row = table.find(id);
  if (!row)
    return fail(ErrorCode::invalid_argument, "option '" + std::string(key) + "': " + row.error().message);
  return row;
}

Result<Plan> plan_of(const FarOptions& options) {
  Plan plan;
  ANDON_ASSIGN(const std::vector<double> rates, numbers("rates", options.rates, 1e-9, 0.5));
  ANDON_ASSIGN(plan.sizes, numbers("sizes", options.sizes, 10, 1e6));
  ANDON_ASSIGN(plan.correlations, numbers("correlations", options.correlations, 0, 0.999));
  for (const std::string& id : words(options.methods)) {
    ANDON_ASSIGN(const ThresholdMethod* method, named(threshold_methods(), "methods", id));
    for (const double q : rates)
      plan.promises.push_back({method, q});
  }
  for (const std::string& id : words(options.laws)) {
    ANDON_ASSIGN(const KnownLaw* law, named(known_laws(), "laws", id));
    plan.laws.push_back(law);
  }
  return plan;
}

} // namespace

std::vector<Option> FarOptions::describe() {
  return {option("methods", methods, "Threshold methods, separated by commas"),
          option("laws", laws, "Laws of the normal scores, separated by commas"),
          option("sizes", sizes, "Numbers of calibration items, separated by commas"),
          option("rates", rates, "Promised false-alarm rates an item, separated by commas"),
          option("correlations", correlations,
                 "Lag-one correlations of the scores, separated by commas; 0 = independent"),
          option("repetitions", repetitions, "Calibrations drawn for each law", "", 1, 1e6),
          option("seed", seed, "Seed of the calibrations", "", 0, 9e15),
          option("threads", threads, "Threads to use", "", 1, 256)};
}

Result<std::vector<FarRow>> far_experiment(const FarOptions& options, Progress& progress,
                                           std::stop_token stop) {
  ANDON_ASSIGN(const Plan plan, plan_of(options));
  const std::size_t fits = plan.promises.size();
  const auto settings =
      static_cast<std::int64_t>(plan.laws.size() * plan.sizes.size() * plan.correlations.size());
  progress.stage("calibrations", settings * options.repetitions);
  std::int64_t done = 0;
  std::vector<FarRow> rows;
  for (const double correlation : plan.correlations)
    for (const double size : plan.sizes)
      for (const KnownLaw* law : plan.laws) {
        const Seed seed =
            Seed(static_cast<std::uint64_t>(options.seed)).stream(law->id, static_cast<std::uint64_t>(size));
        std::vector<Outcome> outcomes(static_cast<std::size_t>(options.repetitions) * fits);
        constexpr std::int64_t piece = 16; // repetitions between two looks at the stop token
        for (std::int64_t first = 0; first < options.repetitions; first += piece) {
          if (stop.stop_requested())
            return fail(ErrorCode::cancelled, "the experiment was stopped before its end");
          const std::int64_t count = std::min(piece, options.repetitions - first);
          parallel_ranges(count, options.threads, 1, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t r = first + begin; r < first + end; ++r) {
              Random random(seed.stream("calibration", static_cast<std::uint64_t>(r)));
              const auto scores = draw_scores(*law, static_cast<std::size_t>(size), correlation, random);
              for (std::size_t i = 0; i < fits; ++i)
                outcomes[static_cast<std::size_t>(r) * fits + i] = outcome_of(plan.promises[i], *law, scores);
            }
          });
          progress.advance(done += count);
        }
        for (std::size_t i = 0; i < fits; ++i) {
          FarRow row = summary(plan.promises[i], *law, std::span(outcomes).subspan(i), fits);
          row.n = static_cast<std::int64_t>(size);
          row.correlation = correlation;
          rows.push_back(std::move(row));
        }
      }
  return rows;
}

} // namespace andon
