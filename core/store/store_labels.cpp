#include "core/base/assert.h"
#include "core/store/log_tables.h"
#include "core/store/process_identity.h"
#include "core/store/store_state.h"

#include <cmath>

namespace andon::store {

namespace {

using enum ColumnType;
constexpr LogColumn label_columns[] = {{"kind", text},
                                       {"data_name", text},
                                       {"data_path", text},
                                       {"data_sha256", text},
                                       {"item", text},
                                       {"start_seconds", real},
                                       {"end_seconds", real},
                                       {"old_class", text},
                                       {"new_class", text},
                                       {"target", integer},
                                       {"reviewer", text},
                                       {"reason", text},
                                       {"purpose", text},
                                       {"run_name", text},
                                       {"model_sha256", text},
                                       {"score", real},
                                       {"threshold_version", integer},
                                       {"created", text},
                                       {"host", text}};
constexpr LogColumn model_columns[] = {{"kind", text},        {"line", text},    {"run_before", text},
                                       {"run_after", text},   {"author", text},  {"reason", text},
                                       {"detail_json", text}, {"created", text}, {"host", text}};

constexpr const char* label_kinds[] = {"verdict", "mark", "undo", "redo"};
constexpr const char* model_kinds[] = {"candidate", "accept", "rollback"};

/// The words are part of a row's SHA-256, so another word cannot come this far.
template <class Kind, std::size_t n>
Kind kind_of(const char* const (&words)[n], const std::string& word) {
  for (std::size_t i = 0; i < n; ++i)
    if (word == words[i])
      return static_cast<Kind>(i);
  return Kind{};
}

/// Takes the values of a row one by one.
class ValueReader {
public:
  explicit ValueReader(const Values& values) : values_(values) {}
  std::string text() { return std::get<std::string>(values_[at_++]); }
  double real() { return std::get<double>(values_[at_++]); }
  std::int64_t integer() { return std::get<std::int64_t>(values_[at_++]); }

private:
  const Values& values_;
  std::size_t at_ = 0;
};

Values values_of(const LabelEvent& e) {
  return {std::string(label_kinds[static_cast<std::size_t>(e.kind)]),
          e.data_name,
          e.data_path,
          e.data_sha256,
          e.item,
          e.start,
          e.end,
          e.old_class,
          e.new_class,
          e.target,
          e.reviewer,
          e.reason,
          e.purpose,
          e.run,
          e.model_sha256,
          e.score,
          e.threshold_version,
          e.created,
          this_process().host};
}

LabelEvent label_event(const LogRow& row) {
  ValueReader values(row.values);
  LabelEvent e;
  e.number = row.number;
  e.kind = kind_of<LabelKind>(label_kinds, values.text());
  e.data_name = values.text();
  e.data_path = values.text();
  e.data_sha256 = values.text();
  e.item = values.text();
  e.start = values.real();
  e.end = values.real();
  e.old_class = values.text();
  e.new_class = values.text();
  e.target = values.integer();
  e.reviewer = values.text();
  e.reason = values.text();
  e.purpose = values.text();
  e.run = values.text();
  e.model_sha256 = values.text();
  e.score = values.real();
  e.threshold_version = values.integer();
  e.created = values.text();
  e.sha256 = row.sha256;
  return e;
}

Values values_of(const ModelEvent& e) {
  return {std::string(model_kinds[static_cast<std::size_t>(e.kind)]),
          e.line,
          e.before,
          e.after,
          e.author,
          e.reason,
          e.detail_json,
          e.created,
          this_process().host};
}

ModelEvent model_event(const LogRow& row) {
  ValueReader values(row.values);
  ModelEvent e;
  e.number = row.number;
  e.kind = kind_of<ModelEvent::Kind>(model_kinds, values.text());
  e.line = values.text();
  e.before = values.text();
  e.after = values.text();
  e.author = values.text();
  e.reason = values.text();
  e.detail_json = values.text();
  e.created = values.text();
  return e;
}

} // namespace

const ChainedLog& label_log() {
  static const ChainedLog log{"label_events", "label event", label_columns};
  return log;
}

const ChainedLog& model_log() {
  static const ChainedLog log{"model_events", "model event", model_columns};
  return log;
}

std::string to_string(LabelKind kind) {
  return label_kinds[static_cast<std::size_t>(kind)];
}

std::string to_string(ModelEvent::Kind kind) {
  return model_kinds[static_cast<std::size_t>(kind)];
}

Result<LabelEvent> Store::add_label_event(LabelEvent event, std::int64_t after) {
  if (event.created.empty())
    event.created = utc_now();
  ANDON_ASSIGN(const LogRow row, append_row(*state_->database, label_log(), values_of(event), after));
  event.number = row.number;
  event.sha256 = row.sha256;
  return event;
}

Result<std::vector<LabelEvent>> Store::label_events(std::int64_t after) {
  ANDON_ASSIGN(const std::vector<LogRow> rows, log_rows(*state_->database, label_log(), after));
  std::vector<LabelEvent> events;
  events.reserve(rows.size());
  for (const LogRow& row : rows)
    events.push_back(label_event(row));
  return events;
}

Result<ChainHead> Store::label_head() {
  ANDON_ASSIGN(const LogHead head, log_head(*state_->database, label_log()));
  return ChainHead{head.count, head.sha256};
}

Result<ChainHead> Store::check_label_chain() {
  ANDON_ASSIGN(const LogHead head, check_log(*state_->database, label_log()));
  return ChainHead{head.count, head.sha256};
}

Result<ModelEvent> Store::add_model_event(ModelEvent event, std::int64_t after) {
  if (event.created.empty())
    event.created = utc_now();
  ANDON_ASSIGN(const LogRow row, append_row(*state_->database, model_log(), values_of(event), after));
  event.number = row.number;
  return event;
}

Result<std::vector<ModelEvent>> Store::model_events() {
  ANDON_ASSIGN(const std::vector<LogRow> rows, log_rows(*state_->database, model_log(), 0));
  std::vector<ModelEvent> events;
  for (const LogRow& row : rows)
    events.push_back(model_event(row));
  return events;
}

Result<void> Store::check_model_chain() {
  ANDON_TRY(check_log(*state_->database, model_log()));
  return {};
}

} // namespace andon::store
