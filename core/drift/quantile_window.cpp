#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace andon {
namespace {

constexpr std::array<double, 3> levels{0.5, 0.95, 0.999};
constexpr std::array<const char*, 3> level_names{"median", "q95", "q999"};

/// k ln(k/e) with 0 ln 0 = 0.
double term(double k, double e) {
  return k > 0 ? k * std::log(k / e) : 0;
}

class QuantileWindow : public DriftStatistic {
public:
  QuantileWindow(const ReferenceRanks& ranks, std::size_t window) : window_(window) {
    for (std::size_t j = 0; j < levels.size(); ++j) {
      line_[j] = ranks.quantile(levels[j]);
      share_[j] = ranks.above(line_[j]);
    }
  }
  double update(std::span<const double> row) override {
    if (ring_.size() < window_) {
      ring_.push_back(row[0]);
    } else {
      count(ring_[next_], -1);
      ring_[next_] = row[0];
      next_ = (next_ + 1) % window_;
    }
    count(row[0], 1);
    if (ring_.size() < window_)
      return std::numeric_limits<double>::quiet_NaN();
    double largest = 0;
    for (std::size_t j = 0; j < levels.size(); ++j) {
      const double items = static_cast<double>(window_), k = static_cast<double>(above_[j]);
      largest =
          std::max(largest, 2 * (term(k, items * share_[j]) + term(items - k, items * (1 - share_[j]))));
    }
    return largest;
  }
  std::map<std::string, double> state() const override {
    std::map<std::string, double> result;
    std::vector<double> sorted = ring_;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t j = 0; j < levels.size() && !sorted.empty(); ++j) {
      const auto last = static_cast<double>(sorted.size() - 1);
      const double rank = std::ceil(levels[j] * static_cast<double>(sorted.size()) - 1e-9) - 1;
      result[level_names[j]] = sorted[static_cast<std::size_t>(std::clamp(rank, 0.0, last))];
      result[std::string("reference ") + level_names[j]] = line_[j];
    }
    return result;
  }
  std::size_t forgets_after() const override { return window_; }
  std::size_t memory() const override { return window_ + 3 * levels.size(); }

private:
  void count(double score, std::int64_t step) {
    for (std::size_t j = 0; j < levels.size(); ++j)
      above_[j] += score > line_[j] ? step : 0;
  }
  std::size_t window_, next_ = 0;
  std::array<double, 3> line_{}, share_{};
  std::array<std::int64_t, 3> above_{};
  std::vector<double> ring_;
};

} // namespace

std::vector<Option> QuantileOptions::describe() {
  return {option("window", window,
                 "Latest scores whose median, 95th and 99.9th percentile are compared with the reference",
                 "items", 20, 1e6)};
}

StatisticOf fit_quantiles(const DriftRows& reference, std::span<const std::size_t> chosen,
                          const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<QuantileOptions>(values));
  ANDON_ASSIGN(const ReferenceRanks ranks, ReferenceRanks::from(reference, chosen));
  return std::make_unique<QuantileWindow>(ranks, static_cast<std::size_t>(options.window));
}

} // namespace andon
