#include "core/drift/drift_methods.h"
#include "core/drift/reference_ranks.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace andon {
namespace {

constexpr double least_side = 5; ///< items on each side of a cut

struct Bucket {
  double items = 0, sum = 0, squares = 0; ///< squares: about the bucket's own mean
};

Bucket merged(const Bucket& a, const Bucket& b) {
  const double gap = a.sum / a.items - b.sum / b.items, items = a.items + b.items;
  return {items, a.sum + b.sum, a.squares + b.squares + gap * gap * a.items * b.items / items};
}

class Adwin : public DriftStatistic {
public:
  Adwin(ReferenceRanks ranks, std::int64_t buckets, std::int64_t every)
      : ranks_(std::move(ranks)), most_(static_cast<std::size_t>(buckets)), every_(every) {}
  /// Items that came before the stream.
  void start_with(const DriftRows& reference, std::span<const std::size_t> chosen) {
    for (const std::size_t row : chosen)
      insert({1, ranks_.rank(reference.values[row * reference.width]), 0});
  }

  double update(std::span<const double> row) override {
    insert({1, ranks_.rank(row[0]), 0});
    if (++items_ % every_ == 0)
      statistic_ = largest_cut();
    return statistic_;
  }
  void acknowledge(double limit) override {
    while (rows_.size() > 1 || rows_.front().size() > 1) {
      drop_oldest();
      statistic_ = largest_cut();
      if (!(statistic_ >= limit))
        break;
    }
  }
  std::map<std::string, double> state() const override {
    const Bucket all = total();
    return {{"width", all.items}, {"mean_rank", all.items > 0 ? all.sum / all.items : 0.5}};
  }
  std::size_t memory() const override {
    std::size_t buckets = 0;
    for (const auto& row : rows_)
      buckets += row.size();
    return 3 * (buckets + ranks_.size());
  }

private:
  void insert(Bucket bucket) {
    for (std::size_t size = 0;; ++size) {
      if (size == rows_.size())
        rows_.emplace_back();
      rows_[size].push_back(bucket);
      if (rows_[size].size() <= most_)
        return;
      bucket = merged(rows_[size][0], rows_[size][1]);
      rows_[size].erase(rows_[size].begin(), rows_[size].begin() + 2);
    }
  }
  void drop_oldest() {
    rows_.back().pop_front();
    while (rows_.size() > 1 && rows_.back().empty())
      rows_.pop_back();
  }
  Bucket total() const {
    Bucket all;
    for (const auto& row : rows_)
      for (const Bucket& bucket : row)
        all = all.items > 0 ? merged(all, bucket) : bucket;
    return all;
  }
  /// Largest y over the cuts between buckets, oldest first.
  double largest_cut() const {
    const Bucket all = total();
    const double variance = all.squares / all.items;
    double largest = 0, old_items = 0, old_sum = 0;
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row)
      for (const Bucket& bucket : *row) {
        old_items += bucket.items;
        old_sum += bucket.sum;
        const double new_items = all.items - old_items;
        if (old_items < least_side || new_items < least_side)
          continue;
        const double gap = std::abs(old_sum / old_items - (all.sum - old_sum) / new_items);
        const double m = 1 / (1 / old_items + 1 / new_items);
        // √y of 2y/(3m) + √(2σ²/m)·√y − gap = 0.
        const double a = 2 / (3 * m), b = std::sqrt(2 * variance / m);
        const double root = 2 * gap / (b + std::sqrt(b * b + 4 * a * gap));
        largest = std::max(largest, root * root);
      }
    return largest;
  }

  ReferenceRanks ranks_;
  std::size_t most_;
  std::int64_t every_, items_ = 0;
  double statistic_ = 0;
  std::vector<std::deque<Bucket>> rows_{1}; ///< row i: buckets of 2^i items, oldest first
};

} // namespace

std::vector<Option> AdwinOptions::describe() {
  return {option("buckets", buckets, "Buckets of each size; more give finer cuts and cost more", "", 2, 50),
          option("every", every, "Items between two searches for a cut", "items", 1, 10000)};
}

StatisticOf fit_adwin(const DriftRows& reference, std::span<const std::size_t> chosen,
                      const OptionMap& values) {
  ANDON_ASSIGN(const auto options, configured<AdwinOptions>(values));
  ANDON_ASSIGN(ReferenceRanks ranks, ReferenceRanks::from(reference, chosen));
  auto adwin = std::make_unique<Adwin>(std::move(ranks), options.buckets, options.every);
  adwin->start_with(reference, chosen);
  return adwin;
}

} // namespace andon
