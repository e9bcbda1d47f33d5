#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon {
namespace {

constexpr double stake = 0.9;
constexpr std::size_t bets = 5;

/// What each bet pays at p; every one pays 1 on average under a uniform p.
std::array<double, bets> payoffs(double p) {
  const double slope = stake * 2 * (p - 0.5), curve = stake * (6 * (p - 0.5) * (p - 0.5) - 0.5);
  return {1, 1 + slope, 1 - slope, 1 + curve, 1 - curve};
}

class ConformalMartingale : public DriftStatistic {
public:
  ConformalMartingale(ReferenceRanks ranks, double jump) : ranks_(std::move(ranks)), jump_(jump) {
    share_.fill(1.0 / bets);
  }
  double update(std::span<const double> row) override {
    const auto pays = payoffs(1 - ranks_.rank(row[0]));
    double growth = 0;
    for (std::size_t k = 0; k < bets; ++k) {
      share_[k] = ((1 - jump_) * share_[k] + jump_ / bets) * pays[k];
      growth += share_[k];
    }
    for (double& share : share_)
      share /= growth;
    log_capital_ += std::log(growth);
    grown_ = std::max(0.0, grown_) + std::log(growth);
    return grown_;
  }
  void acknowledge(double) override {
    share_.fill(1.0 / bets);
    grown_ = log_capital_ = 0;
  }
  std::map<std::string, double> state() const override { return {{"log_capital", log_capital_}}; }
  std::size_t memory() const override { return 3 * ranks_.size() + bets + 3; }

private:
  ReferenceRanks ranks_;
  double jump_, grown_ = 0, log_capital_ = 0;
  std::array<double, bets> share_{}; ///< of the capital, by bet
};

} // namespace

std::vector<Option> MartingaleOptions::describe() {
  return {option("jump", jump, "Share of the capital that is spread evenly over the bets before each item",
                 "", 1e-6, 1)};
}

StatisticOf fit_martingale(const DriftRows& reference, std::span<const std::size_t> chosen,
                           const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<MartingaleOptions>(values));
  ANDON_ASSIGN(ReferenceRanks ranks, ReferenceRanks::from(reference, chosen));
  return std::make_unique<ConformalMartingale>(std::move(ranks), options.jump);
}

} // namespace andon
