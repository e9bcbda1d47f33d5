#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>
#include <limits>

namespace andon {
namespace {

class MmdWindow : public DriftStatistic {
public:
  MmdWindow(std::vector<double> mean, std::size_t window)
      : mean_(std::move(mean)), sum_(mean_.size()), window_(window) {}
  double update(std::span<const double> row) override {
    const std::size_t size = mean_.size();
    if (ring_.size() < window_ * size) {
      ring_.insert(ring_.end(), row.begin(), row.end());
      for (std::size_t k = 0; k < size; ++k)
        sum_[k] += row[k];
    } else {
      double* old = ring_.data() + next_ * size;
      for (std::size_t k = 0; k < size; ++k) {
        sum_[k] += row[k] - old[k];
        old[k] = row[k];
      }
      next_ = (next_ + 1) % window_;
      if (next_ == 0)
        recount();
    }
    if (ring_.size() < window_ * size)
      return std::numeric_limits<double>::quiet_NaN();
    double total = 0;
    const double items = static_cast<double>(window_);
    for (std::size_t k = 0; k < size; ++k) {
      const double gap = sum_[k] / items - mean_[k];
      total += gap * gap;
    }
    return total;
  }
  std::size_t forgets_after() const override { return window_; }
  std::size_t memory() const override { return mean_.size() * (window_ + 2); }

private:
  /// Once a round, so that rounding errors do not pile up.
  void recount() {
    std::fill(sum_.begin(), sum_.end(), 0.0);
    for (std::size_t i = 0; i < ring_.size(); ++i)
      sum_[i % sum_.size()] += ring_[i];
  }
  std::vector<double> mean_, sum_, ring_;
  std::size_t window_, next_ = 0;
};

} // namespace

std::vector<Option> MmdOptions::describe() {
  return {option("window", window, "Latest items that are compared with the reference", "items", 20, 1e6),
          option("features", features, "Random Fourier features; more see finer changes and cost more", "", 2,
                 4096)};
}

StatisticOf fit_mmd(const DriftRows& reference, std::span<const std::size_t> chosen,
                    const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<MmdOptions>(values));
  if (chosen.size() < least_reference)
    return fail(ErrorCode::insufficient_data, "a drift reference needs at least " +
                                                  std::to_string(least_reference) + " normal items and has " +
                                                  std::to_string(chosen.size()));
  std::vector<double> mean(reference.width);
  for (const std::size_t i : chosen) {
    const auto row = reference.row(i);
    for (std::size_t k = 0; k < mean.size(); ++k)
      mean[k] += row[k];
  }
  for (double& each : mean)
    each /= static_cast<double>(chosen.size());
  return std::make_unique<MmdWindow>(std::move(mean), static_cast<std::size_t>(options.window));
}

} // namespace andon
