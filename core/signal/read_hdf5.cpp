#include "core/signal/array_scene.h"
#include "core/signal/scene_file.h"

#include <algorithm>
#include <memory>

namespace andon {
namespace {

constexpr std::int64_t block = 65'536;

struct Found {
  std::vector<std::string> names;
  std::size_t limit = 0;
};

herr_t collect_dataset(hid_t, const char* name, const H5O_info_t* info, void* out) {
  auto& found = *static_cast<Found*>(out);
  if (info->type == H5O_TYPE_DATASET)
    found.names.emplace_back(name);
  return found.names.size() > found.limit ? -1 : 0;
}

struct Numeric {
  std::shared_ptr<hdf5::Id> dataset;
  std::vector<std::uint64_t> shape;
};

Result<std::int64_t> read_column(const Numeric& from_set, std::uint64_t column, bool down, std::int64_t from,
                                 std::span<double> out) {
  const hdf5::Lock lock;
  const hsize_t first = static_cast<hsize_t>(from), count = out.size();
  const hsize_t start[] = {down ? first : column, down ? column : first},
                extent[] = {down ? count : 1, down ? 1 : count};
  const hdf5::Id space(H5Dget_space(*from_set.dataset), H5Sclose);
  const hdf5::Id memory(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const bool flat = from_set.shape.size() == 1;
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, flat ? &first : start, nullptr, flat ? &count : extent,
                          nullptr) < 0 ||
      H5Dread(*from_set.dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, out.data()) < 0)
    return fail(ErrorCode::parse,
                "samples cannot be read, the file is damaged or cut short: " + hdf5::last_error());
  return static_cast<std::int64_t>(count);
}

void add_columns(const std::string& name, const Numeric& numeric, const ImportFile& file,
                 std::vector<ArrayColumn>& columns) {
  const std::vector<std::uint64_t>& shape = numeric.shape;
  const bool down = shape.size() == 1 || shape[0] >= shape[1]; // time runs along the longer side
  const std::uint64_t count = shape.size() == 1 ? 1 : std::min(shape[0], shape[1]);
  for (std::uint64_t c = 0; c < count; ++c) {
    const auto read = [numeric, c, down, where = file.name + ": '" + name + "'"](
                          std::int64_t from, std::span<double> out) -> Result<std::int64_t> {
      auto got = read_column(numeric, c, down, from, out);
      if (!got)
        return fail_in(where, got.error());
      return got;
    };
    columns.push_back({count == 1 ? name : name + "_" + std::to_string(c + 1),
                       static_cast<std::int64_t>(*std::max_element(shape.begin(), shape.end())), read});
  }
}

Result<void> add_dataset(hid_t h5, const std::string& name, ImportJob& job, const ImportFile& file,
                         std::vector<ArrayColumn>& columns) {
  Numeric numeric{std::make_shared<hdf5::Id>(H5Dopen2(h5, name.c_str(), H5P_DEFAULT), H5Dclose), {}};
  if (!*numeric.dataset)
    return fail(ErrorCode::parse, file.name + ": '" + name + "' cannot be opened: " + hdf5::last_error());
  const hdf5::Id type(H5Dget_type(*numeric.dataset), H5Tclose);
  ANDON_ASSIGN(const std::vector<hsize_t> shape, hdf5::shape_of(*numeric.dataset));
  const H5T_class_t kind = type ? H5Tget_class(type) : H5T_NO_CLASS;
  if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || shape.empty() || shape.size() > 2) {
    job.warn("not_numeric", file.name, 0,
             "'" + printable_id(name) + "' is not an array of numbers with one or two axes and is left out");
    return {};
  }
  numeric.shape.assign(shape.begin(), shape.end());
  ANDON_TRY(check_array(job, file, name, numeric.shape, H5Tget_size(type)));
  if (shape.size() == 2 && std::min(shape[0], shape[1]) > static_cast<hsize_t>(job.limits.columns))
    return fail(ErrorCode::limit_exceeded, file.name + ": '" + name + "' has more than " +
                                               std::to_string(job.limits.columns) + " columns; split it");
  add_columns(name, numeric, file, columns);
  return {};
}

Result<void> read_foreign(hid_t h5, ImportJob& job, const ImportFile& file) {
  std::vector<ArrayColumn> columns;
  {
    const hdf5::Lock lock;
    Found found{{}, static_cast<std::size_t>(job.limits.columns)};
    if (H5Ovisit2(h5, H5_INDEX_NAME, H5_ITER_INC, collect_dataset, &found, H5O_INFO_BASIC) < 0)
      return found.names.size() > found.limit
                 ? fail(ErrorCode::limit_exceeded, file.name + " has more than " +
                                                       std::to_string(found.limit) +
                                                       " data sets; split the file")
                 : fail(ErrorCode::parse, file.name + ": its groups cannot be listed, the file is damaged: " +
                                              hdf5::last_error());
    for (const std::string& name : found.names)
      ANDON_TRY(add_dataset(h5, name, job, file, columns));
  }
  return import_arrays(job, file, std::move(columns), hdf5::number_attribute(h5, "rate", 0));
}

Result<void> copy_sensor(hid_t h5, const Manifest::Item& item, std::size_t sensor, ImportJob& job) {
  const SensorInfo& info = item.info.sensors[sensor];
  for (std::int64_t from = 0; from < info.samples; from += block) {
    if (job.stop.stop_requested())
      return fail(ErrorCode::cancelled, "the import was cancelled in scene '" + item.info.id + "'");
    const hdf5::Lock lock;
    ANDON_ASSIGN(const Series series, scene_file::read_series(h5, item.row, info, item.starts[sensor], from,
                                                              std::min(block, info.samples - from)));
    ANDON_TRY(job.writer.append(info.id, series.values, series.missing));
  }
  return {};
}

Result<void> read_scenes(hid_t h5, ImportJob& job, const ImportFile& file) {
  ANDON_ASSIGN(std::vector<Manifest::Item> items, scene_file::read_items(h5));
  for (Manifest::Item& item : items) {
    std::int64_t longest = 0;
    for (const SensorInfo& sensor : item.info.sensors) {
      const std::uint64_t shape[] = {items.size(), static_cast<std::uint64_t>(sensor.samples)};
      ANDON_TRY(check_array(job, file, sensor.id, shape, sizeof(float)));
      longest = std::max(longest, sensor.samples);
    }
    item.info.id = printable_id(item.info.id);
    ANDON_TRY(job.writer.begin_scene(item.info));
    for (std::size_t sensor = 0; sensor < item.info.sensors.size(); ++sensor)
      ANDON_TRY(copy_sensor(h5, item, sensor, job));
    ANDON_TRY(job.writer.end_scene(item.info));
    job.report.rows += longest;
    ++job.report.items;
  }
  std::error_code error;
  job.report.bytes += static_cast<std::int64_t>(std::filesystem::file_size(file.path, error));
  return {};
}

} // namespace

Result<void> read_hdf5(ImportJob& job, const ImportFile& file) {
  const hdf5::Lock lock;
  auto h5 = hdf5::open_file(file.path);
  if (!h5)
    return fail(h5.error().code, file.name + ": " + h5.error().message);
  auto done = hdf5::text_attribute(*h5, "schema") == scene_file::schema ? read_scenes(*h5, job, file)
                                                                        : read_foreign(*h5, job, file);
  if (!done && done.error().message.find(file.name) == std::string::npos)
    return fail_in(file.name, done.error());
  return done;
}

} // namespace andon
