#include "core/base/atomic_file.h"
#include "core/workflow/csv_record.h"
#include "core/workflow/data_source.h"
#include "core/workflow/item_id.h"
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
                                   "event",
                                   "purpose",
                                   "data_path"};
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
                                              std::to_string(e.number),
                                              harmless(e.purpose),
                                              harmless(e.data_path)};
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

/// A label of a file and the line it stands on.
struct FileLabel {
  LabelEvent event;
  std::string where;
};

/// "2026-05-04T10:11:12.345Z", or the beginning of it from the day on.
bool is_time(const std::string& text) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  for (std::size_t i = 0; i < std::min(text.size(), form.size()); ++i)
    if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i] && !(i == 10 && text[i] == ' '))
      return false;
  return text.size() >= 10 && text.size() <= 40 && text.find('\n') == std::string::npos;
}

/// The label of a record, or what is wrong with it.
Result<LabelEvent> checked(LabelEvent e) {
  const auto& known = label_classes();
  if (std::find(known.begin(), known.end(), e.new_class) == known.end())
    return fail(ErrorCode::parse, "'" + e.new_class + "' is no label; expected normal, abnormal or unsure");
  if (e.item.empty() || e.data_name.empty())
    return fail(ErrorCode::parse, "a label needs an item and the name of its data set");
  if (is_region(e))
    return e;
  if (e.kind != LabelKind::verdict && !(e.kind == LabelKind::mark && e.start < e.end))
    return fail(ErrorCode::parse, "expected a verdict, or a mark whose start is before its end");
  if (!e.created.empty() && !is_time(e.created))
    return fail(ErrorCode::parse,
                "'" + e.created + "' is no time; expected one like 2026-05-04T10:11:12Z, or nothing");
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
  e.purpose = text("purpose");
  e.created = text("created");
  e.data_path = text("data_path");
  e.run = text("run");
  return checked(std::move(e));
}

Result<std::vector<FileLabel>> read_csv_labels(const std::string& text) {
  std::vector<FileLabel> labels;
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
    labels.push_back({std::move(*event), where});
  }
  return labels;
}

/// The line that a parser has come to.
class LineIterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;
  LineIterator(const char* at, std::int64_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  LineIterator& operator++() {
    *line_ += *at_ == '\n';
    ++at_;
    return *this;
  }
  LineIterator operator++(int) {
    LineIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const LineIterator& other) const { return at_ == other.at_; }

private:
  const char* at_;
  std::int64_t* line_;
};

/// The array "labels" and the line on which each of its elements begins.
struct LocatedLabels {
  json labels;
  std::vector<std::int64_t> lines;
};
Result<LocatedLabels> located_labels(const std::string& text) {
  LocatedLabels result;
  std::int64_t line = 1;
  bool inside = false; ///< the array "labels" of the outermost object
  const auto see = [&](int depth, json::parse_event_t event, json& parsed) {
    using enum json::parse_event_t;
    if (depth == 1 && event == key)
      inside = parsed == "labels";
    if (inside && depth == 2 && (event == object_start || event == array_start || event == value))
      result.lines.push_back(line);
    return true;
  };
  const LineIterator begin(text.data(), &line), end(text.data() + text.size(), &line);
  json root = json::parse(begin, end, see, false);
  if (root.is_discarded())
    return fail(ErrorCode::parse, "line " + std::to_string(line) +
                                      ": this is no valid JSON; expected a file that 'andon label export' "
                                      "wrote, perhaps it was cut off or edited");
  if (!root.is_object() || !root.contains("labels") || !root["labels"].is_array())
    return fail(ErrorCode::parse, "line 1: expected a JSON object with an array 'labels'");
  result.labels = std::move(root["labels"]);
  return result;
}

Result<std::string> text_field(const json& label, const char* name, bool needed = false) {
  const auto found = label.find(name);
  if (found == label.end() && !needed)
    return std::string();
  if (found == label.end() || !found->is_string())
    return fail(ErrorCode::parse, "the field '" + std::string(name) +
                                      (found == label.end() ? "' is missing" : "' is not a text in quotes"));
  return found->get<std::string>();
}
Result<double> number_field(const json& label, const char* name, double absent) {
  const auto found = label.find(name);
  if (found == label.end() || found->is_null())
    return absent;
  if (!found->is_number())
    return fail(ErrorCode::parse, "the field '" + std::string(name) + "' is not a number");
  return found->get<double>();
}

Result<LabelEvent> event_of(const json& label) {
  if (!label.is_object())
    return fail(ErrorCode::parse, "expected an object with data, item and label");
  LabelEvent e;
  ANDON_ASSIGN(const std::string kind, text_field(label, "kind"));
  ANDON_ASSIGN(e.kind, kind_of(kind));
  ANDON_ASSIGN(e.data_name, text_field(label, "data", true));
  ANDON_ASSIGN(e.data_path, text_field(label, "data_path"));
  ANDON_ASSIGN(e.data_sha256, text_field(label, "data_sha256"));
  ANDON_ASSIGN(e.item, text_field(label, "item", true));
  ANDON_ASSIGN(e.start, number_field(label, "start", 0));
  ANDON_ASSIGN(e.end, number_field(label, "end", 0));
  ANDON_ASSIGN(e.score, number_field(label, "score", std::numeric_limits<double>::quiet_NaN()));
  ANDON_ASSIGN(e.new_class, text_field(label, "label", true));
  ANDON_ASSIGN(e.reviewer, text_field(label, "reviewer"));
  ANDON_ASSIGN(e.reason, text_field(label, "reason"));
  ANDON_ASSIGN(e.purpose, text_field(label, "purpose"));
  ANDON_ASSIGN(e.created, text_field(label, "created"));
  ANDON_ASSIGN(e.run, text_field(label, "run"));
  ANDON_ASSIGN(e.model_sha256, text_field(label, "model_sha256"));
  return checked(std::move(e));
}

