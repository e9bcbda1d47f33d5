#include "core/base/atomic_file.h"
#include "core/workflow/csv_record.h"
#include "core/workflow/data_source.h"
#include "core/workflow/labels.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace andon::workflow {

namespace {

using nlohmann::json;
constexpr std::uintmax_t max_label_file_bytes = 1ULL << 30;
constexpr const char* columns[] = {"kind",
                                   "data",
                                   "item",
                                   "start",
                                   "end",
                                   "label",
                                   "reviewer",
                                   "reason",
                                   "created",
                                   "run",
                                   "threshold_version",
                                   "score",
                                   "event"};
constexpr std::size_t column_count = std::size(columns);

/// Spreadsheets run fields that begin like a formula; an apostrophe makes them text.
std::string harmless(const std::string& text) {
  const bool formula = !text.empty() && std::string("=+-@\t\r'").find(text[0]) != std::string::npos;
  return formula ? "'" + text : text;
}
std::string unharmed(const std::string& text) {
  return text.size() > 1 && text[0] == '\'' && harmless(text.substr(1)) == text ? text.substr(1) : text;
}

std::string number_text(double value) {
  if (!std::isfinite(value))
    return {};
  char buffer[40];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string csv_of(const std::vector<LabelEvent>& labels) {
  std::string out;
  for (std::size_t i = 0; i < column_count; ++i)
    out += (i ? "," : "") + std::string(columns[i]);
  out += '\n';
  for (const LabelEvent& e : labels) {
    const std::string fields[column_count] = {store::to_string(e.kind),
                                              harmless(e.data_name),
                                              harmless(e.item),
                                              number_text(e.start),
                                              number_text(e.end),
                                              e.new_class,
                                              harmless(e.reviewer),
                                              harmless(e.reason),
                                              e.created,
                                              harmless(e.run),
                                              std::to_string(e.threshold_version),
                                              number_text(e.score),
                                              std::to_string(e.number)};
    for (std::size_t i = 0; i < column_count; ++i) {
      out += i ? "," : "";
      append_csv_field(out, fields[i]);
    }
    out += '\n';
  }
  return out;
}

json json_of(const LabelEvent& e) {
  json value{{"event", e.number},
             {"kind", store::to_string(e.kind)},
             {"data", e.data_name},
             {"data_path", e.data_path},
             {"data_sha256", e.data_sha256},
             {"item", e.item},
             {"start", e.start},
             {"end", e.end},
             {"old", e.old_class},
             {"label", e.new_class},
             {"reviewer", e.reviewer},
             {"reason", e.reason},
             {"purpose", e.purpose},
             {"run", e.run},
             {"model_sha256", e.model_sha256},
             {"threshold_version", e.threshold_version},
             {"created", e.created},
             {"sha256", e.sha256}};
  if (e.target > 0)
    value["target"] = e.target;
  if (std::isfinite(e.score))
    value["score"] = e.score;
  return value;
}

Result<double> number_of(const std::string& text, double absent) {
  if (text.empty())
    return absent;
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size() || !std::isfinite(value))
    return fail(ErrorCode::parse, "'" + text + "' is not a number");
  return value;
}

/// The label of a record, or what is wrong with it.
Result<LabelEvent> checked(LabelEvent e) {
  const auto& known = label_classes();
  if (std::find(known.begin(), known.end(), e.new_class) == known.end())
    return fail(ErrorCode::parse, "'" + e.new_class + "' is no label; expected normal, abnormal or unsure");
  if (e.item.empty() || e.data_name.empty())
    return fail(ErrorCode::parse, "a label needs an item and the name of its data set");
  if (e.kind != LabelKind::verdict && !(e.kind == LabelKind::mark && e.start < e.end))
    return fail(ErrorCode::parse, "expected a verdict, or a mark whose start is before its end");
  return e;
}

/// The state that an undo or redo left is a verdict elsewhere.
Result<LabelKind> kind_of(const std::string& text) {
  if (text == "mark")
    return LabelKind::mark;
  if (text.empty() || text == "verdict" || text == "undo" || text == "redo")
    return LabelKind::verdict;
  return fail(ErrorCode::parse, "kind '" + text + "' is unknown; expected verdict or mark");
}

Result<LabelEvent> event_of(const std::vector<std::string>& header, const std::vector<std::string>& fields) {
  if (fields.size() != header.size())
    return fail(ErrorCode::parse, "expected " + std::to_string(header.size()) + " fields, found " +
                                      std::to_string(fields.size()));
  const auto text = [&](const char* name) {
    const auto column = std::find(header.begin(), header.end(), name);
    return column == header.end() ? std::string()
                                  : unharmed(fields[static_cast<std::size_t>(column - header.begin())]);
  };
  LabelEvent e;
  ANDON_ASSIGN(e.kind, kind_of(text("kind")));
  e.data_name = text("data");
  e.item = text("item");
  ANDON_ASSIGN(e.start, number_of(text("start"), 0));
  ANDON_ASSIGN(e.end, number_of(text("end"), 0));
  ANDON_ASSIGN(e.score, number_of(text("score"), std::numeric_limits<double>::quiet_NaN()));
  e.new_class = text("label");
  e.reviewer = text("reviewer");
  e.reason = text("reason");
  e.run = text("run");
  return checked(std::move(e));
}

Result<std::vector<LabelEvent>> read_csv_labels(const std::string& text) {
  std::vector<LabelEvent> labels;
  std::size_t at = 0;
  ANDON_ASSIGN(const std::vector<std::string> header, next_csv_record(text, at));
  for (const char* needed : {"data", "item", "label"})
    if (std::find(header.begin(), header.end(), needed) == header.end())
      return fail(ErrorCode::parse, "line 1: there is no column '" + std::string(needed) +
                                        "'; a label file has at least data, item and label");
  for (std::int64_t line = 2; at < text.size(); ++line) {
    const std::string where = "line " + std::to_string(line);
    auto fields = next_csv_record(text, at);
    if (!fields)
      return fail_in(where, fields.error());
    auto event = event_of(header, *fields);
    if (!event)
      return fail_in(where, event.error());
    labels.push_back(std::move(*event));
  }
  return labels;
}

Result<std::vector<LabelEvent>> read_json_labels(const std::string& text) {
  const json value = json::parse(text, nullptr, false);
  if (!value.is_object() || !value.contains("labels") || !value["labels"].is_array())
    return fail(ErrorCode::parse, "expected a JSON object with an array 'labels'");
  std::vector<LabelEvent> labels;
  for (const json& each : value["labels"]) {
    const std::string where = "label " + std::to_string(labels.size() + 1);
    LabelEvent e;
    std::string kind;
    try {
      kind = each.value("kind", "verdict");
      e.data_name = each.at("data");
      e.data_path = each.value("data_path", "");
      e.data_sha256 = each.value("data_sha256", "");
      e.item = each.at("item");
      e.start = each.value("start", 0.0);
      e.end = each.value("end", 0.0);
      e.score = each.value("score", std::numeric_limits<double>::quiet_NaN());
      e.new_class = each.at("label");
      e.reviewer = each.value("reviewer", "");
      e.reason = each.value("reason", "");
      e.run = each.value("run", "");
      e.model_sha256 = each.value("model_sha256", "");
    } catch (const json::exception& error) {
      return fail(ErrorCode::parse, where + ": " + error.what());
    }
    auto known = kind_of(kind);
    if (!known)
      return fail_in(where, known.error());
    e.kind = *known;
    auto event = checked(std::move(e));
    if (!event)
      return fail_in(where, event.error());
    labels.push_back(std::move(*event));
  }
  return labels;
}

bool stands_already(const LabelBook& book, const LabelEvent& wanted) {
  if (wanted.kind == LabelKind::verdict) {
    const LabelEvent* there = book.verdict(wanted.data_name, wanted.item, wanted.reviewer);
    return there && there->new_class == wanted.new_class;
  }
  const auto marks = book.marks();
  return std::any_of(marks.begin(), marks.end(), [&](const LabelEvent* mark) {
    return mark->data_name == wanted.data_name && mark->item == wanted.item && mark->start == wanted.start &&
           mark->end == wanted.end && mark->new_class == wanted.new_class &&
           mark->reviewer == wanted.reviewer;
  });
}

/// Where a data set lies here, named or given as a path: labels of another computer bring their own path.
class DataPlaces {
public:
  explicit DataPlaces(Workspace& workspace) : workspace_(workspace) {}
  void locate(LabelEvent& event) {
    auto [place, added] = known_.try_emplace(event.data_name);
    if (added)
      place->second = find(event.data_name);
    if (!place->second)
      return;
    event.data_name = place->second->name;
    event.data_path = place->second->folder.string();
    event.data_sha256 = place->second->sha256;
  }

private:
  std::optional<DataSource> find(const std::string& data) {
    auto source = open_data(workspace_, data);
    return source ? std::optional(std::move(*source)) : std::nullopt;
  }
  Workspace& workspace_;
  std::map<std::string, std::optional<DataSource>> known_;
};

} // namespace

