#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {
namespace {

class KlWindow : public DriftStatistic {
public:
  KlWindow(std::vector<double> edges, std::vector<double> log_share, std::size_t window)
      : edges_(std::move(edges)), log_share_(std::move(log_share)), counts_(log_share_.size()),
        window_(window) {
    entropy_.resize(window_ + 1);
    for (std::size_t c = 1; c <= window_; ++c)
      entropy_[c] = static_cast<double>(c) * std::log(static_cast<double>(c));
  }
  double update(std::span<const double> row) override {
    const auto bin =
        static_cast<std::uint32_t>(std::upper_bound(edges_.begin(), edges_.end(), row[0]) - edges_.begin());
    if (ring_.size() < window_) {
      ring_.push_back(bin);
    } else {
      --counts_[ring_[next_]];
      ring_[next_] = bin;
      next_ = (next_ + 1) % window_;
    }
    ++counts_[bin];
    return ring_.size() < window_ ? std::numeric_limits<double>::quiet_NaN() : divergence();
  }
  std::map<std::string, double> state() const override {
    return {{"filled", static_cast<double>(ring_.size())}};
  }
  std::size_t forgets_after() const override { return window_; }
  std::size_t memory() const override {
    return edges_.size() + 2 * counts_.size() + entropy_.size() + window_;
  }

private:
  /// Σ (c/W) ln((c/W)/r) = (Σ c ln c − Σ c ln r)/W − ln W.
  double divergence() const {
    double sum = 0;
    for (std::size_t j = 0; j < counts_.size(); ++j)
      sum += entropy_[counts_[j]] - static_cast<double>(counts_[j]) * log_share_[j];
    const double items = static_cast<double>(window_);
    return std::max(0.0, sum / items - std::log(items));
  }
  std::vector<double> edges_, log_share_, entropy_;
  std::vector<std::size_t> counts_;
  std::size_t window_, next_ = 0;
  std::vector<std::uint32_t> ring_;
};

} // namespace

std::vector<Option> KlOptions::describe() {
  return {option("window", window, "Latest scores that are compared with the reference", "items", 20, 1e6),
          option("bins", bins, "Bins, equally probable under the reference", "", 2, 200)};
}

StatisticOf fit_kl(const DriftRows& reference, std::span<const std::size_t> chosen, const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<KlOptions>(values));
  ANDON_ASSIGN(const ReferenceRanks ranks, ReferenceRanks::from(reference, chosen));
  std::vector<double> edges;
  for (std::int64_t i = 1; i < options.bins; ++i) {
    const double edge = ranks.quantile(static_cast<double>(i) / static_cast<double>(options.bins));
    if (edges.empty() || edge > edges.back())
      edges.push_back(edge);
  }
  // A bin holds edge[j − 1] <= score < edge[j].
  std::vector<double> log_share;
  const double n = static_cast<double>(ranks.size()), bins = static_cast<double>(edges.size() + 1);
  auto from = ranks.sorted().begin();
  for (std::size_t j = 0; j <= edges.size(); ++j) {
    const auto to =
        j < edges.size() ? std::lower_bound(from, ranks.sorted().end(), edges[j]) : ranks.sorted().end();
    log_share.push_back(std::log((static_cast<double>(to - from) + 0.5) / (n + bins / 2)));
    from = to;
  }
  return std::make_unique<KlWindow>(std::move(edges), std::move(log_share),
                                    static_cast<std::size_t>(options.window));
}

} // namespace andon