Result<std::vector<FileLabel>> read_json_labels(const std::string& text) {
  ANDON_ASSIGN(const LocatedLabels located, located_labels(text));
  std::vector<FileLabel> labels;
  for (const json& each : located.labels) {
    const std::string where = "line " + std::to_string(located.lines[labels.size()]);
    auto event = event_of(each);
    if (!event)
      return fail_in(where, event.error());
    labels.push_back({std::move(*event), where});
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

/// Where a data set lies here, and what it holds: labels of another computer bring their own path.
class DataPlaces {
public:
  explicit DataPlaces(Workspace& workspace) : workspace_(workspace) {}
  /// Names the data set as it is known here. Errors: not_found (data set or item).
  Result<void> locate(LabelEvent& event) {
    auto [place, added] = known_.try_emplace({event.data_name, event.data_path});
    if (added) {
      ANDON_ASSIGN(place->second, find(event));
    }
    const Place& here = place->second;
    ANDON_TRY(check_item(here, event));
    event.data_name = here.data.name;
    event.data_path = here.data.folder.string();
    event.data_sha256 = here.data.sha256;
    return {};
  }

private:
  struct Place {
    DataSource data;
    std::map<std::string, double> items; ///< recordings with their length, or images
  };

  /// By its name, by the path in the file, or as a run here was trained on it.
  Result<Place> find(const LabelEvent& event) {
    std::vector<std::string> places{event.data_name, event.data_path};
    ANDON_ASSIGN(const std::vector<store::Run> runs, workspace_.store().runs());
    for (const store::Run& run : runs)
      if (run.data_name == event.data_name)
        places.push_back(run.data_path);
    for (const std::string& place : places) {
      if (place.empty())
        continue;
      auto source = open_data(workspace_, place);
      if (!source)
        continue;
      Place found{std::move(*source), {}};
      if (found.data.signals)
        for (const ItemInfo& item : found.data.signals->items())
          found.items[item.id] = item.duration;
      if (found.data.images)
        for (const ImageItem& item : found.data.images->dataset.items)
          found.items[item.id] = 0;
      return found;
    }
    return fail(ErrorCode::not_found, "data set '" + event.data_name +
                                          "' is unknown here; import it first with: andon import PATH --as " +
                                          event.data_name);
  }

  static Result<void> check_item(const Place& here, const LabelEvent& event) {
    const bool image = here.data.images != nullptr;
    const auto found = here.items.find(image ? event.item : scene_of(event.item));
    const double start = place_of(event.item).start.value_or(event.start);
    if (found != here.items.end() && (image || start <= found->second))
      return {};
    std::vector<std::string> names;
    for (const auto& [name, length] : here.items)
      names.push_back(name);
    const std::string near = found == here.items.end() ? nearest(event.item, names) : "";
    return fail(ErrorCode::not_found, "data set '" + event.data_name + "' has no item '" + event.item + "'" +
                                          (found != here.items.end() ? ": its recording is shorter" : "") +
                                          (near.empty() ? "" : "; did you mean '" + near + "'?"));
  }

  Workspace& workspace_;
  std::map<std::pair<std::string, std::string>, Place> known_;
};

/// What the file said of a label beside the label itself: the event's own time is that of the import.
std::string import_reason(const LabelEvent& label, const std::string& file, const std::string& by) {
  std::string facts;
  if (!label.created.empty())
    facts += "given " + label.created;
  if (!label.purpose.empty()) {
    facts.append(facts.empty() ? "purpose " : ", purpose ");
    facts.append(label.purpose);
  }
  return "imported from " + file + (by.empty() ? "" : " by " + by) +
         (facts.empty() ? "" : " (" + facts + ")") + (label.reason.empty() ? "" : ": " + label.reason);
}

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
  for (auto& [label, where] : *labels)
    if (auto known = places.locate(label); !known)
      return fail_in(file.string() + ": " + where, known.error());
  for (auto& [label, where] : *labels) {
    if (label.reviewer.empty())
      label.reviewer = by;
    if (is_region(label) || stands_already(log.book(), label)) { // a region is ground truth of its data set
      ++result.skipped;
      continue;
    }
    const LabelContext context{label.run,       label.model_sha256, 0, label.data_name,
                               label.data_path, label.data_sha256,  ""};
    const LabelWho who{label.reviewer, import_reason(label, file.filename().string(), by), "import"};
    const LabelledItem item{label.item, label.start, label.end, label.score};
    ANDON_TRY(label.kind == LabelKind::mark ? log.mark(workspace, context, item, label.new_class, who)
                                            : log.give(workspace, context, item, label.new_class, who));
    ++result.labels;
  }
  return result;
}

} // namespace andon::workflow
