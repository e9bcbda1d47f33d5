#pragma once
#include "core/base/options.h"
#include "core/base/table.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace andon {

struct QueueOptions {
  std::int64_t k = 50;
  double pool = 0.2; ///< diverse: share of the highest scores to choose from
  double top = 0.6, uncertain = 0.15, diverse = 0.15, audit = 0.1; ///< shares of mixed
  std::vector<Option> describe();
};

/// All items of a data set. Spans stay valid during the call only.
struct QueueInput {
  std::span<const double> scores;
  double threshold = 0;
  std::span<const std::size_t> audit_order; ///< all items in the order of the audit
  std::span<const char> open;               ///< 1: may be shown
  std::span<const char> labelled;           ///< 1: somebody gave it a verdict (centres of the diverse policy)
  std::span<const float> embedding;         ///< [n, dimension]; empty when the model has none
  std::int64_t dimension = 0;
  std::stop_token stop;
};

/// An item of the queue and the policy that put it there.
struct QueuePick {
  std::size_t index = 0;
  std::string policy;
};

/// Which items a policy chooses from.
enum class QueuePool { unlabelled, labelled_by_others, labelled_by_me };

/// One policy: a row of queue_policy_table.cpp.
struct QueuePolicy {
  std::string id, title, paper;
  QueuePool pool = QueuePool::unlabelled;
  bool needs_embedding = false;
  /// At most k open items, the first to be shown first. Errors: unsupported (no embedding), cancelled.
  Result<std::vector<QueuePick>> (*pick)(const QueueInput& input, const QueueOptions& options) = nullptr;
};
/// top, uncertain, diverse, audit, mixed, second, repeat.
const Table<QueuePolicy>& queue_policies();

} // namespace andon
