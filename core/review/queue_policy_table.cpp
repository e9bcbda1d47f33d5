#include "core/review/queue_policy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace andon {

namespace {

std::size_t wanted(const QueueOptions& options) {
  return static_cast<std::size_t>(options.k);
}

std::vector<std::size_t> open_items(const QueueInput& input) {
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < input.open.size(); ++i)
    if (input.open[i])
      items.push_back(i);
  return items;
}

std::vector<QueuePick> picks(const std::vector<std::size_t>& items, std::size_t count, const char* policy) {
  std::vector<QueuePick> result;
  for (std::size_t i = 0; i < std::min(count, items.size()); ++i)
    result.push_back({items[i], policy});
  return result;
}

/// The `count` open items with the lowest key; equal keys keep the data set's order.
template <class Key>
std::vector<std::size_t> lowest(const QueueInput& input, std::size_t count, Key key) {
  std::vector<std::size_t> items = open_items(input);
  count = std::min(count, items.size());
  const auto before = [&](std::size_t a, std::size_t b) {
    const double first = key(a), second = key(b);
    return first != second ? first < second : a < b;
  };
  std::partial_sort(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count), items.end(), before);
  items.resize(count);
  return items;
}

/// A score that is not a number is the most anomalous: the item could not be judged.
double descending(double score) {
  return std::isnan(score) ? -std::numeric_limits<double>::infinity() : -score;
}

Result<std::vector<QueuePick>> pick_top(const QueueInput& input, const QueueOptions& options) {
  return picks(lowest(input, wanted(options), [&](std::size_t i) { return descending(input.scores[i]); }),
               wanted(options), "top");
}

Result<std::vector<QueuePick>> pick_uncertain(const QueueInput& input, const QueueOptions& options) {
  const auto distance = [&](std::size_t i) {
    const double gap = std::abs(input.scores[i] - input.threshold);
    return std::isnan(gap) ? std::numeric_limits<double>::infinity() : gap;
  };
  return picks(lowest(input, wanted(options), distance), wanted(options), "uncertain");
}

