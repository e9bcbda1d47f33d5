#include "core/drift/run_length.h"

#include "core/drift/block_bootstrap.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::int64_t stop_every = 4096;

/// Items until the record first reaches the limit, or its length; whether it did.
std::pair<std::int64_t, bool> first_alarm(const HeightRecord& record, double limit) {
  const auto at = std::partition_point(record.first.begin(), record.first.end(),
                                       [&](const auto& step) { return !(step.second >= limit); });
  return at == record.first.end() ? std::pair{record.length, false} : std::pair{at->first, true};
}

Result<HeightRecord> simulate(const DriftRows& reference, DriftStatistic& statistic, BlockBootstrap& stream,
                              std::int64_t length, std::stop_token stop) {
  HeightRecord record;
  record.length = length;
  for (std::int64_t item = 1; item <= length; ++item) {
    if (item % stop_every == 0 && stop.stop_requested())
      return fail(ErrorCode::cancelled, "the calibration of a drift detector was stopped before its end");
    record.add(item, statistic.update(reference.row(stream.next())));
  }
  return record;
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
  RunLengthLimit result;
  result.block = bootstrap_block(reference);
  const Seed seed(static_cast<std::uint64_t>(options.seed));
  std::vector<HeightRecord> records;
  for (std::int64_t r = 0; r < options.replicates; ++r) {
    const auto index = static_cast<std::uint64_t>(r);
    BlockBootstrap chosen(reference, result.block, seed.stream("reference", index));
    BlockBootstrap stream(reference, result.block, seed.stream("stream", index));
    ANDON_ASSIGN(const std::unique_ptr<DriftStatistic> statistic, fit(chosen.sample(reference.size())));
    ANDON_ASSIGN(HeightRecord record, simulate(reference, *statistic, stream, 2 * options.run_length, stop));
    records.push_back(std::move(record));
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the calibration of a drift detector was stopped before its end");
  }
  result.limit = limit_for(records, static_cast<double>(options.run_length));
  result.realised = mean_run_length(records, result.limit);
  return result;
}

} // namespace andon
