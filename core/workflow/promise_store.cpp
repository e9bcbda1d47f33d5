#include "core/decision/spot.h"
#include "core/workflow/promise.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace andon::workflow {
namespace {

using nlohmann::json;

json json_of(const std::vector<Option>& options) {
  return json::parse(to_json_text(values_of(options)));
}

template <class Config>
Result<void> read_into(Config& config, const json& values) {
  ANDON_ASSIGN(const OptionMap map, option_map_from_json(values.dump()));
  return apply(config.describe(), map);
}

Result<Promise> read_promise(const json& stored, const store::ThresholdVersion& version,
                             const AlarmOptions& logic) {
  Promise promise;
  ANDON_TRY(read_into(promise.budget, stored.value("budget", json::object())));
  promise.logic = logic;
  promise.rate = stored.value("rate", 0.0);
  promise.normal_hours = stored.value("normal_hours", 0.0);
  promise.normal_items = stored.value("normal_items", std::int64_t{0});
  promise.hours_needed = stored.value("hours_needed", 0.0);
  promise.line.threshold = version.threshold;
  promise.line.method = version.method;
  promise.line.alpha = version.alpha;
  promise.line.supported = version.supported;
  promise.line.needed_more = stored.value("needed_more", std::int64_t{0});
  return promise;
}

GroupLines read_groups(const json& stored) {
  GroupLines groups{stored.at("pattern").get<std::string>(), {}};
  for (const auto& [group, line] : stored.at("lines").items()) // JSON has no infinity
    groups.lines[group] = line.is_null() ? std::numeric_limits<double>::infinity() : line.get<double>();
  return groups;
}

Result<std::shared_ptr<const SpotState>> read_stream(const json& stored) {
  SpotState state;
  ANDON_TRY(read_into(state.options, stored.at("options")));
  state.u = stored.at("u");
  state.line = stored.at("line");
  state.law = {stored.at("shape"), stored.at("scale")};
  state.items = stored.at("items");
  state.excesses = stored.at("excesses");
  state.unfitted = stored.at("unfitted");
  state.peaks = stored.at("peaks").get<std::vector<double>>();
  state.next_peak = stored.at("next_peak");
  state.recent = stored.at("recent").get<std::vector<double>>();
  state.next_recent = stored.at("next_recent");
  ANDON_TRY(Spot::restore(state));
  return std::make_shared<const SpotState>(std::move(state));
}

} // namespace

std::string groups_json(const ThresholdFit& fit, const std::string& pattern) {
  return fit.group_lines.empty() ? "null" : json{{"pattern", pattern}, {"lines", fit.group_lines}}.dump();
}

std::string stream_json(const ThresholdFit& fit) {
  if (!fit.stream)
    return "null";
  const SpotState& state = *fit.stream;
  SpotOptions options = state.options;
  return json{{"options", json_of(options.describe())},
              {"u", state.u},
              {"line", state.line},
              {"shape", state.law.shape},
              {"scale", state.law.scale},
              {"items", state.items},
              {"excesses", state.excesses},
              {"unfitted", state.unfitted},
              {"peaks", state.peaks},
              {"next_peak", state.next_peak},
              {"recent", state.recent},
              {"next_recent", state.next_recent}}
      .dump();
}

std::string with_promise(const std::string& diagnostics_json, const std::optional<Promise>& promise,
                         const AlarmOptions& logic) {
  json all = json::parse(diagnostics_json);
  AlarmOptions alarm = logic;
  all["alarm"] = json_of(alarm.describe());
  if (promise) {
    Budget budget = promise->budget;
    all["promise"] = {{"budget", json_of(budget.describe())},  {"rate", promise->rate},
                      {"normal_hours", promise->normal_hours}, {"normal_items", promise->normal_items},
                      {"hours_needed", promise->hours_needed}, {"needed_more", promise->line.needed_more}};
  }
  return all.dump();
}

Result<StoredPromise> stored_promise(const store::ThresholdVersion& version) {
  StoredPromise result;
  if (version.diagnostics_json.empty())
    return result;
  const json all = json::parse(version.diagnostics_json, nullptr, false);
  const auto corrupt = [&](const std::string& what) {
    return fail(ErrorCode::corrupt, "threshold version " + std::to_string(version.version) + ": " + what);
  };
  if (!all.is_object())
    return corrupt("its diagnostics are not a JSON object");
  try {
    if (const auto logic = all.find("alarm"); logic != all.end())
      if (auto read = read_into(result.logic, *logic); !read)
        return corrupt(read.error().message);
    if (const auto chosen = all.find("chosen_on"); chosen != all.end())
      result.chosen_on = {chosen->at("data").get<std::string>(), chosen->at("part").get<std::string>()};
    if (const auto groups = all.find("groups_apart"); groups != all.end()) {
      result.groups = read_groups(*groups);
      if (const auto rule = GroupRule::from(result.groups->pattern); !rule)
        return corrupt(rule.error().message);
    }
    if (const auto stream = all.find("stream"); stream != all.end()) {
      auto read = read_stream(*stream);
      if (!read)
        return corrupt(read.error().message);
      result.stream = std::move(*read);
    }
    if (const auto promise = all.find("promise"); promise != all.end()) {
      auto read = read_promise(*promise, version, result.logic);
      if (!read)
        return corrupt(read.error().message);
      result.promise = std::move(*read);
    }
  } catch (const json::exception& error) {
    return corrupt(std::string("its promise cannot be read: ") + error.what());
  }
  return result;
}

} // namespace andon::workflow