double squared_gap(const QueueInput& input, std::size_t a, std::size_t b) {
  const auto d = static_cast<std::size_t>(input.dimension);
  const float *x = input.embedding.data() + a * d, *y = input.embedding.data() + b * d;
  float sum = 0;
  for (std::size_t i = 0; i < d; ++i)
    sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

Result<std::vector<QueuePick>> pick_diverse(const QueueInput& input, const QueueOptions& options) {
  if (input.dimension <= 0)
    return fail(ErrorCode::unsupported,
                "the policy 'diverse' needs a model with embeddings; use top, uncertain or audit");
  const auto share =
      static_cast<std::size_t>(std::ceil(options.pool * static_cast<double>(open_items(input).size())));
  const std::size_t pool_size = std::max(share, wanted(options));
  const std::vector<std::size_t> pool =
      lowest(input, pool_size, [&](std::size_t i) { return descending(input.scores[i]); });
  std::vector<double> gap(pool.size(), std::numeric_limits<double>::infinity());
  const auto add_centre = [&](std::size_t centre) {
    for (std::size_t i = 0; i < pool.size(); ++i)
      gap[i] = std::min(gap[i], squared_gap(input, pool[i], centre));
  };
  for (std::size_t i = 0; i < input.labelled.size(); ++i)
    if (input.labelled[i])
      add_centre(i);
  std::vector<std::size_t> chosen;
  while (chosen.size() < std::min(wanted(options), pool.size())) {
    if (input.stop.stop_requested())
      return fail(ErrorCode::cancelled, "choosing diverse items was cancelled");
    const auto farthest = std::max_element(gap.begin(), gap.end());
    const std::size_t centre = pool[static_cast<std::size_t>(farthest - gap.begin())];
    chosen.push_back(centre);
    add_centre(centre);
    *farthest = -1; // itself: an equal twin at distance 0 comes after every other
  }
  return picks(chosen, wanted(options), "diverse");
}

std::vector<std::size_t> in_audit_order(const QueueInput& input) {
  std::vector<std::size_t> items;
  for (const std::size_t i : input.audit_order)
    if (input.open[i])
      items.push_back(i);
  return items;
}

Result<std::vector<QueuePick>> pick_audit(const QueueInput& input, const QueueOptions& options) {
  return picks(in_audit_order(input), wanted(options), "audit");
}
Result<std::vector<QueuePick>> pick_second(const QueueInput& input, const QueueOptions& options) {
  return picks(in_audit_order(input), wanted(options), "second");
}
Result<std::vector<QueuePick>> pick_repeat(const QueueInput& input, const QueueOptions& options) {
  return picks(in_audit_order(input), wanted(options), "repeat");
}

/// Draws from the parts in proportion to their shares: the next item comes from the part that is furthest
/// behind its share.
Result<std::vector<QueuePick>> pick_mixed(const QueueInput& input, const QueueOptions& options) {
  struct Part {
    double share;
    std::vector<QueuePick> queue;
    std::size_t next = 0;
    double drawn = 0;
  };
  const bool embedded = input.dimension > 0;
  std::vector<Part> parts(4);
  parts[0].share = options.top;
  parts[1].share = options.uncertain + (embedded ? 0 : options.diverse);
  parts[2].share = embedded ? options.diverse : 0;
  parts[3].share = options.audit;
  using Pick = Result<std::vector<QueuePick>> (*)(const QueueInput&, const QueueOptions&);
  const Pick pick[] = {&pick_top, &pick_uncertain, &pick_diverse, &pick_audit};
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i].share > 0) {
      ANDON_ASSIGN(parts[i].queue, pick[i](input, options));
    }
  std::vector<QueuePick> result;
  std::vector<char> used(input.open.size(), 0);
  while (result.size() < wanted(options)) {
    Part* behind = nullptr;
    for (Part& part : parts) {
      while (part.next < part.queue.size() && used[part.queue[part.next].index])
        ++part.next;
      if (part.next < part.queue.size() &&
          (!behind || part.drawn / part.share < behind->drawn / behind->share))
        behind = &part;
    }
    if (!behind)
      break;
    behind->drawn += 1;
    result.push_back(behind->queue[behind->next]);
    used[result.back().index] = 1;
  }
  return result;
}

} // namespace

std::vector<Option> QueueOptions::describe() {
  return {
      option("pool", pool, "Share of the highest scores among which the diverse policy chooses", "", 0, 1),
      option("top", top, "Share of the highest scores in a mixed queue", "", 0, 1),
      option("uncertain", uncertain, "Share of items nearest to the threshold in a mixed queue", "", 0, 1),
      option("diverse", diverse, "Share of items unlike those already labelled in a mixed queue", "", 0, 1),
      option("audit", audit,
             "Share of random items in a mixed queue; they measure misses and the true false-alarm rate", "",
             0, 1)};
}

const Table<QueuePolicy>& queue_policies() {
  static const Table<QueuePolicy> table(
      "queue policy", {{"top", "Highest scores first", "", QueuePool::unlabelled, false, &pick_top},
                       {"uncertain", "Nearest to the threshold first", "Lewis & Gale 1994",
                        QueuePool::unlabelled, false, &pick_uncertain},
                       {"diverse", "Unlike each other and unlike what is labelled",
                        "Sener & Savarese 2018 (k-centre)", QueuePool::unlabelled, true, &pick_diverse},
                       {"audit", "A random sample that measures misses and false alarms",
                        "Horvitz & Thompson 1952", QueuePool::unlabelled, false, &pick_audit},
                       {"mixed", "Shares of top, uncertain, diverse and audit", "", QueuePool::unlabelled,
                        false, &pick_mixed},
                       {"second", "Blind second review of what others labelled", "",
                        QueuePool::labelled_by_others, false, &pick_second},
                       {"repeat", "Blind repetition of one's own labels", "", QueuePool::labelled_by_me,
                        false, &pick_repeat}});
  return table;
}

} // namespace andon
