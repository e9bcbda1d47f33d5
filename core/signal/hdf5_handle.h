#pragma once
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <hdf5.h>
#include <mutex>
#include <span>
#include <string>
#include <vector>

// Private to the sources of core/signal: owns HDF5 identifiers and turns its errors into Result.
namespace andon::hdf5 {

/// Held during every call into HDF5 (and matio, which calls HDF5): the library is not re-entrant. Silences
/// its printing.
class Lock {
public:
  Lock();

private:
  std::lock_guard<std::recursive_mutex> guard_;
};

/// Closes an identifier of any kind. Negative = nothing.
class Id {
public:
  Id() = default;
  Id(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Id(Id&& other) noexcept { swap(other); }
  Id& operator=(Id&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Id() { reset(); }
  operator hid_t() const { return id_; } // NOLINT: it stands for the identifier in every call
  explicit operator bool() const { return id_ >= 0; }
  void reset();

private:
  void swap(Id& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
  }
  hid_t id_ = -1;
  herr_t (*close_)(hid_t) = nullptr;
};

/// The innermost message of the library's error stack.
std::string last_error();

/// New file with reproducible bytes: no times, newest checksummed metadata.
Result<Id> create_file(const std::filesystem::path& path);
Result<Id> open_file(const std::filesystem::path& path);
Result<Id> create_group(hid_t parent, const std::string& name);
/// Link name of a sensor: '/', '%' and a leading '.' are written as %XX.
std::string link_name(const std::string& text);

/// Creation properties without times.
Id dataset_properties();
Result<void> write_array(hid_t parent, const std::string& name, hid_t type, std::span<const hsize_t> shape,
                         const void* data);
/// Fixed-length, zero-padded UTF-8 strings, [n].
Result<void> write_strings(hid_t parent, const std::string& name, const std::vector<std::string>& texts);
Result<void> write_attribute(hid_t object, const std::string& name, const std::string& text);
Result<void> write_attribute(hid_t object, const std::string& name, double value);
Result<void> write_attribute(hid_t object, const std::string& name, std::int64_t value);
/// [n] numbers; nothing is written when there are none.
Result<void> write_attribute(hid_t object, const std::string& name, std::span<const double> values);

/// Text of a string attribute, "" when absent or not a string.
std::string text_attribute(hid_t object, const std::string& name);
/// Numeric attribute, or `otherwise`.
double number_attribute(hid_t object, const std::string& name, double otherwise);
/// An attribute of one axis with at most 65,536 numbers; empty when absent.
std::vector<double> numbers_attribute(hid_t object, const std::string& name);
/// Dimensions of a data set. Errors: parse.
Result<std::vector<hsize_t>> shape_of(hid_t dataset);
/// Fixed or variable strings, [n], at most `limit` of them.
Result<std::vector<std::string>> read_strings(hid_t parent, const std::string& name, std::size_t limit);
/// Numbers [n] as double, at most `limit` of them.
Result<std::vector<double>> read_numbers(hid_t parent, const std::string& name, std::size_t limit);
/// `count` elements of the last axis from `from`, for row `row` of a [rows, time] (or [time]) data set.
Result<void> read_row(hid_t dataset, std::uint64_t row, std::uint64_t from, std::uint64_t count, hid_t type,
                      void* out);

} // namespace andon::hdf5
