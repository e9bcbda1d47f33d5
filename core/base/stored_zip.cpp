#include "core/base/stored_zip.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace andon {
namespace {

constexpr std::uint64_t most_entries = 20000;
constexpr std::uint32_t end_mark = 0x06054b50, end64_mark = 0x06064b50, locator_mark = 0x07064b50,
                        entry_mark = 0x02014b50, local_mark = 0x04034b50;
constexpr std::uint64_t end_size = 22, locator_size = 20, end64_size = 56, entry_size = 46, local_size = 30;

std::uint64_t number(std::string_view bytes, std::uint64_t at, int width) {
  std::uint64_t value = 0;
  for (int i = width - 1; i >= 0; --i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::uint64_t>(i)]);
  return value;
}

bool inside(std::string_view bytes, std::uint64_t at, std::uint64_t length) {
  return at <= bytes.size() && length <= bytes.size() - at;
}

std::uint32_t crc32(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> rows{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      rows[i] = i;
      for (int bit = 0; bit < 8; ++bit)
        rows[i] = rows[i] >> 1 ^ (rows[i] & 1 ? 0xedb88320U : 0);
    }
    return rows;
  }();
  std::uint32_t state = 0xffffffffU;
  for (const char c : bytes)
    state = state >> 8 ^ table[(state ^ static_cast<unsigned char>(c)) & 0xff];
  return ~state;
}

struct Directory {
  std::uint64_t entries = 0, size = 0, offset = 0;
};

struct Entry {
  std::string name;
  std::uint64_t flags = 0, method = 0, crc = 0, packed = 0, size = 0, local = 0;
};

struct Range {
  std::uint64_t begin, end;
};

class Archive {
public:
  Archive(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}
  Result<std::map<std::string, std::string_view>> read();

private:
  tl::unexpected<Error> corrupt(const std::string& what) const {
    return fail(ErrorCode::corrupt, where_ + ": " + what + "; the file is damaged or not a ZIP archive");
  }
  Result<Directory> find_directory() const;
  Result<Directory> find_directory64(std::uint64_t end) const;
  Result<Entry> read_entry(std::uint64_t& at, std::uint64_t end) const;
  Result<void> read_extra64(std::string_view extra, Entry& entry) const;
  Result<Range> locate(const Entry& entry, std::uint64_t directory) const;

  std::string_view bytes_;
  const std::string& where_;
};

Result<Directory> Archive::find_directory() const {
  if (bytes_.size() < end_size)
    return corrupt("it is shorter than the end record");
  const std::uint64_t last = bytes_.size() - end_size;
  for (std::uint64_t back = 0; back <= std::min<std::uint64_t>(last, 0xffff); ++back) {
    const std::uint64_t at = last - back;
    if (number(bytes_, at, 4) != end_mark || number(bytes_, at + 20, 2) != back)
      continue;
    if (number(bytes_, at + 4, 2) % 0xffff != 0 || number(bytes_, at + 6, 2) % 0xffff != 0)
      return fail(ErrorCode::unsupported, where_ + ": a ZIP archive on several disks cannot be read");
    Directory directory{number(bytes_, at + 10, 2), number(bytes_, at + 12, 4), number(bytes_, at + 16, 4)};
    if (directory.entries == 0xffff || directory.size == 0xffffffff || directory.offset == 0xffffffff) {
      ANDON_ASSIGN(directory, find_directory64(at));
    }
    if (directory.offset > at || directory.size > at - directory.offset)
      return corrupt("its directory lies outside the file");
    return directory;
  }
  return corrupt("it has no end record");
}

Result<Directory> Archive::find_directory64(std::uint64_t end) const {
  if (end < locator_size || number(bytes_, end - locator_size, 4) != locator_mark)
    return corrupt("its ZIP64 locator is missing");
  const std::uint64_t at = number(bytes_, end - locator_size + 8, 8);
  if (!inside(bytes_, at, end64_size) || number(bytes_, at, 4) != end64_mark)
    return corrupt("its ZIP64 end record is missing");
  return Directory{number(bytes_, at + 32, 8), number(bytes_, at + 40, 8), number(bytes_, at + 48, 8)};
}

/// Sizes and offset that did not fit into 32 bits stand in extra field 1, in this order.
Result<void> Archive::read_extra64(std::string_view extra, Entry& entry) const {
  std::uint64_t at = 0;
  while (inside(extra, at, 4)) {
    const std::uint64_t id = number(extra, at, 2), length = number(extra, at + 2, 2);
    at += 4;
    if (!inside(extra, at, length))
      break;
    if (id == 1) {
      std::uint64_t next = at;
      for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.local})
        if (*value == 0xffffffff) {
          if (next + 8 > at + length)
            return corrupt("the ZIP64 sizes of '" + entry.name + "' are cut off");
          *value = number(extra, next, 8);
          next += 8;
        }
    }
    at += length;
  }
  return {};
}

