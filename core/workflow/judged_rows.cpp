#include "core/workflow/judged_rows.h"

#include "core/review/label_book.h"
#include "core/workflow/item_id.h"

namespace andon::workflow {

Result<std::map<std::string, int>> agreed_labels(Workspace& workspace, const store::Run& run) {
  ANDON_ASSIGN(std::vector<LabelEvent> events, workspace.store().label_events());
  LabelBook book;
  for (LabelEvent& event : events)
    book.apply(std::move(event));
  std::map<std::string, int> labels;
  for (const AgreedLabel& agreed : book.agreed())
    if (agreed.event->run == run.name || agreed.event->data_name == run.data_name)
      labels[agreed.event->item] = agreed.label == label_class::normal     ? 0
                                   : agreed.label == label_class::abnormal ? 1
                                                                           : -1;
  return labels;
}

Result<void> judge_rows(Workspace& workspace, const store::Run& run, std::vector<ScoreRow>& rows) {
  ANDON_ASSIGN(const auto labels, agreed_labels(workspace, run));
  for (ScoreRow& row : rows) {
    const auto found = labels.find(id_of(row));
    if (found != labels.end())
      row.label = found->second;
  }
  return {};
}

} // namespace andon::workflow
