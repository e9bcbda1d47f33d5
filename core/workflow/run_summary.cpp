#include "core/workflow/run_summary.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace andon::workflow {
namespace {

using nlohmann::json;

json to_json(const Estimate& e) {
  return {{"value", e.value}, {"low", e.low}, {"high", e.high}};
}

json to_json(const Metrics& metrics) {
  json result = json::object();
  for (const auto& [name, estimate] : metrics)
    result[name] = to_json(estimate);
  return result;
}

double number(const json& node, const char* key) {
  const json& value = node.at(key);
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

/// Field by field, so that writing and reading cannot part.
template <class Counts, class Visit>
void confusion_fields(Counts& c, const Visit& visit) {
  visit("caught", c.caught);
  visit("escapes", c.escapes);
  visit("overkill", c.overkill);
  visit("passed", c.passed);
  visit("review_abnormal", c.review_abnormal);
  visit("review_normal", c.review_normal);
}
template <class Pixels, class Visit>
void pixel_fields(Pixels& p, const Visit& visit) {
  visit("line", p.line);
  visit("line_p", p.line_p);
  visit("regions", p.regions);
  visit("found", p.found);
  visit("true_positives", p.true_positives);
  visit("false_positives", p.false_positives);
  visit("false_negatives", p.false_negatives);
  visit("true_negatives", p.true_negatives);
}
template <class Group, class Visit>
void group_fields(Group& g, const Visit& visit) {
  visit("area_low", g.area_low);
  visit("area_high", g.area_high);
  visit("share_low", g.share_low);
  visit("share_high", g.share_high);
  visit("mean_overlap", g.mean_overlap);
}
/// Visitors; what an older summary lacks stays as it is.
auto into(json& node) {
  return [&node](const char* key, const auto& value) { node[key] = value; };
}
auto from(const json& node) {
  return [&node](const char* key, auto& value) {
    if (const auto at = node.find(key); at != node.end() && at->is_number())
      at->get_to(value);
  };
}

Metrics metrics_of(const json& node) {
  Metrics result;
  for (const auto& [name, estimate] : node.items())
    result[name] = {number(estimate, "value"), number(estimate, "low"), number(estimate, "high")};
  return result;
}

void read_evaluation(const json& root, RunSummary& summary) {
  const json& node = root.at("evaluation");
  summary.evaluated_data = node.at("data");
  summary.evaluated_path = node.at("path");
  summary.evaluated_sha256 = node.at("sha256");
  summary.evaluated_part = node.at("part");
  EvaluateOut& out = summary.evaluation.emplace();
  out.n = node.at("n");
  out.abnormal = node.at("abnormal");
  out.threshold = number(node, "threshold");
  out.threshold_version = node.value("threshold_version", std::int64_t{0});
  out.threshold_source = node.at("threshold_source");
  if (const auto low = node.find("low"); low != node.end() && low->is_number())
    out.low = low->get<double>();
  confusion_fields(out.confusion, from(node.value("confusion", json::object())));
  if (node.contains("pixels"))
    pixel_fields(out.pixels.emplace(), from(node.at("pixels")));
  out.aupimo_by_image = root.value("aupimo_by_image", out.aupimo_by_image);
  for (const json& group : root.value("groups", json::array())) {
    GroupRecall& read = out.groups.emplace_back(
        GroupRecall{group.at("by"),
                    group.at("name"),
                    group.at("items"),
                    group.at("found"),
                    {number(group, "value"), number(group, "low"), number(group, "high")}});
    group_fields(read, from(group));
  }
  out.metrics = metrics_of(root.at("metrics"));
  for (const auto& [name, metrics] : root.at("baselines").items())
    out.baselines[name] = metrics_of(metrics);
}

} // namespace

std::string summary_text(const RunSummary& summary) {
  json root{{"epochs", summary.epochs},
            {"steps", summary.steps},
            {"skipped_steps", summary.skipped_steps},
            {"best_epoch", summary.best_epoch},
            {"loss", summary.loss}};
  if (const auto& evaluation = summary.evaluation) {
    root["metrics"] = to_json(evaluation->metrics);
    root["baselines"] = json::object();
    for (const auto& [name, metrics] : evaluation->baselines)
      root["baselines"][name] = to_json(metrics);
    for (const GroupRecall& group : evaluation->groups) {
      json row = to_json(group.recall);
      row.update({{"by", group.by}, {"name", group.name}, {"items", group.items}, {"found", group.found}});
      if (group.by == "area")
        group_fields(group, into(row));
      root["groups"].push_back(row);
    }
    root["evaluation"] = {{"data", summary.evaluated_data},
                          {"path", summary.evaluated_path},
                          {"sha256", summary.evaluated_sha256},
                          {"part", summary.evaluated_part},
                          {"n", evaluation->n},
                          {"abnormal", evaluation->abnormal},
                          {"threshold", evaluation->threshold},
                          {"threshold_version", evaluation->threshold_version},
                          {"threshold_source", evaluation->threshold_source}};
    json& node = root["evaluation"];
    node["low"] = evaluation->low ? json(*evaluation->low) : json();
    node["confusion"] = json::object();
    confusion_fields(evaluation->confusion, into(node["confusion"]));
    if (evaluation->pixels) {
      node["pixels"] = json::object();
      pixel_fields(*evaluation->pixels, into(node["pixels"]));
    }
    if (!evaluation->aupimo_by_image.empty())
      root["aupimo_by_image"] = evaluation->aupimo_by_image;
  }
  return root.dump();
}

Result<RunSummary> summary_from_json(const std::string& text) {
  RunSummary summary;
  const json root = json::parse(text.empty() ? "{}" : text, nullptr, false);
  if (!root.is_object())
    return fail(ErrorCode::parse, "a run summary in the store is not a JSON object");
  try {
    summary.epochs = root.value("epochs", std::int64_t{0});
    summary.steps = root.value("steps", std::int64_t{0});
    summary.skipped_steps = root.value("skipped_steps", std::int64_t{0});
    summary.best_epoch = root.value("best_epoch", std::int64_t{0});
    summary.loss = root.contains("loss") ? number(root, "loss") : 0;
    if (root.contains("evaluation"))
      read_evaluation(root, summary);
  } catch (const json::exception& e) {
    return fail(ErrorCode::parse, std::string("a run summary in the store cannot be read: ") + e.what());
  }
  return summary;
}

} // namespace andon::workflow