bool safe_name(const std::string& name) {
  if (name.empty() || name.size() > 1024 || name.front() == '/' || name.find('\\') != std::string::npos ||
      name.find('\0') != std::string::npos || name.find(':') != std::string::npos)
    return false;
  const std::string padded = "/" + name + "/";
  return padded.find("/../") == std::string::npos && padded.find("/./") == std::string::npos;
}

Result<Entry> Archive::read_entry(std::uint64_t& at, std::uint64_t end) const {
  if (end - at < entry_size || number(bytes_, at, 4) != entry_mark)
    return corrupt("its directory is cut off or damaged");
  Entry entry;
  entry.flags = number(bytes_, at + 8, 2);
  entry.method = number(bytes_, at + 10, 2);
  entry.crc = number(bytes_, at + 16, 4);
  entry.packed = number(bytes_, at + 20, 4);
  entry.size = number(bytes_, at + 24, 4);
  entry.local = number(bytes_, at + 42, 4);
  const std::uint64_t name = number(bytes_, at + 28, 2), extra = number(bytes_, at + 30, 2),
                      comment = number(bytes_, at + 32, 2);
  if (end - at - entry_size < name + extra + comment)
    return corrupt("its directory is cut off");
  entry.name = bytes_.substr(at + entry_size, name);
  if (!safe_name(entry.name))
    return corrupt("it holds an entry whose name is absolute, climbs or is not plain");
  ANDON_TRY(read_extra64(bytes_.substr(at + entry_size + name, extra), entry));
  at += entry_size + name + extra + comment;
  if (entry.flags & 1U)
    return fail(ErrorCode::unsupported,
                where_ + ": entry '" + entry.name + "' is encrypted; save it without a password");
  if (entry.method != 0 || entry.packed != entry.size)
    return fail(ErrorCode::unsupported,
                where_ + ": entry '" + entry.name + "' is compressed; only stored entries are read");
  return entry;
}

/// Where the data lie; the range begins with the local header.
Result<Range> Archive::locate(const Entry& entry, std::uint64_t directory) const {
  if (entry.local > directory || directory - entry.local < local_size ||
      number(bytes_, entry.local, 4) != local_mark)
    return corrupt("the header of '" + entry.name + "' lies outside the data");
  const std::uint64_t name = number(bytes_, entry.local + 26, 2), extra = number(bytes_, entry.local + 28, 2);
  const std::uint64_t data = entry.local + local_size + name + extra;
  if (data > directory || entry.size > directory - data)
    return corrupt("'" + entry.name + "' ends outside the data");
  if (bytes_.substr(entry.local + local_size, name) != entry.name ||
      number(bytes_, entry.local + 8, 2) != entry.method)
    return corrupt("the header of '" + entry.name + "' disagrees with the directory");
  return Range{entry.local, data + entry.size};
}

Result<std::map<std::string, std::string_view>> Archive::read() {
  ANDON_ASSIGN(const Directory directory, find_directory());
  if (directory.entries > most_entries)
    return fail(ErrorCode::limit_exceeded, where_ + ": " + std::to_string(directory.entries) +
                                               " entries; at most " + std::to_string(most_entries) +
                                               " are read");
  std::map<std::string, std::string_view> result;
  std::vector<Range> ranges;
  std::uint64_t at = directory.offset;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    ANDON_ASSIGN(const Entry entry, read_entry(at, directory.offset + directory.size));
    ANDON_ASSIGN(const Range range, locate(entry, directory.offset));
    const std::string_view data = bytes_.substr(range.end - entry.size, entry.size);
    if (!result.emplace(entry.name, data).second)
      return corrupt("'" + entry.name + "' is there twice");
    ranges.push_back(range);
  }
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  for (std::size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i].begin < ranges[i - 1].end)
      return corrupt("two entries overlap");
  // Only now: entries that overlap could make this long.
  at = directory.offset;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    ANDON_ASSIGN(const Entry entry, read_entry(at, directory.offset + directory.size));
    if (crc32(result[entry.name]) != entry.crc)
      return corrupt("the checksum of '" + entry.name + "' does not match");
  }
  return result;
}

} // namespace

Result<std::map<std::string, std::string_view>> parse_stored_zip(std::string_view bytes,
                                                                 const std::string& where) {
  return Archive(bytes, where).read();
}

} // namespace andon
