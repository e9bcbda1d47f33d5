#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/drift.h"

#include <cmath>

namespace andon::cli {
namespace {

using nlohmann::json;

json track_json(const workflow::DriftTrack& track) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : track.statistic)
    largest = std::max(largest, std::isnan(value) ? largest : value);
  json state = json::object();
  for (const auto& [name, value] : track.state)
    state[name] = number(value);
  return {{"title", track.title},
          {"value", track.statistic.empty() ? json() : number(track.statistic.back())},
          {"largest", number(largest)},
          {"limit", number(track.limit)},
          {"run_length", number(track.run_length)},
          {"alarms", track.alarms.size()},
          {"state", state},
          {"skipped", track.skipped}};
}

json moved_json(const workflow::DriftOut& out) {
  json groups = json::object();
  for (const workflow::DriftGroup& group : out.moved) {
    json& rows = groups[group.kind] = json::array();
    for (const MovedColumn& column : group.columns)
      if (column.moved)
        rows.push_back({{"name", column.name},
                        {"before", number(column.before)},
                        {"after", number(column.after)},
                        {"shift", number(column.shift)},
                        {"spread", number(column.spread)},
                        {"distance", column.distance},
                        {"p_value", column.p_value}});
  }
  return groups;
}

std::string text_of(const workflow::DriftOut& out) {
  std::string text = out.sentence + "\n";
  char line[256];
  for (const workflow::DriftTrack& track : out.tracks) {
    std::snprintf(line, sizeof line, "  %-14s %3zu alarms, now %.4g, limit %.4g\n", track.detector.c_str(),
                  track.alarms.size(), track.statistic.empty() ? 0 : track.statistic.back(), track.limit);
    text += line;
  }
  for (const workflow::DriftGroup& group : out.moved)
    for (std::size_t i = 0; i < std::min<std::size_t>(5, group.columns.size()); ++i)
      if (const MovedColumn& column = group.columns[i]; column.moved) {
        std::snprintf(line, sizeof line,
                      "  moved: %s %s, %.4g -> %.4g (shift %.2g deviations, spread x%.2g)\n",
                      group.kind.c_str(), column.name.c_str(), column.before, column.after, column.shift,
                      column.spread);
        text += line;
      }
  if (!out.alarms.empty())
    text += "New condition or new fault? " + out.question.answer + " (" +
            std::to_string(out.question.flagged) + " flagged since, " + std::to_string(out.question.normal) +
            " judged normal, " + std::to_string(out.question.abnormal) + " abnormal)\n";
  for (const std::string& note : out.notes)
    text += "note: " + note + "\n";
  return text;
}

Answer answer(const workflow::DriftOut& out) {
  json statistics = json::object(), alarms = json::array();
  for (const workflow::DriftTrack& track : out.tracks)
    statistics[track.detector] = track_json(track);
  for (const workflow::DriftAlarm& alarm : out.alarms)
    alarms.push_back({{"detector", alarm.detector},
                      {"item", alarm.item},
                      {"index", alarm.row},
                      {"start", alarm.start},
                      {"statistic", number(alarm.statistic)},
                      {"limit", number(alarm.limit)}});
  return {{{"run", out.run},
           {"data", out.data},
           {"items", out.rows.size()},
           {"reference", out.reference_items},
           {"statistics", statistics},
           {"alarms", alarms},
           {"moved", moved_json(out)},
           {"question",
            {{"answer", out.question.answer},
             {"flagged", out.question.flagged},
             {"normal", out.question.normal},
             {"abnormal", out.question.abnormal},
             {"normal_share", to_json(out.question.normal_share)}}},
           {"message", out.sentence},
           {"notes", out.notes}},
          text_of(out)};
}

} // namespace

Command declare_drift(CLI::App& root) {
  auto in = std::make_shared<workflow::DriftIn>();
  CLI::App* app = root.add_subcommand("drift", "Is the world still the one that the run was trained on?");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--data", in->data, "Items in order of time; the run's newest stored scores when left out");
  app->add_option("--part", in->part, "Part of that data")
      ->check(CLI::IsMember({"train", "val", "test", "all"}));
  app->add_option("--detector", in->detectors, "Detectors to use; all that fit when left out")
      ->delimiter(',');
  return {app, [in](Invocation& call) -> Result<Answer> {
            for (const std::string& id : in->detectors)
              ANDON_TRY(check_id("drift", id));
            ANDON_ASSIGN(in->options, call.options());
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::DriftOut out,
                         workflow::drift(workspace, *in, call.progress(), call.stop()));
            return answer(out);
          }};
}

} // namespace andon::cli
