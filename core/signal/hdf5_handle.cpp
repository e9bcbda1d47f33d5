#include "core/signal/hdf5_handle.h"

#include <algorithm>
#include <cstring>

namespace andon::hdf5 {
namespace {

std::recursive_mutex& library_mutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

herr_t keep_innermost(unsigned level, const H5E_error2_t* entry, void* text) {
  if (level == 0 && entry && entry->desc)
    *static_cast<std::string*>(text) = entry->desc;
  return 0;
}

tl::unexpected<Error> failed(ErrorCode code, const std::string& what) {
  return fail(code, what + ": " + last_error());
}

Id string_type(std::size_t length) {
  Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, std::max<std::size_t>(length, 1));
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

Result<void> write_scalar(hid_t object, const std::string& name, hid_t type, const void* data) {
  const Id space(H5Screate(H5S_SCALAR), H5Sclose);
  const Id attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (!attribute || H5Awrite(attribute, type, data) < 0)
    return failed(ErrorCode::io, "cannot write attribute " + name);
  return {};
}

struct Opened {
  Id dataset;
  std::size_t count = 0;
};

Result<Opened> open_vector(hid_t parent, const std::string& name, std::size_t limit) {
  Opened opened;
  opened.dataset = Id(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (!opened.dataset)
    return failed(ErrorCode::parse, "data set '" + name + "' cannot be opened");
  ANDON_ASSIGN(const std::vector<hsize_t> shape, shape_of(opened.dataset));
  if (shape.size() != 1 || shape[0] > limit)
    return fail(ErrorCode::parse, "data set '" + name + "' should have one axis of at most " +
                                      std::to_string(limit) + " entries");
  opened.count = shape[0];
  return opened;
}

Result<std::vector<std::string>> read_variable_strings(const Opened& opened, hid_t type) {
  std::vector<char*> pointers(opened.count, nullptr);
  if (opened.count && H5Dread(opened.dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()) < 0)
    return failed(ErrorCode::parse, "strings cannot be read");
  std::vector<std::string> texts;
  for (const char* pointer : pointers)
    texts.emplace_back(pointer ? pointer : "");
  const Id space(H5Dget_space(opened.dataset), H5Sclose);
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return texts;
}

} // namespace

Lock::Lock() : guard_(library_mutex()) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void Id::reset() {
  if (id_ >= 0 && close_)
    close_(id_);
  id_ = -1;
}

std::string last_error() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &text);
  return text.empty() ? "the HDF5 library gives no reason" : text;
}

Result<Id> create_file(const std::filesystem::path& path) {
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110);
  const Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation, false); // of the root group: the same data must give the same bytes
  Id file(H5Fcreate(path.c_str(), H5F_ACC_EXCL, creation, access), H5Fclose);
  if (!file)
    return failed(ErrorCode::io, "cannot create " + path.string());
  return file;
}

Result<Id> open_file(const std::filesystem::path& path) {
  Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file)
    return failed(ErrorCode::parse, path.string() + " is not a readable HDF5 file");
  return file;
}

Result<Id> create_group(hid_t parent, const std::string& name) {
  const Id properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  H5Pset_obj_track_times(properties, false);
  Id group(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose);
  if (!group)
    return failed(ErrorCode::io, "cannot create group " + name);
  return group;
}

std::string link_name(const std::string& text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '/' || c == '%' || c == '\0' || (c == '.' && i == 0)) {
      name += '%';
      name += digits[static_cast<unsigned char>(c) >> 4];
      name += digits[static_cast<unsigned char>(c) & 15];
    } else
      name += c;
  }
  return name.empty() ? "%" : name;
}

Id dataset_properties() {
  Id properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(properties, false);
  return properties;
}

Result<void> write_array(hid_t parent, const std::string& name, hid_t type, std::span<const hsize_t> shape,
                         const void* data) {
  const Id space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose);
  const Id properties = dataset_properties();
  const Id dataset(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                   H5Dclose);
  if (!dataset)
    return failed(ErrorCode::io, "cannot create data set " + name);
  const bool empty = std::find(shape.begin(), shape.end(), 0U) != shape.end();
  if (!empty && H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0)
    return failed(ErrorCode::io, "cannot write data set " + name);
  return {};
}

Result<void> write_strings(hid_t parent, const std::string& name, const std::vector<std::string>& texts) {
  std::size_t length = 1;
  for (const std::string& text : texts)
    length = std::max(length, text.size());
  std::string packed(length * texts.size(), '\0');
  for (std::size_t i = 0; i < texts.size(); ++i)
    std::memcpy(packed.data() + i * length, texts[i].data(), texts[i].size());
  const Id type = string_type(length);
  const hsize_t shape[] = {texts.size()};
  return write_array(parent, name, type, shape, packed.data());
}

Result<void> write_attribute(hid_t object, const std::string& name, const std::string& text) {
  std::string padded = text.empty() ? std::string(1, '\0') : text;
  return write_scalar(object, name, string_type(padded.size()), padded.data());
}

Result<void> write_attribute(hid_t object, const std::string& name, double value) {
  return write_scalar(object, name, H5T_NATIVE_DOUBLE, &value);
}

Result<void> write_attribute(hid_t object, const std::string& name, std::int64_t value) {
  return write_scalar(object, name, H5T_NATIVE_INT64, &value);
}

