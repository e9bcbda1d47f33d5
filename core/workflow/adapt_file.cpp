#include "core/workflow/adapt_file.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace andon::workflow {

namespace {

using nlohmann::json;
constexpr std::uintmax_t max_bytes = 64ULL << 20;

json number(double value) {
  return std::isfinite(value) ? json(value) : json();
}
double real(const json& value) {
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

json json_of(const AdaptSide& side) {
  json metrics = json::object();
  for (const auto& [name, estimate] : side.metrics)
    metrics[name] = {
        {"value", number(estimate.value)}, {"low", number(estimate.low)}, {"high", number(estimate.high)}};
  return {{"run", side.run},
          {"threshold", number(side.threshold)},
          {"flagged", side.flagged},
          {"metrics", metrics}};
}

AdaptSide side_of(const json& value) {
  AdaptSide side;
  side.run = value.at("run");
  side.threshold = real(value.at("threshold"));
  side.flagged = value.at("flagged");
  for (const auto& [name, estimate] : value.at("metrics").items())
    side.metrics[name] = {real(estimate.at("value")), real(estimate.at("low")), real(estimate.at("high"))};
  return side;
}

json json_of(const AdaptCondition& each) {
  return {{"data", each.data},       {"path", each.path},       {"part", each.part},
          {"sha256", each.sha256},   {"holdout", each.holdout}, {"learnt", each.learnt},
          {"checked", each.checked}, {"held", each.held},       {"left_out", each.left_out}};
}

AdaptCondition condition_of(const json& each) {
  return {each.at("data"),   each.at("path"),    each.at("part"), each.at("sha256"),  each.at("holdout"),
          each.at("learnt"), each.at("checked"), each.at("held"), each.at("left_out")};
}

ChangedItem changed_of(const json& each) {
  return {each.at("data"),
          each.at("item"),
          real(each.at("start")),
          real(each.at("end")),
          real(each.at("score_before")),
          real(each.at("score_after")),
          each.at("decision_before"),
          each.at("decision_after"),
          each.at("label")};
}

} // namespace

std::filesystem::path adaptation_file(const std::filesystem::path& run_folder) {
  return run_folder / "adaptation.json";
}

std::string adaptation_text(const AdaptOut& out) {
  json changed = json::array();
  for (const ChangedItem& each : out.changed)
    changed.push_back({{"data", each.data},
                       {"item", each.item},
                       {"start", number(each.start)},
                       {"end", number(each.end)},
                       {"score_before", number(each.score_before)},
                       {"score_after", number(each.score_after)},
                       {"decision_before", each.decision_before},
                       {"decision_after", each.decision_after},
                       {"label", each.label}});
  json conditions = json::array();
  for (const AdaptCondition& each : out.conditions)
    conditions.push_back(json_of(each));
  return json{{"schema", "andon.adaptation"},
              {"candidate", out.candidate},
              {"line", out.line},
              {"before", json_of(out.before)},
              {"after", json_of(out.after)},
              {"normal", out.normal},
              {"abnormal", out.abnormal},
              {"marks", out.marks},
              {"holdout", out.holdout},
              {"holdout_abnormal", out.holdout_abnormal},
              {"holdout_share", out.holdout_share},
              {"notes", out.notes},
              {"changed", changed},
              {"changed_total", out.changed_total},
              {"events", out.events},
              {"without_labels", out.without_labels},
              {"conditions", conditions},
              {"labels_sha256", out.data_sha256}}
             .dump(1) +
         "\n";
}

Result<AdaptOut> read_adaptation(const std::filesystem::path& run_folder) {
  const std::filesystem::path file = adaptation_file(run_folder);
  ANDON_ASSIGN(const std::string text, read_file(file, max_bytes));
  const json value = json::parse(text, nullptr, false);
  AdaptOut out;
  try {
    out.candidate = value.at("candidate");
    out.line = value.at("line");
    out.before = side_of(value.at("before"));
    out.after = side_of(value.at("after"));
    out.normal = value.at("normal");
    out.abnormal = value.at("abnormal");
    out.marks = value.at("marks");
    out.holdout = value.at("holdout");
    out.holdout_abnormal = value.at("holdout_abnormal");
    out.holdout_share = value.value("holdout_share", 0.0); // absent before the share was locked
    out.notes = value.value("notes", std::vector<std::string>());
    for (const json& each : value.at("changed"))
      out.changed.push_back(changed_of(each));
    out.changed_total = value.at("changed_total");
    out.events = value.at("events").get<std::vector<std::int64_t>>();
    out.data_sha256 = value.at("labels_sha256");
    out.without_labels = value.value("without_labels", false); // absent before there was such a thing
    for (const json& each : value.value("conditions", json::array()))
      out.conditions.push_back(condition_of(each));
  } catch (const json::exception& error) {
    return fail(ErrorCode::parse, file.string() + ": " + error.what());
  }
  return out;
}

} // namespace andon::workflow
