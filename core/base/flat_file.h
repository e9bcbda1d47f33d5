#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace andon {

class FlatTable;

/// Reads FlatBuffers by field number without a schema. Every offset is checked against the file at the moment
/// it is followed; the first that leads outside is remembered and yields zero or nothing from then on, so a
/// caller reads on without care and asks problem() at the end. Nothing is copied but small vectors.
/// Threads: one at a time.
class FlatFile {
public:
  /// `bytes` must outlive it and everything read from it.
  explicit FlatFile(std::string_view bytes) : bytes_(bytes) {}
  FlatTable root();
  /// The four letters behind the root offset.
  std::string_view identifier() const { return bytes_.size() < 8 ? "" : bytes_.substr(4, 4); }
  /// Empty when everything read so far was inside the file.
  const std::string& problem() const { return problem_; }
  void note(const std::string& problem);

private:
  friend class FlatTable;
  template <class T>
  T at(std::uint64_t position);
  /// Where the offset stored at `position` leads to; 0 = nowhere.
  std::uint64_t follow(std::uint64_t position);
  std::string_view bytes_;
  std::string problem_;
};

/// One table of a FlatFile. A default one has no fields.
class FlatTable {
public:
  FlatTable() = default;
  bool exists() const { return file_ != nullptr; }
  std::int64_t integer8(int field, std::int64_t otherwise = 0) const;
  std::int64_t integer32(int field, std::int64_t otherwise = 0) const;
  std::uint32_t unsigned32(int field) const;
  FlatTable table(int field) const;
  std::string_view bytes(int field) const;
  /// At most `most` entries; more is a problem of the file.
  std::vector<FlatTable> tables(int field, std::size_t most) const;
  std::vector<std::int32_t> integers32(int field, std::size_t most) const;
  std::vector<std::int64_t> integers64(int field, std::size_t most) const;
  std::vector<float> reals(int field, std::size_t most) const;

private:
  friend class FlatFile;
  FlatTable(FlatFile& file, std::uint64_t position);
  std::uint64_t place(int field) const; ///< 0 = absent
  template <class T>
  std::vector<T> values(int field, std::size_t most) const;

  FlatFile* file_ = nullptr;
  std::uint64_t position_ = 0, fields_ = 0;
  std::uint16_t fields_bytes_ = 0, table_bytes_ = 0;
};

} // namespace andon