Result<void> write_attribute(hid_t object, const std::string& name, std::span<const double> values) {
  if (values.empty())
    return {};
  const hsize_t count = values.size();
  const Id space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Id attribute(H5Acreate2(object, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (!attribute || H5Awrite(attribute, H5T_NATIVE_DOUBLE, values.data()) < 0)
    return failed(ErrorCode::io, "cannot write attribute " + name);
  return {};
}

std::vector<double> numbers_attribute(hid_t object, const std::string& name) {
  constexpr hssize_t most = 65'536;
  const Id attribute(H5Aexists(object, name.c_str()) > 0 ? H5Aopen(object, name.c_str(), H5P_DEFAULT) : -1,
                     H5Aclose);
  if (!attribute)
    return {};
  const Id space(H5Aget_space(attribute), H5Sclose);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (H5Sget_simple_extent_ndims(space) != 1 || count < 1 || count > most)
    return {};
  std::vector<double> values(static_cast<std::size_t>(count));
  if (H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()) < 0)
    return {};
  return values;
}

std::string text_attribute(hid_t object, const std::string& name) {
  const Id attribute(H5Aexists(object, name.c_str()) > 0 ? H5Aopen(object, name.c_str(), H5P_DEFAULT) : -1,
                     H5Aclose);
  if (!attribute)
    return {};
  const Id type(H5Aget_type(attribute), H5Tclose);
  const Id space(H5Aget_space(attribute), H5Sclose);
  if (!type || H5Tget_class(type) != H5T_STRING || H5Sget_simple_extent_npoints(space) != 1)
    return {};
  if (H5Tis_variable_str(type) > 0) {
    char* pointer = nullptr;
    if (H5Aread(attribute, type, &pointer) < 0 || !pointer)
      return {};
    std::string text = pointer;
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, &pointer);
    return text;
  }
  const std::size_t size = H5Tget_size(type);
  if (size == 0 || size > (1U << 20))
    return {};
  std::string text(size, '\0');
  if (H5Aread(attribute, type, text.data()) < 0)
    return {};
  return text.substr(0, text.find('\0'));
}

double number_attribute(hid_t object, const std::string& name, double otherwise) {
  const Id attribute(H5Aexists(object, name.c_str()) > 0 ? H5Aopen(object, name.c_str(), H5P_DEFAULT) : -1,
                     H5Aclose);
  if (!attribute)
    return otherwise;
  const Id space(H5Aget_space(attribute), H5Sclose);
  double value = 0;
  if (H5Sget_simple_extent_npoints(space) != 1 || H5Aread(attribute, H5T_NATIVE_DOUBLE, &value) < 0)
    return otherwise;
  return value;
}

Result<std::vector<hsize_t>> shape_of(hid_t dataset) {
  const Id space(H5Dget_space(dataset), H5Sclose);
  const int rank = space ? H5Sget_simple_extent_ndims(space) : -1;
  if (rank < 0 || rank > H5S_MAX_RANK)
    return failed(ErrorCode::parse, "a data set has no readable dimensions");
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space, shape.data(), nullptr) < 0)
    return failed(ErrorCode::parse, "a data set has no readable dimensions");
  return shape;
}

Result<std::vector<std::string>> read_strings(hid_t parent, const std::string& name, std::size_t limit) {
  ANDON_ASSIGN(const Opened opened, open_vector(parent, name, limit));
  const Id type(H5Dget_type(opened.dataset), H5Tclose);
  if (!type || H5Tget_class(type) != H5T_STRING)
    return fail(ErrorCode::parse, "data set '" + name + "' should hold strings");
  if (H5Tis_variable_str(type) > 0)
    return read_variable_strings(opened, type);
  const std::size_t length = H5Tget_size(type);
  if (length == 0 || (opened.count && length > (1ULL << 30) / opened.count))
    return fail(ErrorCode::limit_exceeded, "data set '" + name + "' has strings of " +
                                               std::to_string(length) + " bytes; at most 1 GiB is read");
  std::string packed(length * opened.count, '\0');
  if (opened.count && H5Dread(opened.dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, packed.data()) < 0)
    return failed(ErrorCode::parse, "data set '" + name + "' cannot be read");
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < opened.count; ++i) {
    const std::string text = packed.substr(i * length, length);
    texts.push_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

Result<std::vector<double>> read_numbers(hid_t parent, const std::string& name, std::size_t limit) {
  ANDON_ASSIGN(const Opened opened, open_vector(parent, name, limit));
  std::vector<double> numbers(opened.count);
  if (opened.count &&
      H5Dread(opened.dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) < 0)
    return failed(ErrorCode::parse, "data set '" + name + "' should hold numbers");
  return numbers;
}

Result<void> read_row(hid_t dataset, std::uint64_t row, std::uint64_t from, std::uint64_t count, hid_t type,
                      void* out) {
  ANDON_ASSIGN(const std::vector<hsize_t> shape, shape_of(dataset));
  if (shape.empty() || shape.size() > 2 || (shape.size() == 2 && row >= shape[0]) ||
      from + count > shape.back())
    return fail(ErrorCode::corrupt,
                "a data set has fewer samples than the manifest says; import or simulate it again");
  if (count == 0)
    return {};
  const hsize_t start[] = {row, from}, extent[] = {1, count};
  const std::size_t skip = 2 - shape.size();
  const Id space(H5Dget_space(dataset), H5Sclose);
  const Id memory(H5Screate_simple(1, &extent[1], nullptr), H5Sclose);
  if (H5Sselect_hyperslab(space, H5S_SELECT_SET, start + skip, nullptr, extent + skip, nullptr) < 0 ||
      H5Dread(dataset, type, memory, space, H5P_DEFAULT, out) < 0)
    return failed(ErrorCode::corrupt, "samples cannot be read");
  return {};
}

} // namespace andon::hdf5
