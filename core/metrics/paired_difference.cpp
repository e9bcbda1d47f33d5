#include "core/metrics/paired_difference.h"

#include "core/metrics/draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace andon {
namespace {

/// TP and FP of a draw.
struct Calls {
  double caught = 0, overkill = 0;
  void add(int decision, int label) {
    if (decision == 1)
      ++(label == 1 ? caught : overkill);
  }
  double f1(double abnormal) const { return 2 * caught / (caught + overkill + abnormal); }
};

Result<void> check_binary(std::span<const int> values, std::size_t size, const char* name) {
  if (values.size() != size)
    return fail(ErrorCode::invalid_argument, std::string(name) + ": " + std::to_string(values.size()) +
                                                 " values for " + std::to_string(size) +
                                                 " items; give one an item");
  for (std::size_t i = 0; i < size; ++i)
    if (values[i] != 0 && values[i] != 1)
      return fail(ErrorCode::invalid_argument, std::string(name) + ": number " + std::to_string(i) + " is " +
                                                   std::to_string(values[i]) + "; expected 0 or 1");
  return {};
}

} // namespace

PairedDifference paired_by_draws(double exact, double binned, const std::vector<double>& drawn,
                                 double confidence) {
  PairedDifference result;
  result.difference = around(exact, binned, drawn, confidence, -1, 1);
  std::int64_t below = 0, above = 0, draws = 0;
  for (const double value : drawn) {
    draws += !std::isnan(value);
    below += value + exact - binned <= 0;
    above += value + exact - binned >= 0;
  }
  result.p_value = std::isnan(exact) ? exact
                                     : std::min(1.0, (2 * static_cast<double>(std::min(below, above)) + 1) /
                                                         (static_cast<double>(draws) + 1));
  return result;
}

Result<PairedDifference> compare_f1(std::span<const int> first, std::span<const int> second,
                                    std::span<const int> labels, const BootstrapOptions& options) {
  ANDON_TRY(check_binary(labels, labels.size(), "labels"));
  ANDON_TRY(check_binary(first, labels.size(), "decisions of the first model"));
  ANDON_TRY(check_binary(second, labels.size(), "decisions of the second model"));
  if (options.resamples < 1)
    return fail(ErrorCode::invalid_argument, "comparing by bootstrap needs at least one resample");
  std::array<std::vector<std::size_t>, 2> pools;
  for (std::size_t i = 0; i < labels.size(); ++i)
    pools[static_cast<std::size_t>(labels[i])].push_back(i);
  const auto abnormal = static_cast<double>(pools[1].size());
  Calls one, other;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    one.add(first[i], labels[i]);
    other.add(second[i], labels[i]);
  }
  const double gap =
      pools[1].empty() ? std::numeric_limits<double>::quiet_NaN() : other.f1(abnormal) - one.f1(abnormal);
  Random random(options.seed.stream("paired f1"));
  std::vector<double> drawn;
  for (std::int64_t draw = 0; draw < options.resamples; ++draw) {
    Calls x, y;
    for (const std::vector<std::size_t>& pool : pools)
      for (std::size_t k = 0; k < pool.size(); ++k) {
        const std::size_t item = pool[random.below(pool.size())];
        x.add(first[item], labels[item]);
        y.add(second[item], labels[item]);
      }
    drawn.push_back(y.f1(abnormal) - x.f1(abnormal));
  }
  return paired_by_draws(gap, gap, drawn, options.confidence);
}

} // namespace andon
