#pragma once
#include "core/metrics/estimate.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// Every item of a data set has a fixed random place in the audit, drawn from its id alone: sha256 of (data
/// set, item), in ascending order. The first n places are a simple random sample whatever scores, models and
/// other reviews say, so labels that an item got for another reason count as well.
std::uint64_t audit_place(const std::string& data, const std::string& item);
/// Indices of the items in the order of the audit. Cost: one SHA-256 an item.
std::vector<std::size_t> audit_order(const std::string& data, std::span<const std::string> items);

enum class AuditLabel { none, normal, abnormal, unsure };
struct AuditItem {
  bool flagged = false;
  AuditLabel label = AuditLabel::none;
};

/// What a person said of the longest labelled beginning of the audit's order. Intervals are Clopper–Pearson's
/// for the sample's counts; where reviewers were unsure, the lower limit counts those items as normal and the
/// upper one as abnormal, so that it holds whichever they are.
struct AuditEstimate {
  std::int64_t population = 0, flagged = 0; ///< of all items
  std::int64_t audited = 0;                 ///< items of the sample
  std::int64_t unsure = 0;                  ///< of them
  Estimate missed_share;                    ///< abnormal among the items that are not flagged
  Estimate missed;           ///< the same as a number of items: Horvitz–Thompson, unflagged·share
  Estimate false_alarm_rate; ///< flagged among the normal items
  Estimate recall;           ///< flagged among the abnormal items
  Estimate prevalence;       ///< abnormal among all items
};
/// `in_order`: all items of the data set in the order of the audit. Values are NaN with limits 0 and 1 where
/// the sample holds nothing to count. Cost: O(n).
AuditEstimate audit_estimate(std::span<const AuditItem> in_order, double confidence = 0.95);

} // namespace andon
