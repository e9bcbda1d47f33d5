#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>

namespace andon {
namespace {

class PageHinkley : public DriftStatistic {
public:
  PageHinkley(ReferenceRanks ranks, double delta)
      : ranks_(std::move(ranks)), delta_(delta), items_(static_cast<double>(ranks_.size())) {}
  double update(std::span<const double> row) override {
    const double z = ranks_.normal_score(row[0]);
    items_ += 1;
    mean_ += (z - mean_) / items_;
    up_ = std::max(0.0, up_ + z - mean_ - delta_);
    down_ = std::max(0.0, down_ + mean_ - z - delta_);
    return std::max(up_, down_);
  }
  void acknowledge(double) override {
    up_ = down_ = mean_ = 0;
    items_ = static_cast<double>(ranks_.size());
  }
  std::map<std::string, double> state() const override { return {{"up", up_}, {"down", down_}}; }
  std::size_t memory() const override { return 3 * ranks_.size() + 5; }

private:
  ReferenceRanks ranks_;
  double delta_, items_, mean_ = 0, up_ = 0, down_ = 0;
};

} // namespace

std::vector<Option> PageHinkleyOptions::describe() {
  return {option("delta", delta, "Shift that is tolerated; a lasting shift of twice as much is found fastest",
                 "deviations", 0, 5)};
}

StatisticOf fit_page_hinkley(const DriftRows& reference, std::span<const std::size_t> chosen,
                             const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<PageHinkleyOptions>(values));
  ANDON_ASSIGN(ReferenceRanks ranks, ReferenceRanks::from(reference, chosen));
  return std::make_unique<PageHinkley>(std::move(ranks), options.delta);
}

} // namespace andon
