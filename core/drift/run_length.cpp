#include "core/drift/run_length.h"

#include "core/drift/block_bootstrap.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t stop_every = 4096;
constexpr int most_simulations = 6;
constexpr double near_enough = 1.1; ///< realised over asked run length
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Items until the record first reaches the limit, or its length; whether it did.
std::pair<std::int64_t, bool> first_alarm(const HeightRecord& record, double limit) {
  const auto at = std::partition_point(record.first.begin(), record.first.end(),
                                       [&](const auto& step) { return !(step.second >= limit); });
  return at == record.first.end() ? std::pair{record.length, false} : std::pair{at->first, true};
}

/// One statistic on one stream, both drawn from the reference.
struct Replicate {
  HeightRecord heights;    ///< as if no limit were there
  std::int64_t alarms = 0; ///< that began at the limit
};

class Simulation {
public:
  Simulation(const DriftRows& reference, const StatisticFit& fit, const RunLengthOptions& options,
             std::stop_token stop)
      : reference_(&reference), fit_(&fit), options_(&options), stop_(std::move(stop)),
        block_(bootstrap_block(reference)) {}
  double block() const { return block_; }
  /// The same streams whatever the limit.
  Result<std::vector<Replicate>> at(double limit) const {
    std::vector<Replicate> replicates;
    const Seed seed(static_cast<std::uint64_t>(options_->seed));
    for (std::int64_t r = 0; r < options_->replicates; ++r) {
      const auto index = static_cast<std::uint64_t>(r);
      BlockBootstrap chosen(*reference_, block_, seed.stream("reference", index));
      BlockBootstrap stream(*reference_, block_, seed.stream("stream", index));
      ANDON_ASSIGN(const std::unique_ptr<DriftStatistic> statistic,
                   (*fit_)(chosen.sample(reference_->size())));
      ANDON_ASSIGN(Replicate one, followed(*statistic, stream, limit));
      replicates.push_back(std::move(one));
    }
    return replicates;
  }

private:
  Result<Replicate> followed(DriftStatistic& statistic, BlockBootstrap& stream, double limit) const {
    Replicate result;
    AlarmLatch latch;
    for (std::int64_t item = 1, counted = 0; counted < options_->run_length; ++item) {
      if (item % stop_every == 1 && stop_.stop_requested())
        return fail(ErrorCode::cancelled, "the calibration of a drift detector was stopped before its end");
      const double height = statistic.update(reference_->row(stream.next()));
      counted += counted > 0 || std::isfinite(height) ? 1 : 0;
      result.heights.length = counted;
      result.heights.add(counted, height);
      result.alarms += latch.begins(statistic, height, limit) ? 1 : 0;
    }
    return result;
  }
  const DriftRows* reference_;
  const StatisticFit* fit_;
  const RunLengthOptions* options_;
  std::stop_token stop_;
  double block_;
};

/// Items per alarm of statistics that go on after their alarms.
double continued(const std::vector<Replicate>& replicates) {
  double items = 0, alarms = 0;
  for (const Replicate& each : replicates) {
    items += static_cast<double>(each.heights.length);
    alarms += static_cast<double>(each.alarms);
  }
  return alarms > 0 ? items / alarms : infinity;
}

} // namespace

std::vector<Option> RunLengthOptions::describe() {
  return {option("run_length", run_length,
                 "Items between two false alarms of a detector, on average, while nothing changes", "items",
                 100, 1e7),
          option("replicates", replicates, "Simulated streams that find the limit", "", 20, 10000),
          option("seed", seed, "Seed of the simulation", "", 0)};
}

double mean_run_length(const std::vector<HeightRecord>& records, double limit) {
  double items = 0, alarms = 0;
  for (const HeightRecord& record : records) {
    const auto [item, alarm] = first_alarm(record, limit);
    items += static_cast<double>(item);
    alarms += alarm ? 1 : 0;
  }
  return alarms > 0 ? items / alarms : std::numeric_limits<double>::infinity();
}

double limit_for(const std::vector<HeightRecord>& records, double wanted) {
  std::vector<double> heights;
  for (const HeightRecord& record : records)
    for (const auto& [item, height] : record.first)
      heights.push_back(height);
  if (heights.empty())
    return std::numeric_limits<double>::infinity();
  std::sort(heights.begin(), heights.end());
  const auto found = std::partition_point(heights.begin(), heights.end(), [&](double height) {
    return mean_run_length(records, height) < wanted;
  });
  return found == heights.end() ? std::nextafter(heights.back(), std::numeric_limits<double>::infinity())
                                : *found;
}

Result<RunLengthLimit> run_length_limit(const DriftRows& reference, const StatisticFit& fit,
                                        const RunLengthOptions& options, std::stop_token stop) {
  const Simulation simulation(reference, fit, options, std::move(stop));
  const double wanted = static_cast<double>(options.run_length);
  ANDON_ASSIGN(const std::vector<Replicate> unlimited, simulation.at(infinity));
  std::vector<HeightRecord> records;
  for (const Replicate& each : unlimited)
    records.push_back(each.heights);
  // Asking more of the first alarm raises the limit; the search is for how much more.
  RunLengthLimit result{limit_for(records, infinity), simulation.block(), infinity};
  double low = 1, high = infinity, factor = 1;
  for (int i = 0; i < most_simulations; ++i) {
    const double limit = limit_for(records, factor * wanted);
    ANDON_ASSIGN(const std::vector<Replicate> replicates, simulation.at(limit));
    const double realised = continued(replicates);
    if (realised >= wanted) {
      result.limit = limit;
      result.realised = realised;
      high = factor;
      if (i == 0 || realised <= near_enough * wanted)
        break;
    } else {
      low = factor;
    }
    factor = std::isinf(high) ? factor * std::max(1.2, wanted / realised) : std::sqrt(low * high);
  }
  return result;
}

} // namespace andon
