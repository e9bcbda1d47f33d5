#include "core/workflow/structure_view.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"
#include "core/workflow/data_source.h"
#include "core/workflow/stored_source.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace andon::workflow {
namespace {

using nlohmann::json;

const SensorInfo* sensor_in(const ItemInfo* truth, const std::string& id) {
  if (!truth)
    return nullptr;
  const auto found = std::ranges::find(truth->sensors, id, &SensorInfo::id);
  return found == truth->sensors.end() ? nullptr : &*found;
}

StructureSensor sensor_of(const json& object, const ItemInfo* truth) {
  StructureSensor sensor;
  sensor.id = object.at("id").get<std::string>();
  sensor_type_from_string(object.at("type").get<std::string>(), sensor.found);
  const json& probability = object.at("probability");
  sensor.probability = {probability.at("one_word").get<double>(), probability.at("two_words").get<double>(),
                        probability.at("bits").get<double>()};
  sensor.found_mask = object.at("bit_mask").get<std::int64_t>();
  if (const SensorInfo* known = sensor_in(truth, sensor.id)) {
    sensor.truth = known->meta.type;
    sensor.true_mask = known->meta.type == SensorType::bits ? known->meta.bit_mask : 0;
  }
  return sensor;
}

StructurePair::State state_of(const StructurePair& pair, const ItemInfo* truth) {
  using State = StructurePair::State;
  const SensorInfo *low = sensor_in(truth, pair.low), *high = sensor_in(truth, pair.high);
  if (!low || !high || low->meta.type == SensorType::unknown || high->meta.type == SensorType::unknown)
    return State::unknown;
  if (low->meta.pair != pair.high)
    return State::wrong;
  return low->meta.part == WordPart::low ? State::right : State::order_wrong;
}

/// Pairs that the data set knows and the run did not find.
void add_missed(const ItemInfo* truth, std::vector<StructurePair>& pairs) {
  if (!truth)
    return;
  const std::vector<StructurePair> found = pairs;
  for (const SensorInfo& low : truth->sensors) {
    if (!low.meta.raw32 || low.meta.part != WordPart::low)
      continue;
    const bool there = std::ranges::any_of(found, [&](const StructurePair& pair) {
      return std::minmax(pair.low, pair.high) == std::minmax(low.id, low.meta.pair);
    });
    if (!there)
      pairs.push_back(
          {low.id, low.meta.pair, std::numeric_limits<double>::quiet_NaN(), 0, StructurePair::State::missed});
  }
}

StructureItem item_of(const json& scene, const Dataset* dataset) {
  StructureItem item;
  item.item = scene.at("item").get<std::string>();
  const ItemInfo* truth = nullptr;
  if (dataset)
    for (const ItemInfo& each : dataset->items())
      if (each.id == item.item)
        truth = &each;
  for (const json& sensor : scene.at("sensors")) {
    item.sensors.push_back(sensor_of(sensor, truth));
    item.known += item.sensors.back().truth != SensorType::unknown;
    item.types_right += item.sensors.back().truth != SensorType::unknown &&
                        item.sensors.back().truth == item.sensors.back().found;
  }
  for (const json& pair : scene.at("pairs")) {
    StructurePair each{pair.at("low").get<std::string>(), pair.at("high").get<std::string>(),
                       pair.at("probability").get<double>(),
                       static_cast<std::int64_t>(pair.at("overflow_bins").size()),
                       StructurePair::State::unknown};
    each.state = state_of(each, truth);
    item.pairs.push_back(std::move(each));
  }
  add_missed(truth, item.pairs);
  item.attention = scene.at("attention").get<std::vector<float>>();
  if (item.attention.size() != item.sensors.size() * item.sensors.size())
    throw std::runtime_error("attention of scene '" + item.item + "' is not sensors × sensors");
  return item;
}

} // namespace

Result<StructureView> structure_view(Workspace& workspace, const std::string& name) {
  ANDON_ASSIGN(const store::Run run, workspace.store().find_run(name));
  if (run.model != "structure")
    return fail(ErrorCode::unsupported, "run '" + run.name + "' is of the model '" + run.model +
                                            "'; choose a run of the model 'structure'");
  const std::filesystem::path file = workspace.run_folder(run.name) / "structure.json";
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return fail(ErrorCode::not_found,
                "run '" + run.name + "' has not looked at any scene yet; evaluate or score it first");
  StructureView view;
  view.run = run.name;
  view.data = run.data_name;
  std::string path = run.data_path;
  if (const auto source = newest_source(workspace, run)) {
    view.data = source->data;
    path = source->path;
  }
  // Without the data set there is no truth, but the prediction can be shown.
  const auto data = open_data(workspace, path.empty() ? view.data : path);
  ANDON_ASSIGN(const std::string text, read_file(file));
  const auto read = guard(file.string(), [&]() -> Result<void> {
    const json root = json::parse(text);
    for (const json& scene : root.at("scenes"))
      view.items.push_back(item_of(scene, data ? data->signals.get() : nullptr));
    return {};
  });
  if (!read)
    return fail(ErrorCode::corrupt, read.error().message + "; score the run again");
  return view;
}

} // namespace andon::workflow
