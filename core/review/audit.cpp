#include "core/review/audit.h"

#include "core/base/hash.h"
#include "core/metrics/intervals.h"

#include <algorithm>
#include <numeric>

namespace andon {

namespace {

/// successes of trials, with `unsure` further items that may be either.
Estimate open_share(std::int64_t successes, std::int64_t trials, std::int64_t unsure_in,
                    std::int64_t unsure_out, double confidence) {
  Estimate share = clopper_pearson(successes, trials, confidence);
  if (unsure_in + unsure_out > 0) {
    share.low = clopper_pearson(successes, trials + unsure_out, confidence).low;
    share.high = clopper_pearson(successes + unsure_in, trials + unsure_in, confidence).high;
  }
  return share;
}

struct Counts {
  std::int64_t normal = 0, abnormal = 0, unsure = 0;
};

} // namespace

std::uint64_t audit_place(const std::string& data, const std::string& item) {
  const std::string digits = sha256("andon audit\n" + data + "\n" + item).substr(0, 16);
  std::uint64_t place = 0;
  for (const char c : digits)
    place = place * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  return place;
}

std::vector<std::size_t> audit_order(const std::string& data, std::span<const std::string> items) {
  std::vector<std::uint64_t> places(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    places[i] = audit_place(data, items[i]);
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
  return order;
}

AuditEstimate audit_estimate(std::span<const AuditItem> in_order, double confidence) {
  AuditEstimate result;
  result.population = static_cast<std::int64_t>(in_order.size());
  for (const AuditItem& item : in_order)
    result.flagged += item.flagged;
  Counts flagged, quiet;
  for (const AuditItem& item : in_order) {
    if (item.label == AuditLabel::none)
      break;
    ++result.audited;
    Counts& side = item.flagged ? flagged : quiet;
    side.normal += item.label == AuditLabel::normal;
    side.abnormal += item.label == AuditLabel::abnormal;
    side.unsure += item.label == AuditLabel::unsure;
  }
  result.unsure = flagged.unsure + quiet.unsure;
  const auto share = [&](std::int64_t successes, std::int64_t failures, std::int64_t maybe_in,
                         std::int64_t maybe_out) {
    return open_share(successes, successes + failures, maybe_in, maybe_out, confidence);
  };
  result.missed_share = share(quiet.abnormal, quiet.normal, quiet.unsure, quiet.unsure);
  const double unflagged = static_cast<double>(result.population - result.flagged);
  result.missed = {unflagged * result.missed_share.value, unflagged * result.missed_share.low,
                   unflagged * result.missed_share.high};
  result.false_alarm_rate = share(flagged.normal, quiet.normal, flagged.unsure, quiet.unsure);
  result.recall = share(flagged.abnormal, quiet.abnormal, flagged.unsure, quiet.unsure);
  result.prevalence =
      share(flagged.abnormal + quiet.abnormal, flagged.normal + quiet.normal, result.unsure, result.unsure);
  return result;
}

} // namespace andon
