#include "core/base/flat_file.h"

#include <bit>
#include <cstring>

namespace andon {

static_assert(std::endian::native == std::endian::little, "FlatBuffers are little-endian");

void FlatFile::note(const std::string& problem) {
  if (problem_.empty())
    problem_ = problem;
}

template <class T>
T FlatFile::at(std::uint64_t position) {
  T value{};
  if (position > bytes_.size() || bytes_.size() - position < sizeof(T))
    note("an offset leads outside the file");
  else
    std::memcpy(&value, bytes_.data() + position, sizeof(T));
  return value;
}

std::uint64_t FlatFile::follow(std::uint64_t position) {
  const auto offset = at<std::uint32_t>(position);
  if (offset == 0 || position + offset >= bytes_.size()) {
    note("an offset leads outside the file");
    return 0;
  }
  return position + offset;
}

FlatTable FlatFile::root() {
  const std::uint64_t position = follow(0);
  return position == 0 ? FlatTable() : FlatTable(*this, position);
}

FlatTable::FlatTable(FlatFile& file, std::uint64_t position) : file_(&file), position_(position) {
  const std::int64_t fields = static_cast<std::int64_t>(position) - file.at<std::int32_t>(position);
  if (fields < 0) {
    file.note("an offset leads outside the file");
    return;
  }
  fields_ = static_cast<std::uint64_t>(fields);
  fields_bytes_ = file.at<std::uint16_t>(fields_);
  table_bytes_ = file.at<std::uint16_t>(fields_ + 2);
}

std::uint64_t FlatTable::place(int field) const {
  const std::uint64_t slot = 4 + 2 * static_cast<std::uint64_t>(field);
  if (!file_ || slot + 2 > fields_bytes_)
    return 0;
  const auto offset = file_->at<std::uint16_t>(fields_ + slot);
  if (offset == 0)
    return 0;
  if (offset < 4 || offset >= table_bytes_) {
    file_->note("a field lies outside its table");
    return 0;
  }
  return position_ + offset;
}

std::int64_t FlatTable::integer8(int field, std::int64_t otherwise) const {
  const std::uint64_t at = place(field);
  return at ? file_->at<std::int8_t>(at) : otherwise;
}

std::int64_t FlatTable::integer32(int field, std::int64_t otherwise) const {
  const std::uint64_t at = place(field);
  return at ? file_->at<std::int32_t>(at) : otherwise;
}

std::uint32_t FlatTable::unsigned32(int field) const {
  const std::uint64_t at = place(field);
  return at ? file_->at<std::uint32_t>(at) : 0;
}

FlatTable FlatTable::table(int field) const {
  const std::uint64_t at = place(field);
  const std::uint64_t position = at ? file_->follow(at) : 0;
  return position ? FlatTable(*file_, position) : FlatTable();
}

std::string_view FlatTable::bytes(int field) const {
  const std::uint64_t at = place(field);
  const std::uint64_t start = at ? file_->follow(at) : 0;
  if (start == 0)
    return {};
  const auto length = file_->at<std::uint32_t>(start);
  if (start + 4 + length > file_->bytes_.size()) {
    file_->note("a vector ends outside the file");
    return {};
  }
  return file_->bytes_.substr(start + 4, length);
}

template <class T>
std::vector<T> FlatTable::values(int field, std::size_t most) const {
  const std::uint64_t at = place(field);
  const std::uint64_t start = at ? file_->follow(at) : 0;
  if (start == 0)
    return {};
  const auto count = file_->at<std::uint32_t>(start);
  if (count > most || start + 4 + std::uint64_t{count} * sizeof(T) > file_->bytes_.size()) {
    file_->note("a vector is too long");
    return {};
  }
  std::vector<T> result(count);
  for (std::size_t i = 0; i < count; ++i)
    result[i] = file_->at<T>(start + 4 + i * sizeof(T));
  return result;
}

std::vector<FlatTable> FlatTable::tables(int field, std::size_t most) const {
  std::vector<FlatTable> result;
  const std::vector<std::uint32_t> offsets = values<std::uint32_t>(field, most);
  if (offsets.empty())
    return result;
  const std::uint64_t first = file_->follow(place(field)) + 4;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const std::uint64_t position = file_->follow(first + 4 * i);
    result.push_back(position ? FlatTable(*file_, position) : FlatTable());
  }
  return result;
}

std::vector<std::int32_t> FlatTable::integers32(int field, std::size_t most) const {
  return values<std::int32_t>(field, most);
}
std::vector<std::int64_t> FlatTable::integers64(int field, std::size_t most) const {
  return values<std::int64_t>(field, most);
}
std::vector<float> FlatTable::reals(int field, std::size_t most) const {
  return values<float>(field, most);
}

} // namespace andon
