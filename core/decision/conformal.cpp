#include "core/decision/conformal.h"

#include "core/base/assert.h"
#include "core/base/options.h"
#include "core/metrics/ranked.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon {

Result<Conformal> Conformal::from(std::span<const double> calibration) {
  if (calibration.empty())
    return fail(ErrorCode::insufficient_data, "conformal needs scores of normal items and got none");
  ANDON_TRY(check_scores(calibration, "normal scores"));
  Conformal result;
  result.sorted_.assign(calibration.begin(), calibration.end());
  std::sort(result.sorted_.begin(), result.sorted_.end());
  return result;
}

double Conformal::p_value(double score) const {
  const auto at_least =
      std::isnan(score) ? 0 : sorted_.end() - std::lower_bound(sorted_.begin(), sorted_.end(), score);
  return static_cast<double>(1 + at_least) / static_cast<double>(size() + 1);
}

double Conformal::threshold(double alpha) const {
  ANDON_ASSERT(alpha > 0 && alpha < 1);
  // The relative 1e-12 lets alpha = k/(n + 1) count as exactly that.
  const auto allowed = static_cast<std::int64_t>(alpha * static_cast<double>(size() + 1) * (1 + 1e-12));
  if (allowed < 1)
    return std::numeric_limits<double>::quiet_NaN();
  return std::nextafter(sorted_[static_cast<std::size_t>(size() - allowed)],
                        std::numeric_limits<double>::infinity());
}

std::int64_t conformal_items(double alpha) {
  ANDON_ASSERT(alpha > 0 && alpha < 1);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(1 / alpha * (1 - 1e-12))) - 1);
}

Result<MondrianConformal> MondrianConformal::from(std::span<const double> calibration,
                                                  std::span<const std::string> groups) {
  if (calibration.size() != groups.size())
    return fail(ErrorCode::invalid_argument, std::to_string(calibration.size()) + " scores and " +
                                                 std::to_string(groups.size()) +
                                                 " groups; one group a score is needed");
  std::map<std::string, std::vector<double>> parts;
  for (std::size_t i = 0; i < groups.size(); ++i)
    parts[groups[i]].push_back(calibration[i]);
  if (parts.empty())
    return fail(ErrorCode::insufficient_data, "conformal needs scores of normal items and got none");
  MondrianConformal result;
  for (const auto& [group, scores] : parts) {
    auto part = Conformal::from(scores);
    if (!part)
      return fail_in("group '" + group + "'", part.error());
    result.groups_.emplace(group, std::move(*part));
  }
  return result;
}

Result<const Conformal*> MondrianConformal::find(const std::string& group) const {
  if (const auto found = groups_.find(group); found != groups_.end())
    return &found->second;
  std::vector<std::string> known;
  for (const auto& [name, part] : groups_)
    known.push_back(name);
  const std::string near = nearest(group, known);
  return fail(ErrorCode::not_found, "group '" + group + "' has no normal scores to compare with; " +
                                        (near.empty() ? "collect some" : "did you mean '" + near + "'?"));
}

Result<double> MondrianConformal::p_value(double score, const std::string& group) const {
  ANDON_ASSIGN(const Conformal* part, find(group));
  return part->p_value(score);
}

Result<double> MondrianConformal::threshold(double alpha, const std::string& group) const {
  ANDON_ASSIGN(const Conformal* part, find(group));
  return part->threshold(alpha);
}

} // namespace andon
