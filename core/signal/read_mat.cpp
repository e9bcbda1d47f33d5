#include "core/signal/array_scene.h"
#include "core/signal/hdf5_handle.h"

#include <algorithm>
#include <cstring>
#include <matio.h>
#include <memory>

namespace andon {
namespace {

struct Table2d {
  std::string name;
  std::uint64_t rows = 0, columns = 0;
  std::vector<double> values; ///< column-major, as MATLAB stores
};

bool is_numeric(const matvar_t& variable) {
  return variable.class_type >= MAT_C_DOUBLE && variable.class_type <= MAT_C_UINT64 && !variable.isComplex;
}

template <class T>
void widen(const matvar_t& variable, std::vector<double>& values) {
  const T* data = static_cast<const T*>(variable.data);
  std::transform(data, data + values.size(), values.begin(),
                 [](T value) { return static_cast<double>(value); });
}

bool copy_values(const matvar_t& variable, std::vector<double>& values) {
  if (!variable.data || variable.nbytes < values.size() * static_cast<std::size_t>(variable.data_size))
    return false;
  switch (variable.class_type) {
  case MAT_C_DOUBLE:
    widen<double>(variable, values);
    return true;
  case MAT_C_SINGLE:
    widen<float>(variable, values);
    return true;
  case MAT_C_INT8:
    widen<std::int8_t>(variable, values);
    return true;
  case MAT_C_UINT8:
    widen<std::uint8_t>(variable, values);
    return true;
  case MAT_C_INT16:
    widen<std::int16_t>(variable, values);
    return true;
  case MAT_C_UINT16:
    widen<std::uint16_t>(variable, values);
    return true;
  case MAT_C_INT32:
    widen<std::int32_t>(variable, values);
    return true;
  case MAT_C_UINT32:
    widen<std::uint32_t>(variable, values);
    return true;
  case MAT_C_INT64:
    widen<std::int64_t>(variable, values);
    return true;
  case MAT_C_UINT64:
    widen<std::uint64_t>(variable, values);
    return true;
  default:
    return false;
  }
}

Result<Table2d> read_variable(mat_t* mat, matvar_t& variable, const ImportJob& job, const ImportFile& file) {
  Table2d table{variable.name, variable.dims[0], variable.dims[1], {}};
  const std::uint64_t shape[] = {table.rows, table.columns};
  ANDON_TRY(check_array(job, file, table.name, shape, 1));
  if (static_cast<double>(table.rows) * static_cast<double>(table.columns) * 8 >
      static_cast<double>(job.limits.array_bytes))
    return fail(ErrorCode::limit_exceeded, file.name + ": '" + table.name + "' is larger than " +
                                               std::to_string(job.limits.array_bytes) +
                                               " bytes, which must fit into memory; save it as HDF5");
  table.values.resize(table.rows * table.columns);
  if (table.values.empty())
    return table;
  if (Mat_VarReadDataAll(mat, &variable) != 0 || !copy_values(variable, table.values))
    return fail(ErrorCode::parse, file.name + ": variable '" + table.name +
                                      "' cannot be read; the file is damaged or cut short");
  return table;
}

void add_columns(Table2d table, std::vector<ArrayColumn>& columns) {
  const auto shared = std::make_shared<const Table2d>(std::move(table));
  const bool down = shared->rows >= shared->columns; // time runs along the longer side
  const std::uint64_t samples = down ? shared->rows : shared->columns,
                      count = down ? shared->columns : shared->rows;
  for (std::uint64_t c = 0; c < count; ++c) {
    const auto read = [shared, c, down](std::int64_t from, std::span<double> out) -> Result<std::int64_t> {
      for (std::size_t i = 0; i < out.size(); ++i) {
        const std::uint64_t t = static_cast<std::uint64_t>(from) + i;
        out[i] = shared->values[down ? c * shared->rows + t : t * shared->rows + c];
      }
      return static_cast<std::int64_t>(out.size());
    };
    columns.push_back({count == 1 ? shared->name : shared->name + "_" + std::to_string(c + 1),
                       static_cast<std::int64_t>(samples), read});
  }
}

struct MatFile {
  std::vector<ArrayColumn> columns;
  std::map<std::string, std::string> scalars;
};

Result<MatFile> load(ImportJob& job, const ImportFile& file) {
  const hdf5::Lock lock;
  Mat_LogInitFunc("andon", [](int, char*) {});
  const std::unique_ptr<mat_t, int (*)(mat_t*)> mat(Mat_Open(file.path.c_str(), MAT_ACC_RDONLY), Mat_Close);
  if (!mat)
    return fail(ErrorCode::parse, file.name + " is not a readable MAT file; version 5 or 7.3 was expected");
  MatFile out;
  while (true) {
    const std::unique_ptr<matvar_t, void (*)(matvar_t*)> variable(Mat_VarReadNextInfo(mat.get()),
                                                                  Mat_VarFree);
    if (!variable)
      break;
    if (!variable->name || !variable->dims || variable->rank < 1)
      return fail(ErrorCode::parse, file.name + " has a variable without name or size; the file is damaged");
    if (!is_numeric(*variable) || variable->rank != 2) {
      job.warn("not_numeric", file.name, 0,
               "variable '" + printable_id(variable->name) +
                   "' is not a real numeric vector or matrix and is left out");
      continue;
    }
    if (const ColumnRule* rule = rule_for(job.map, variable->name); rule && rule->role == Role::ignore)
      continue;
    ANDON_ASSIGN(Table2d table, read_variable(mat.get(), *variable, job, file));
    if (table.values.size() == 1)
      out.scalars[table.name] = std::to_string(table.values.front());
    else if (std::min(table.rows, table.columns) > static_cast<std::uint64_t>(job.limits.columns))
      return fail(ErrorCode::limit_exceeded, file.name + ": '" + table.name + "' has more than " +
                                                 std::to_string(job.limits.columns) + " columns");
    else if (!table.values.empty())
      add_columns(std::move(table), out.columns);
  }
  return out;
}

} // namespace

Result<void> read_mat(ImportJob& job, const ImportFile& file) {
  ANDON_ASSIGN(MatFile mat, load(job, file));
  return import_arrays(job, file, std::move(mat.columns), 0, mat.scalars);
}

} // namespace andon
