#include "core/workflow/motor_model.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow::motor {
namespace {

void append_channels(std::vector<float>& to, const std::vector<float>& from, std::size_t index,
                     std::size_t size) {
  const auto begin = from.begin() + static_cast<std::ptrdiff_t>(index * size);
  to.insert(to.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
}

/// The loaded model and the windows it applies to.
struct Loaded {
  DualEncoder model;
  PairWindows windows;
};

Result<Loaded> load(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(job.options));
  ANDON_ASSIGN(DualEncoder model, DualEncoder::load(job.folder, job.device));
  ANDON_ASSIGN(PairWindows windows, cut(job.data, job.part, config.windows, model.length(), progress, stop));
  return Loaded{std::move(model), std::move(windows)};
}

} // namespace

std::vector<Option> MotorConfig::describe() {
  std::vector<Option> all = architecture.describe();
  for (std::vector<Option> more : {training.describe(), windows.describe(), split.describe()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<OptionInfo> options() {
  return describe_defaults<MotorConfig>();
}

Result<OptionMap> resolve(const OptionMap& options) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(options));
  return values_of(config.describe());
}

std::vector<ScoreRow> rows_of(const PairWindows& windows, const std::vector<double>& scores) {
  std::vector<ScoreRow> rows(windows.refs.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const WindowRef& ref = windows.refs[i];
    rows[i].item = ref.id;
    rows[i].start = ref.start;
    rows[i].end = ref.end;
    rows[i].label = ref.label;
    rows[i].score = scores[i];
  }
  return rows;
}

PairWindows subset(const PairWindows& windows, const std::vector<std::size_t>& indices) {
  PairWindows result;
  result.length = windows.length;
  result.command_ids = windows.command_ids;
  result.current_ids = windows.current_ids;
  const std::size_t length = static_cast<std::size_t>(windows.length);
  const std::size_t command = windows.command_ids.size() * length,
                    current = windows.current_ids.size() * length;
  result.command.reserve(indices.size() * command);
  result.current.reserve(indices.size() * current);
  for (const std::size_t index : indices) {
    append_channels(result.command, windows.command, index, command);
    append_channels(result.current, windows.current, index, current);
    result.refs.push_back(windows.refs[index]);
  }
  return result;
}

Result<PairWindows> cut(const DataSource& data, const std::string& part, const WindowOptions& windows,
                        std::int64_t model_length, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const std::vector<std::string> parts, selected_parts(*data.signals, part));
  progress.stage("reading windows");
  std::int64_t dropped = 0;
  const WindowOptions fitting = fitting_windows(*data.signals, parts, windows, model_length);
  ANDON_ASSIGN(PairWindows result, cut_pair_windows(*data.signals, parts, fitting, stop, &dropped));
  if (dropped > 0)
    progress.message(std::to_string(dropped) + " windows of '" + data.name +
                     "' were left out: more than half of their samples are missing");
  if (result.size() == 0)
    return fail(ErrorCode::insufficient_data,
                "data set '" + data.name + "', part '" + part + "' holds no window");
  return result;
}

Result<TrainingWindows> training_windows(const DataSource& data, const std::string& part, MotorConfig& config,
                                         std::uint64_t seed, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const PairWindows windows, cut(data, part, config.windows, 0, progress, stop));
  std::vector<std::size_t> healthy;
  std::vector<WindowRef> refs;
  for (std::size_t i = 0; i < windows.refs.size(); ++i)
    if (windows.refs[i].label != 1) {
      healthy.push_back(i);
      refs.push_back(windows.refs[i]);
    }
  if (const std::size_t left_out = windows.refs.size() - healthy.size(); left_out > 0)
    progress.message(std::to_string(left_out) + " windows labelled abnormal are not trained on");
  auto split = split_windows(refs, config.split, seed);
  if (!split)
    return fail_in("data set '" + data.name + "', part '" + part + "'", split.error());
  for (std::vector<std::size_t>* side : {&split->train, &split->validation})
    for (std::size_t& index : *side)
      index = healthy[index];
  return TrainingWindows{subset(windows, split->train), subset(windows, split->validation)};
}

Result<FitOutcome> fit(const FitJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(MotorConfig config, configured<MotorConfig>(job.options));
  config.training.seed = job.seed;
  config.training.device = job.device;
  config.training.resume = job.resume;
  ANDON_ASSIGN(const TrainingWindows windows,
               training_windows(job.data, job.part, config, job.seed, progress, stop));
  FitOutcome outcome;
  ANDON_ASSIGN(const DualEncoder model,
               DualEncoder::fit(windows.train, windows.validation, config.architecture, config.training,
                                job.folder, progress, stop, &outcome.report));
  ANDON_TRY(model.save(job.folder));
  progress.stage("scoring validation data");
  ANDON_ASSIGN(const std::vector<double> scores, model.score(windows.validation, progress, stop));
  outcome.validation = rows_of(windows.validation, scores);
  outcome.files = {"weights.safetensors", "model.json"};
  return outcome;
}

Result<std::vector<ScoreRow>> score(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Loaded loaded, load(job, progress, stop));
  progress.stage("scoring", loaded.windows.size());
  ANDON_ASSIGN(const std::vector<double> scores, loaded.model.score(loaded.windows, progress, stop));
  return rows_of(loaded.windows, scores);
}

Result<EmbeddingSet> embed(const ApplyJob& job, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const Loaded loaded, load(job, progress, stop));
  progress.stage("embedding", loaded.windows.size());
  ANDON_ASSIGN(PairEmbeddings pairs, loaded.model.embed(loaded.windows, progress, stop));
  EmbeddingSet set;
  set.dimension = pairs.dimension;
  set.total = loaded.windows.size();
  std::vector<double> scores(loaded.windows.refs.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double cosine = 0;
    for (std::size_t k = i * pairs.dimension; k < (i + 1) * pairs.dimension; ++k)
      cosine += static_cast<double>(pairs.command[k]) * pairs.current[k];
    scores[i] = 1 - cosine;
  }
  set.windows = rows_of(loaded.windows, scores);
  set.command = std::move(pairs.command);
  set.current = std::move(pairs.current);
  return set;
}

Result<std::vector<PreviewCurve>> preview(const ApplyJob& job, const ScoreRow& row) {
  const auto items = job.data.signals->items();
  const auto item = std::find_if(items.begin(), items.end(), [&](const ItemInfo& each) {
    return row.item == each.id || (row.item.size() > each.id.size() && row.item.starts_with(each.id) &&
                                   row.item[each.id.size()] == '@');
  });
  if (item == items.end())
    return fail(ErrorCode::not_found, "item '" + row.item + "' is not in data set '" + job.data.name + "'");
  std::vector<PreviewCurve> curves;
  for (const SensorInfo& sensor : item->sensors) {
    if (sensor.role != Role::command && sensor.role != Role::current)
      continue;
    const auto from = static_cast<std::int64_t>(std::llround(row.start * sensor.rate));
    const auto count = static_cast<std::int64_t>(std::llround((row.end - row.start) * sensor.rate));
    ANDON_ASSIGN(Series series, job.data.signals->read_range(static_cast<std::size_t>(item - items.begin()),
                                                             sensor.id, from, count));
    curves.push_back({to_string(sensor.role) + " " + sensor.id, sensor.unit, series.start, series.rate,
                      std::move(series.values)});
  }
  return curves;
}

} // namespace andon::workflow::motor
