#include "core/workflow/promise.h"

#include <nlohmann/json.hpp>

#include <cmath>

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

} // namespace

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
