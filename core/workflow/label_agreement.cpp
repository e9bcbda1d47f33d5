#include "core/workflow/labels.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace andon::workflow {

namespace {

using Place = std::pair<std::string, std::string>; ///< data set, item
using Said = std::map<Place, std::map<std::string, std::string>>;

int class_index(const std::string& label) {
  const auto& known = label_classes();
  return static_cast<int>(std::find(known.begin(), known.end(), label) - known.begin());
}

Result<void> add_pair(const Said& said, const std::string& first, const std::string& second,
                      AgreementOut& out) {
  std::vector<int> a, b;
  for (const auto& [place, labels] : said)
    if (labels.contains(first) && labels.contains(second)) {
      a.push_back(class_index(labels.at(first)));
      b.push_back(class_index(labels.at(second)));
    }
  if (a.empty())
    return {};
  ANDON_ASSIGN(Agreement agreement, cohen_kappa(a, b, static_cast<int>(label_classes().size())));
  out.pairs.push_back({first, second, std::move(agreement)});
  return {};
}

/// A reviewer's verdicts that the queue asked for again, against the ones before them.
Result<void> add_repeats(const LabelBook& book, const std::string& run, AgreementOut& out) {
  std::map<std::string, std::pair<std::vector<int>, std::vector<int>>> pairs;
  for (const LabelEvent& event : book.events())
    if (event.kind == LabelKind::verdict && event.purpose == "repeat" && !event.old_class.empty() &&
        book.stands(event) && (run.empty() || event.run == run)) {
      pairs[event.reviewer].first.push_back(class_index(event.old_class));
      pairs[event.reviewer].second.push_back(class_index(event.new_class));
    }
  for (const auto& [reviewer, labels] : pairs) {
    ANDON_ASSIGN(Agreement agreement,
                 cohen_kappa(labels.first, labels.second, static_cast<int>(label_classes().size())));
    out.repeats.push_back({reviewer, reviewer, std::move(agreement)});
  }
  return {};
}

/// Confident learning over the labels that carry a score.
Result<void> add_unlikely(const std::vector<const LabelEvent*>& verdicts, AgreementOut& out) {
  std::vector<const LabelEvent*> used;
  std::vector<double> scores;
  std::vector<int> labels;
  for (const LabelEvent* event : verdicts)
    if (event->new_class != label_class::unsure && std::isfinite(event->score)) {
      used.push_back(event);
      scores.push_back(event->score);
      labels.push_back(event->new_class == label_class::abnormal ? 1 : 0);
    }
  const auto probabilities = held_out_probabilities(scores, labels);
  if (!probabilities) {
    out.unlikely_reason = probabilities.error().message;
    return {};
  }
  std::vector<double> both;
  for (const double p : *probabilities)
    both.insert(both.end(), {1 - p, p});
  ANDON_ASSIGN(const LabelNoise noise, unlikely_labels(both, labels, 2));
  for (const UnlikelyLabel& item : noise.items) {
    const LabelEvent& event = *used[item.index];
    out.unlikely.push_back({event.data_name, event.item, event.reviewer, event.new_class,
                            item.likely == 1 ? label_class::abnormal : label_class::normal, event.score,
                            item.margin, event.data_path});
  }
  return {};
}

} // namespace

Result<AgreementOut> label_agreement(Workspace& workspace, const std::string& name) {
  std::string run;
  if (!name.empty()) {
    ANDON_ASSIGN(const store::Run found, workspace.store().find_run(name));
    run = found.name;
  }
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  Said said;
  std::set<std::string> reviewers;
  std::vector<const LabelEvent*> verdicts;
  std::map<std::string, std::string> paths; ///< of the data sets
  for (const LabelEvent* event : log.book().verdicts())
    if (run.empty() || event->run == run) {
      said[{event->data_name, event->item}][event->reviewer] = event->new_class;
      reviewers.insert(event->reviewer);
      verdicts.push_back(event);
      paths[event->data_name] = event->data_path;
    }
  AgreementOut out;
  for (auto first = reviewers.begin(); first != reviewers.end(); ++first)
    for (auto second = std::next(first); second != reviewers.end(); ++second)
      ANDON_TRY(add_pair(said, *first, *second, out));
  for (const auto& [place, labels] : said) {
    std::set<std::string> classes;
    for (const auto& [reviewer, label] : labels)
      classes.insert(label);
    if (classes.contains(label_class::normal) && classes.contains(label_class::abnormal))
      out.contradictions.push_back(
          {place.first, place.second, {labels.begin(), labels.end()}, paths[place.first]});
  }
  ANDON_TRY(add_repeats(log.book(), run, out));
  ANDON_TRY(add_unlikely(verdicts, out));
  return out;
}

} // namespace andon::workflow
