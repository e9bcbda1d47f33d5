#include "core/workflow/labels.h"

#include "core/base/atomic_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/item_id.h"
#include "core/workflow/mask_edit.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/review_note.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"

#include <algorithm>
#include <charconv>

namespace andon::workflow {

namespace fs = std::filesystem;

namespace {

constexpr int most_retries = 50;

fs::path head_file(const Workspace& workspace) {
  return workspace.folder() / "labels.head";
}

Result<void> check_label(const std::string& label, const std::string& reviewer) {
  const auto& known = label_classes();
  if (std::find(known.begin(), known.end(), label) == known.end())
    return fail(ErrorCode::invalid_argument, "'" + label + "' is no label; use normal, abnormal or unsure");
  if (reviewer.empty())
    return fail(ErrorCode::invalid_argument, "a label needs a reviewer; name one with --by");
  return {};
}

LabelEvent event_of(LabelKind kind, const LabelContext& context, const LabelledItem& item,
                    const std::string& label, const LabelWho& who) {
  LabelEvent event;
  event.kind = kind;
  event.data_name = context.data_name;
  event.data_path = context.data_path;
  event.data_sha256 = context.data_sha256;
  event.item = item.item;
  event.start = item.start;
  event.end = item.end;
  event.score = item.score;
  event.new_class = label;
  event.reviewer = who.reviewer;
  event.reason = who.reason;
  event.purpose = who.purpose;
  event.run = context.run;
  event.model_sha256 = context.model_sha256;
  event.threshold_version = context.threshold_version;
  return event;
}

/// Undo or redo of `target`, with its item and what the reviewer's label becomes.
LabelEvent compensation(LabelKind kind, const LabelEvent& target, std::string before, std::string after) {
  LabelEvent event = target;
  event.number = 0;
  event.kind = kind;
  event.target = target.number;
  event.old_class = std::move(before);
  event.new_class = std::move(after);
  event.reason.clear();
  event.purpose.clear();
  event.created.clear();
  event.sha256.clear();
  return event;
}

tl::unexpected<Error> nothing_to(const char* what, const std::string& reviewer) {
  return fail(ErrorCode::not_found, std::string("there is nothing to ") + what + " for " + reviewer);
}

/// The row of the item in what the run scored of this data set last.
Result<std::optional<ScoreRow>> scored_row(const Workspace& workspace, const LabelContext& context,
                                           bool trained_on_it, const std::string& item,
                                           std::vector<std::string>& known) {
  const fs::path folder = workspace.run_folder(context.run);
  std::vector<fs::path> files;
  for (const std::string& part :
       {context.part, std::string("test"), std::string("all"), std::string("train")})
    if (!part.empty())
      files.push_back(scores_file(folder, context.data_name, part));
  if (trained_on_it) // suspicious training items are labelled too
    files.push_back(validation_scores_file(folder));
  for (const fs::path& file : files) {
    std::error_code error;
    if (!fs::exists(file, error))
      continue;
    ANDON_ASSIGN(const std::vector<ScoreRow> rows, read_scores(file));
    for (const ScoreRow& row : rows) {
      std::string id = id_of(row);
      if (id == item)
        return row;
      known.push_back(std::move(id));
    }
  }
  return std::optional<ScoreRow>();
}

Result<double> scene_length(Workspace& workspace, const LabelContext& context, const std::string& scene) {
  ANDON_ASSIGN(const DataSource data, open_data(workspace, context.data_path));
  if (!data.signals)
    return fail(ErrorCode::unsupported,
                "intervals are marked on signals; data set '" + data.name + "' holds " + data.modality);
  std::vector<std::string> known;
  for (const ItemInfo& item : data.signals->items()) {
    if (item.id == scene)
      return item.duration;
    known.push_back(item.id);
  }
  const std::string near = nearest(scene, known);
  return fail(ErrorCode::not_found, "there is no recording '" + scene + "' in data set '" + data.name + "'" +
                                        (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

/// "12 <sha256>": the head of the chain outside the database.
std::string head_text(const store::ChainHead& head) {
  return std::to_string(head.count) + " " + head.sha256 + "\n";
}

Result<std::optional<store::ChainHead>> kept_head(const Workspace& workspace) {
  std::error_code error;
  if (!fs::exists(head_file(workspace), error))
    return std::optional<store::ChainHead>();
  ANDON_ASSIGN(const std::string text, read_file(head_file(workspace), 256));
  store::ChainHead head;
  const std::size_t blank = text.find(' ');
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), head.count);
  if (problem != std::errc() || blank == std::string::npos || text.size() != blank + 66)
    return fail(ErrorCode::corrupt, head_file(workspace).string() + ": not the head of a log of labels");
  head.sha256 = text.substr(blank + 1, 64);
  return head;
}

} // namespace

Result<LabelContext> label_context(Workspace& workspace, const std::string& name, const std::string& data) {
  ANDON_ASSIGN(const store::Run run, run_in_use(workspace, name));
  const fs::path folder = workspace.run_folder(run.name);
  ANDON_ASSIGN(const Manifest manifest, read_manifest(folder));
  LabelContext context;
  context.run = run.name;
  if (const auto weights = manifest.files.find("weights.safetensors"); weights != manifest.files.end())
    context.model_sha256 = weights->second;
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  context.threshold_version = line.version;
  std::string place = data;
  if (place.empty())
    if (const auto note = read_review_note(folder); note) {
      place = note->data_path;
      context.part = note->part;
    }
  if (place.empty()) {
    ANDON_ASSIGN(const RunSummary summary, summary_from_json(run.summary_json));
    place = summary.evaluated_path.empty() ? manifest.data_path : summary.evaluated_path;
    context.part = summary.evaluated_part;
  }
  auto source = open_data(workspace, place);
  if (!source)
    return fail_in("name the reviewed data set with --data", source.error());
  context.data_name = source->name;
  context.data_path = source->folder.string();
  context.data_sha256 = source->sha256;
  return context;
}

bool is_region(const LabelEvent& event) {
  return event.kind == LabelKind::mark && event.purpose == region_purpose;
}

Result<LabelLog> LabelLog::open(Workspace& workspace) {
  LabelLog log;
  ANDON_TRY(log.refresh(workspace));
  return log;
}

Result<void> LabelLog::refresh(Workspace& workspace) {
  ANDON_ASSIGN(std::vector<LabelEvent> events, workspace.store().label_events(book_.count()));
  for (LabelEvent& event : events) {
    if (event.number != book_.count() + 1)
      return fail(ErrorCode::corrupt, "label event " + std::to_string(book_.count() + 1) +
                                          " is missing; 'andon label verify' tells more");
    book_.apply(std::move(event));
  }
  return {};
}

/// Decides again whenever another writer was quicker.
template <class Decide>
Result<LabelEvent> LabelLog::append(Workspace& workspace, Decide decide) {
  for (int attempt = 0;; ++attempt) {
    ANDON_TRY(refresh(workspace));
    Result<LabelEvent> event = decide();
    if (!event)
      return event;
    auto added = workspace.store().add_label_event(std::move(*event), book_.count());
    if (!added && added.error().code == ErrorCode::conflict && attempt < most_retries)
      continue;
    if (!added)
      return added;
    book_.apply(*added);
    // The event is safe by now: a head that could not be written is only older than it might be.
    (void)write_atomic(head_file(workspace), head_text({added->number, added->sha256}));
    return added;
  }
}

Result<LabelEvent> LabelLog::give(Workspace& workspace, const LabelContext& context, const LabelledItem& item,
                                  const std::string& label, const LabelWho& who) {
  ANDON_TRY(check_label(label, who.reviewer));
  return append(workspace, [&]() -> Result<LabelEvent> {
    LabelEvent event = event_of(LabelKind::verdict, context, item, label, who);
    if (const LabelEvent* before = book_.verdict(context.data_name, item.item, who.reviewer))
      event.old_class = before->new_class;
    return event;
  });
}

Result<LabelEvent> LabelLog::mark(Workspace& workspace, const LabelContext& context, const LabelledItem& item,
                                  const std::string& label, const LabelWho& who) {
  ANDON_TRY(check_label(label, who.reviewer));
  if (who.purpose != region_purpose && !(item.start < item.end))
    return fail(ErrorCode::invalid_argument, "the interval is empty: --start must be before --end");
  return append(workspace,
                [&]() -> Result<LabelEvent> { return event_of(LabelKind::mark, context, item, label, who); });
}

/// The ground truth behind a region follows only after its event is on the disk, and what would hinder it is
/// found before.
Result<LabelEvent> LabelLog::compensate(Workspace& workspace, LabelKind kind, const std::string& reviewer,
                                        const std::string& data) {
  const bool redo = kind == LabelKind::redo;
  std::optional<RegionChange> region;
  ANDON_ASSIGN(
      const LabelEvent event, append(workspace, [&]() -> Result<LabelEvent> {
        const LabelEvent* target =
            redo ? book_.redo_target(reviewer, data) : book_.undo_target(reviewer, data);
        if (!target)
          return nothing_to(redo ? "redo" : "undo", reviewer);
        region.reset();
        if (is_region(*target)) {
          ANDON_ASSIGN(region, region_change(workspace, *target, redo));
        }
        const LabelEvent* now = book_.verdict(target->data_name, target->item, reviewer);
        const bool mark = target->kind == LabelKind::mark;
        const std::string before = mark ? (redo ? "" : target->new_class) : now ? now->new_class : "";
        return compensation(kind, *target, before,
                            redo ? book_.class_with(*target) : book_.class_without(*target));
      }));
  if (region)
    ANDON_TRY(apply_region(*region));
  return event;
}

Result<LabelEvent> LabelLog::undo(Workspace& workspace, const std::string& reviewer,
                                  const std::string& data) {
  return compensate(workspace, LabelKind::undo, reviewer, data);
}

Result<LabelEvent> LabelLog::redo(Workspace& workspace, const std::string& reviewer,
                                  const std::string& data) {
  return compensate(workspace, LabelKind::redo, reviewer, data);
}

Result<LabelEvent> add_label(Workspace& workspace, const LabelIn& in) {
  ANDON_TRY(check_label(in.label, in.who.reviewer));
  ANDON_ASSIGN(const LabelContext context, label_context(workspace, in.run, in.data));
  std::vector<std::string> known;
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(context.run));
  ANDON_ASSIGN(const std::optional<ScoreRow> row,
               scored_row(workspace, context, run.data_path == context.data_path, in.item, known));
  if (!row) {
    const std::string near = nearest(in.item, known);
    return fail(ErrorCode::not_found,
                "run '" + context.run + "' has no score of item '" + in.item + "' in data set '" +
                    context.data_name + "'" +
                    (near.empty() ? "; 'andon queue " + context.run + " --data …' lists items to review"
                                  : "; did you mean '" + near + "'?"));
  }
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  return log.give(workspace, context, {in.item, row->start, row->end, row->score}, in.label, in.who);
}

Result<LabelEvent> mark_interval(Workspace& workspace, const LabelIn& in) {
  ANDON_TRY(check_label(in.label, in.who.reviewer));
  if (!in.start || !in.end)
    return fail(ErrorCode::invalid_argument, "a mark needs --start and --end, in seconds");
  ANDON_ASSIGN(const LabelContext context, label_context(workspace, in.run, in.data));
  const std::string scene = scene_of(in.item);
  ANDON_ASSIGN(const double length, scene_length(workspace, context, scene));
  if (*in.start < 0 || *in.start >= length)
    return fail(ErrorCode::invalid_argument, "--start " + to_text(OptionValue(*in.start)) +
                                                 " s is outside recording '" + scene + "', which lasts " +
                                                 to_text(OptionValue(length)) + " s");
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  return log.mark(workspace, context, {scene, *in.start, std::min(*in.end, length)}, in.label, in.who);
}

Result<ChainState> verify_labels(Workspace& workspace) {
  ChainState state;
  const auto broken = [&](const Error& error) -> Result<ChainState> {
    if (error.code != ErrorCode::corrupt)
      return fail(error);
    state.ok = false;
    state.problem = error.message;
    return state;
  };
  auto head = workspace.store().check_label_chain();
  if (!head)
    return broken(head.error());
  state.events = head->count;
  state.head = head->sha256;
  auto kept = kept_head(workspace);
  if (!kept)
    return broken(kept.error());
  if (!*kept || (*kept)->count == 0)
    return state;
  const store::ChainHead& outside = **kept;
  ANDON_ASSIGN(const std::vector<LabelEvent> events,
               workspace.store().label_events(std::max<std::int64_t>(0, outside.count - 1)));
  if (events.empty() || events.front().sha256 != outside.sha256)
    return broken({ErrorCode::corrupt,
                   head_file(workspace).string() + " has seen " + std::to_string(outside.count) +
                       " label events that are not those of the database: some were removed or the log was "
                       "replaced; restore a backup (docs/store.md)"});
  return state;
}

Result<std::vector<LabelEvent>> standing_labels(Workspace& workspace, const std::string& name) {
  std::string run;
  if (!name.empty()) {
    ANDON_ASSIGN(const store::Run found, workspace.store().find_run(name));
    run = found.name;
  }
  ANDON_ASSIGN(const LabelLog log, LabelLog::open(workspace));
  std::vector<LabelEvent> result;
  for (const auto& standing : {log.book().verdicts(), log.book().marks()})
    for (const LabelEvent* event : standing)
      if (run.empty() || event->run == run)
        result.push_back(*event);
  std::sort(result.begin(), result.end(),
            [](const LabelEvent& a, const LabelEvent& b) { return a.number < b.number; });
  return result;
}

} // namespace andon::workflow
