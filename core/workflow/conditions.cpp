#include "core/workflow/conditions.h"

#include "core/metrics/intervals.h"
#include "core/workflow/adapt_file.h"
#include "core/workflow/item_id.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace andon::workflow {

std::optional<ConditionSet::Side> ConditionSet::side_of(const std::string& item, double start, double end,
                                                        int label) const {
  const std::string scene = recordings.contains(item) ? item : scene_of(item);
  const auto recording = recordings.find(scene);
  if (recording == recordings.end() || label == 1 || not_healthy.contains(item))
    return std::nullopt;
  const bool marked = std::any_of(not_healthy_marks.begin(), not_healthy_marks.end(), [&](const auto& mark) {
    return mark.scene == scene && mark.start < end && start < mark.end;
  });
  return marked ? std::nullopt : std::optional(recording->second);
}

Result<ConditionSet> condition_set(Workspace& workspace, const std::string& data, const std::string& part,
                                   double holdout) {
  ConditionSet set;
  ANDON_ASSIGN(set.data, open_data(workspace, data));
  set.part = part;
  if (!set.data.signals && !set.data.images)
    return fail(ErrorCode::unsupported, "data set '" + set.data.name + "' holds " + set.data.modality +
                                            "; only signals and images can be adapted to without labels");
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(set.data, part));
  const std::string& name = set.data.name;
  const auto add = [&](const auto& items) {
    for (const auto& item : items)
      if (parts.empty() || std::find(parts.begin(), parts.end(), item.part) != parts.end())
        set.recordings[item.id] = held_out(name, item.id, holdout) ? ConditionSet::Side::held
                                  : for_early_stop(name, item.id)  ? ConditionSet::Side::check
                                                                   : ConditionSet::Side::learn;
  };
  if (set.data.images)
    add(set.data.images->dataset.items);
  else
    add(set.data.signals->items());
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  for (const AgreedLabel& label : log.book().agreed())
    if (label.event->data_name == name && label.label != label_class::normal)
      set.not_healthy.insert(label.event->item);
  for (const LabelEvent* mark : log.book().marks())
    if (is_region(*mark)) {
      if (mark->data_name == name && mark->new_class == label_class::abnormal)
        set.not_healthy.insert(mark->item);
    } else if (mark->data_name == name && mark->new_class != label_class::normal)
      set.not_healthy_marks.push_back({mark->item, mark->start, mark->end, 1});
  return set;
}

Result<std::vector<AdaptCondition>> conditions_of(const std::filesystem::path& run_folder) {
  std::error_code error;
  if (!std::filesystem::exists(adaptation_file(run_folder), error))
    return std::vector<AdaptCondition>{};
  ANDON_ASSIGN(AdaptOut report, read_adaptation(run_folder));
  return std::move(report.conditions);
}

std::string condition_item(const std::string& data, const std::string& item) {
  return data + "/" + item;
}

Result<void> check_condition(const ConditionSet& recent, const Feedback& feedback,
                             std::vector<ScoreRow> rows) {
  std::erase_if(rows, [&](const ScoreRow& row) { return !recent.recordings.contains(scene_of(id_of(row))); });
  if (const auto said = feedback.said.find(recent.data.name); said != feedback.said.end())
    for (ScoreRow& row : rows) { // where people have spoken, the data set's own labels are not asked
      const auto label = said->second.find(id_of(row));
      row.label = label == said->second.end()              ? -1
                  : label->second == label_class::normal   ? 0
                  : label->second == label_class::abnormal ? 1
                                                           : -1;
    }
  const DriftQuestion question = asked_of_people(rows);
  if (question.answer != "new fault")
    return {};
  return fail(ErrorCode::conflict,
              "of " + std::to_string(question.normal + question.abnormal) + " flagged items of '" +
                  recent.data.name + "' that people have judged, " + std::to_string(question.abnormal) +
                  " are abnormal: this is a new fault, and adapting to it would hide it; fine-tune on the "
                  "labels instead (andon adapt RUN), or insist with --force");
}

double raised_for_conditions(double threshold, const std::vector<ScoreRow>& validation,
                             const std::vector<std::string>& conditions) {
  const auto above = std::count_if(validation.begin(), validation.end(),
                                   [&](const ScoreRow& row) { return row.score >= threshold; });
  double line = threshold;
  for (const std::string& condition : conditions) {
    const std::string own = condition_item(condition, "");
    std::vector<double> scores;
    for (const ScoreRow& row : validation)
      if (row.item.starts_with(own))
        scores.push_back(row.score);
    const std::size_t allowed =
        scores.size() * static_cast<std::size_t>(above) / std::max<std::size_t>(1, validation.size());
    if (allowed >= scores.size())
      continue;
    std::nth_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(allowed), scores.end(),
                     std::greater<>());
    if (const double highest_kept = scores[allowed]; highest_kept >= line)
      line = std::nextafter(highest_kept, std::numeric_limits<double>::infinity());
  }
  return line;
}

AdaptCondition counted(const ConditionSet& recent, const std::vector<ScoreRow>& rows, double holdout) {
  AdaptCondition condition{recent.data.name, recent.data.folder.string(), recent.part, recent.data.sha256,
                           holdout};
  for (const ScoreRow& row : rows) {
    if (!recent.recordings.contains(scene_of(id_of(row))))
      continue;
    const auto side = recent.side_of(id_of(row), row.start, row.end, row.label);
    ++(!side                               ? condition.left_out
       : side == ConditionSet::Side::held  ? condition.held
       : side == ConditionSet::Side::check ? condition.checked
                                           : condition.learnt);
  }
  return condition;
}

Metrics flagged_shares(const ConditionSet& recent, const std::vector<ScoreRow>& rows,
                       const std::vector<ScoreRow>& validation) {
  Metrics shares;
  const auto add = [&](const char* name, const std::vector<ScoreRow>& from, auto counts) {
    std::int64_t n = 0, flagged = 0;
    for (const ScoreRow& row : from)
      if (counts(row)) {
        ++n;
        flagged += row.decision == 1;
      }
    if (n > 0)
      shares[name] = clopper_pearson(flagged, n);
  };
  add("flagged_recent", rows, [&](const ScoreRow& row) {
    return recent.side_of(id_of(row), row.start, row.end, row.label) == ConditionSet::Side::held;
  });
  const std::string own = condition_item(recent.data.name, "");
  add("flagged_healthy", validation, [&](const ScoreRow& row) { return !row.item.starts_with(own); });
  return shares;
}

} // namespace andon::workflow