Result<LabelFileOut> export_labels(Workspace& workspace, const std::filesystem::path& out) {
  const std::string ending = out.extension().string();
  if (ending != ".csv" && ending != ".json")
    return fail(ErrorCode::invalid_argument,
                "labels are exported as .csv or .json; '" + out.string() + "' is neither");
  ANDON_ASSIGN(const std::vector<LabelEvent> labels, standing_labels(workspace, ""));
  LabelFileOut result;
  result.labels = static_cast<std::int64_t>(labels.size());
  if (ending == ".csv") {
    ANDON_TRY(write_atomic(out, csv_of(labels)));
    return result;
  }
  ANDON_ASSIGN(const std::vector<LabelEvent> events, workspace.store().label_events());
  json value{
      {"schema", "andon.labels"}, {"version", 1}, {"labels", json::array()}, {"events", json::array()}};
  for (const LabelEvent& label : labels)
    value["labels"].push_back(json_of(label));
  for (const LabelEvent& event : events)
    value["events"].push_back(json_of(event));
  value["head"] = events.empty() ? "" : events.back().sha256;
  result.events = static_cast<std::int64_t>(events.size());
  ANDON_TRY(write_atomic(out, value.dump(1) + "\n"));
  return result;
}

Result<LabelFileOut> import_labels(Workspace& workspace, const std::filesystem::path& file,
                                   const std::string& by) {
  ANDON_ASSIGN(const std::string text, read_file(file, max_label_file_bytes));
  auto labels = file.extension() == ".json" ? read_json_labels(text) : read_csv_labels(text);
  if (!labels)
    return fail_in(file.string(), labels.error());
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  LabelFileOut result;
  DataPlaces places(workspace);
  for (LabelEvent& label : *labels) {
    if (label.reviewer.empty())
      label.reviewer = by;
    places.locate(label);
    if (stands_already(log.book(), label)) {
      ++result.skipped;
      continue;
    }
    const LabelContext context{label.run,       label.model_sha256, 0, label.data_name,
                               label.data_path, label.data_sha256,  ""};
    const LabelWho who{label.reviewer,
                       "imported from " + file.filename().string() +
                           (label.reason.empty() ? "" : ": " + label.reason),
                       "import"};
    const LabelledItem item{label.item, label.start, label.end, label.score};
    ANDON_TRY(label.kind == LabelKind::mark ? log.mark(workspace, context, item, label.new_class, who)
                                            : log.give(workspace, context, item, label.new_class, who));
    ++result.labels;
  }
  return result;
}

} // namespace andon::workflow
