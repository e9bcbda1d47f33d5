#include "core/signal/array_scene.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace andon {
namespace {

constexpr std::size_t block = 65'536;
constexpr double best_compression = 1100; // deflate cannot do better

struct Kept {
  ArrayColumn column;
  SensorInfo sensor;
};

Result<void> append_block(ImportJob& job, const ImportFile& file, const Kept& kept,
                          std::span<const double> values, std::int64_t from) {
  std::vector<float> samples(values.size());
  std::vector<std::uint8_t> missing;
  std::int64_t bad = 0, first = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::abs(values[i]) <= static_cast<double>(std::numeric_limits<float>::max())) {
      samples[i] = static_cast<float>(values[i]);
      continue;
    }
    missing.resize(values.size(), 0);
    missing[i] = 1;
    first = bad++ == 0 ? from + static_cast<std::int64_t>(i) : first;
  }
  if (bad > 0)
    job.warn("not_finite", file.name, 0,
             "'" + kept.sensor.id + "' has " + std::to_string(bad) +
                 " values that are not finite, the first at sample " + std::to_string(first) +
                 "; marked as missing");
  return job.writer.append(kept.sensor.id, samples, missing);
}

Result<void> import_column(ImportJob& job, const ImportFile& file, const Kept& kept, LabelRuns& labels) {
  std::vector<double> buffer(static_cast<std::size_t>(
      std::min<std::int64_t>(block, std::max<std::int64_t>(kept.column.samples, 1))));
  for (std::int64_t from = 0; from < kept.column.samples;) {
    if (job.stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled while reading " + file.name);
    const auto wanted =
        std::min<std::int64_t>(static_cast<std::int64_t>(buffer.size()), kept.column.samples - from);
    ANDON_ASSIGN(const std::int64_t got,
                 kept.column.read(from, std::span(buffer).first(static_cast<std::size_t>(wanted))));
    const std::span<const double> values =
        std::span(buffer).first(static_cast<std::size_t>(std::clamp<std::int64_t>(got, 0, wanted)));
    if (kept.sensor.role == Role::label) {
      std::vector<std::int8_t> flags(values.size());
      std::transform(values.begin(), values.end(), flags.begin(),
                     [](double v) { return static_cast<std::int8_t>(std::isfinite(v) ? v != 0 : -1); });
      labels.add(flags);
    } else
      ANDON_TRY(append_block(job, file, kept, values, from));
    from += got;
    if (got < wanted) {
      job.warn("truncated", file.name, 0,
               "'" + kept.sensor.id + "' ends after " + std::to_string(from) + " of " +
                   std::to_string(kept.column.samples) + " samples; the file was cut short");
      break;
    }
  }
  return {};
}

} // namespace

Result<void> check_array(const ImportJob& job, const ImportFile& file, const std::string& name,
                         std::span<const std::uint64_t> shape, std::size_t element_bytes) {
  double elements = 1;
  for (const std::uint64_t length : shape)
    elements *= static_cast<double>(length);
  std::error_code error;
  const double bytes = static_cast<double>(std::filesystem::file_size(file.path, error));
  const bool beyond_file = elements * static_cast<double>(element_bytes) > bytes * best_compression + 65'536;
  if (elements > static_cast<double>(job.limits.cells) || beyond_file)
    return fail(ErrorCode::limit_exceeded,
                file.name + ": '" + name + "' claims " + std::to_string(elements) + " values, more than " +
                    (beyond_file ? "the file's bytes can hold; the file is damaged"
                                 : "the limit of " + std::to_string(job.limits.cells) + "; split the file"));
  return {};
}

Result<void> import_arrays(ImportJob& job, const ImportFile& file, std::vector<ArrayColumn> columns,
                           double rate, const std::map<std::string, std::string>& attributes) {
  if (static_cast<std::int64_t>(columns.size()) > job.limits.columns)
    return fail(ErrorCode::limit_exceeded, file.name + " has " + std::to_string(columns.size()) +
                                               " columns; at most " + std::to_string(job.limits.columns) +
                                               " are read, split the file");
  if (rate <= 0 && job.map.rate <= 0)
    job.warn("rate_unknown", file.name, 0,
             "the file does not say its rate; 1 sample a second is assumed, give the rate in a column map");
  ItemInfo info = scene_of(job, file);
  for (const auto& [key, value] : attributes)
    info.attributes.emplace(printable_id(key), printable_id(value));
  std::vector<Kept> kept;
  std::set<std::string> ids;
  double label_rate = 1;
  std::int64_t longest = 0;
  for (ArrayColumn& column : columns) {
    SensorInfo sensor = meaning_of(job.map, column.name, rate > 0 ? rate : 1);
    if (sensor.role == Role::ignore)
      continue;
    while (!ids.insert(sensor.id).second)
      sensor.id += "_2";
    if (sensor.role == Role::label)
      label_rate = sensor.rate;
    else {
      info.sensors.push_back(sensor);
      longest = std::max(longest, column.samples);
    }
    kept.push_back({std::move(column), std::move(sensor)});
  }
  if (info.sensors.empty() || longest == 0)
    return fail(ErrorCode::insufficient_data,
                file.name + " has no numeric array that the column map keeps, or only empty ones");
  LabelRuns labels;
  ANDON_TRY(job.writer.begin_scene(info));
  for (const Kept& column : kept)
    ANDON_TRY(import_column(job, file, column, labels));
  labels.finish(label_rate, info);
  ANDON_TRY(job.writer.end_scene(info));
  std::error_code error;
  job.report.bytes += static_cast<std::int64_t>(std::filesystem::file_size(file.path, error));
  job.report.rows += longest;
  ++job.report.items;
  return {};
}

} // namespace andon
