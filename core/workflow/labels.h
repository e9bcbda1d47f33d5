#pragma once
#include "core/review/agreement.h"
#include "core/review/label_book.h"
#include "core/review/unlikely_labels.h"
#include "core/workflow/runs.h"

#include <optional>

namespace andon::workflow {

/// What a reviewer looks at: a run's model and line as they are now, and a data set.
struct LabelContext {
  std::string run; ///< the run whose scores are reviewed
  std::string model_sha256;
  std::int64_t threshold_version = 0;
  std::string data_name, data_path, data_sha256;
  std::string part; ///< that was scored, "" when unknown
};
/// `data` "" = what was queued or evaluated with the run last, else what it was trained on. Errors:
/// not_found, those of open_data.
Result<LabelContext> label_context(Workspace& workspace, const std::string& run, const std::string& data);

/// What a verdict is about.
struct LabelledItem {
  std::string item;
  double start = 0, end = 0; ///< seconds
  double score = std::numeric_limits<double>::quiet_NaN();
};
struct LabelWho {
  std::string reviewer, reason;
  std::string purpose; ///< policy of the queue that showed the item, or ""
};

/// Purpose of a mark that says which region of an image is abnormal; the region is the image's ground truth,
/// see save_mask().
inline constexpr const char* region_purpose = "region";
bool is_region(const LabelEvent& event);

/// The log of labels with the state it leads to, kept in memory and brought up to date before every entry, so
/// that several reviewers and programs may label at once. Every entry is on the disk when its call returns;
/// then the head of the chain is also written to "labels.head" beside the database, which tells a removed
/// tail even from somebody who can edit the database. Threads: that of the workspace.
class LabelLog {
public:
  /// Errors: corrupt when an event is not what its SHA-256 says.
  static Result<LabelLog> open(Workspace& workspace);
  const LabelBook& book() const { return book_; }
  /// Reads what others added.
  Result<void> refresh(Workspace& workspace);

  /// Errors: invalid_argument (unknown class, no reviewer), io.
  Result<LabelEvent> give(Workspace& workspace, const LabelContext& context, const LabelledItem& item,
                          const std::string& label, const LabelWho& who);
  /// Marks the interval [item.start, item.end) of a recording; `item.item` is the scene. Errors:
  /// invalid_argument also for an empty interval. With region_purpose `item.item` is an image and there is no
  /// interval.
  Result<LabelEvent> mark(Workspace& workspace, const LabelContext& context, const LabelledItem& item,
                          const std::string& label, const LabelWho& who);
  /// Takes back the reviewer's newest action on data set `data` ("" = any); that of a region brings back the
  /// ground truth before it. Errors: not_found when there is none, those of region_change().
  Result<LabelEvent> undo(Workspace& workspace, const std::string& reviewer, const std::string& data);
  Result<LabelEvent> redo(Workspace& workspace, const std::string& reviewer, const std::string& data);

private:
  LabelLog() = default;
  Result<LabelEvent> compensate(Workspace& workspace, LabelKind kind, const std::string& reviewer,
                                const std::string& data);
  template <class Decide>
  Result<LabelEvent> append(Workspace& workspace, Decide decide);
  LabelBook book_;
};

struct LabelIn {
  std::string run, data, item, label;
  LabelWho who;
  std::optional<double> start, end; ///< of a mark
};
/// One label from its item's id alone: looks up times and score in what the run scored last. Errors:
/// not_found (names the nearest item), those of LabelLog.
Result<LabelEvent> add_label(Workspace& workspace, const LabelIn& in);
Result<LabelEvent> mark_interval(Workspace& workspace, const LabelIn& in);

/// State of the chain: the log itself, its head in the database, and the head kept beside it.
struct ChainState {
  bool ok = true;
  std::int64_t events = 0;
  std::string head;    ///< SHA-256 of the last event
  std::string problem; ///< first problem, "" when ok
};
Result<ChainState> verify_labels(Workspace& workspace);

/// Cohen's kappa of two reviewers over what both said of the same items.
struct ReviewerPair {
  std::string first, second;
  Agreement agreement;
};
struct Contradiction {
  std::string data, item;
  std::vector<std::pair<std::string, std::string>> said; ///< reviewer, class
  std::string data_path{};
};
struct UnlikelyItem {
  std::string data, item, reviewer, given, likely;
  double score = 0, margin = 0;
  std::string data_path{};
};
struct AgreementOut {
  std::vector<ReviewerPair> pairs;   ///< every two reviewers with common items
  std::vector<ReviewerPair> repeats; ///< first == second: a reviewer's first and repeated verdict
  std::vector<Contradiction> contradictions;
  std::vector<UnlikelyItem> unlikely; ///< most unlikely first
  std::string unlikely_reason;        ///< why the list is empty, or ""
};
/// `run` "" = all labels, else those given with that run's scores.
Result<AgreementOut> label_agreement(Workspace& workspace, const std::string& run);

/// Labels that stand, verdicts and marks, by number. `run` "" = of all runs.
Result<std::vector<LabelEvent>> standing_labels(Workspace& workspace, const std::string& run);

struct LabelFileOut {
  std::int64_t labels = 0;
  std::int64_t events = 0;  ///< JSON only
  std::int64_t skipped = 0; ///< import: those that stood already
};
/// CSV: the labels that stand. JSON: these and the whole log with its chain. By the file's ending. Errors:
/// invalid_argument (other endings), io.
Result<LabelFileOut> export_labels(Workspace& workspace, const std::filesystem::path& out);
/// Adds the labels of an exported file as new events with their reviewers ("" in the file: `by`); the event's
/// time is that of the import, its purpose "import", and its reason says which file, who imported it, and
/// when and for which purpose the label was given, before the reason in the file. A label that stands already
/// is skipped, so importing twice adds nothing. All rows are checked before the first is added. Errors: parse
/// and not_found (data set or item) with the line, io.
Result<LabelFileOut> import_labels(Workspace& workspace, const std::filesystem::path& file,
                                   const std::string& by);

} // namespace andon::workflow
