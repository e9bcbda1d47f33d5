#include "core/workflow/decision_line.h"

#include "core/base/assert.h"
#include "core/decision/spot.h"
#include "core/workflow/item_groups.h"
#include "core/workflow/promise.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

std::vector<double> moving_lines(const std::vector<ScoreRow>& rows, const SpotState& start) {
  std::map<std::string, Spot> streams; // by sensor
  std::vector<double> lines;
  lines.reserve(rows.size());
  for (const ScoreRow& row : rows) {
    auto stream = streams.find(row.sensor);
    if (stream == streams.end()) {
      auto restored = Spot::restore(start);
      ANDON_ASSERT(restored.has_value()); // decision_line() has tried
      stream = streams.emplace(row.sensor, std::move(*restored)).first;
    }
    lines.push_back(stream->second.threshold());
    stream->second.update(row.score);
  }
  return lines;
}

} // namespace

Result<DecisionLine> decision_line(const store::ThresholdVersion& version) {
  ANDON_ASSIGN(StoredPromise stored, stored_promise(version));
  DecisionLine line;
  line.threshold = version.threshold;
  line.low = version.low;
  line.version = version.version;
  line.source = "version " + std::to_string(version.version) + " (" + version.method + ")" +
                (version.supported ? "" : ", from too few normal items for its rate");
  line.logic = stored.logic;
  if (stored.promise)
    line.items_per_hour = stored.promise->budget.items_per_hour;
  line.chosen_on = std::move(stored.chosen_on);
  line.groups = std::move(stored.groups);
  line.stream = std::move(stored.stream);
  return line;
}

Result<DecisionLine> newest_line(store::Store& store, store::RunId run) {
  ANDON_ASSIGN(const std::vector<store::ThresholdVersion> versions, store.thresholds(run));
  for (const store::ThresholdVersion& version : versions)
    if (!std::isnan(version.threshold))
      return decision_line(version);
  return DecisionLine{};
}

std::vector<std::string> groups_of(const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  const auto rule = GroupRule::from(line.groups->pattern);
  ANDON_ASSERT(rule.has_value()); // stored_promise() has tried
  std::vector<std::string> groups;
  groups.reserve(rows.size());
  for (const ScoreRow& row : rows) {
    auto group = rule->group(row);
    groups.push_back(group && line.groups->lines.contains(*group) ? std::move(*group) : std::string());
  }
  return groups;
}

std::vector<double> lines_of(const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  ANDON_ASSERT(line.threshold.has_value());
  if (line.stream)
    return moving_lines(rows, *line.stream);
  std::vector<double> lines(rows.size(), *line.threshold);
  if (!line.groups)
    return lines;
  const std::vector<std::string> groups = groups_of(rows, line);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (const auto own = line.groups->lines.find(groups[i]); own != line.groups->lines.end())
      lines[i] = own->second;
  return lines;
}

std::vector<double> margins_of(const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  std::vector<double> margins = lines_of(rows, line);
  for (std::size_t i = 0; i < rows.size(); ++i) // equal infinities would give NaN
    margins[i] = rows[i].score == margins[i] ? 0 : rows[i].score - margins[i];
  return margins;
}

std::vector<Verdict> verdicts_of(const std::vector<ScoreRow>& rows, const DecisionLine& line) {
  const std::vector<double> lines = lines_of(rows, line);
  std::vector<Verdict> verdicts;
  verdicts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    verdicts.push_back(verdict(rows[i].score, lines[i], line.low));
  return verdicts;
}

std::int64_t decide_rows(std::vector<ScoreRow>& rows, const DecisionLine& line) {
  for (ScoreRow& row : rows)
    row.decision = -1;
  if (!line.threshold)
    return 0;
  const std::vector<Verdict> verdicts = verdicts_of(rows, line);
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].decision = verdicts[i] == Verdict::anomalous ? 1 : 0;
  return std::count(verdicts.begin(), verdicts.end(), Verdict::review);
}

} // namespace andon::workflow
