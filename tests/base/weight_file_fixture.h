#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace andon {

inline std::string little(std::uint64_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i)
    bytes.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  return bytes;
}

/// What is wrong with an archive.
struct ZipFaults {
  int method = 0, flags = 0;
  std::uint64_t claimed_size = 0, claimed_packed = 0, claimed_entries = 0; ///< 0 = the truth
  bool wrong_checksum = false, all_at_first = false;
  std::string second_name; ///< of the second entry in the directory
};

inline std::uint32_t checksum(const std::string& bytes) {
  std::uint32_t state = 0xffffffffU;
  for (const char c : bytes) {
    state ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      state = state >> 1 ^ (state & 1 ? 0xedb88320U : 0);
  }
  return ~state;
}

inline std::string make_zip(const std::vector<std::pair<std::string, std::string>>& entries,
                            const ZipFaults& faults = {}) {
  std::string data, directory;
  for (const auto& [name, content] : entries) {
    const std::uint32_t sum = checksum(content) + (faults.wrong_checksum ? 1 : 0);
    const std::uint64_t size = faults.claimed_size ? faults.claimed_size : content.size();
    const std::uint64_t packed = faults.claimed_packed ? faults.claimed_packed : content.size();
    const std::string common = little(20, 2) + little(static_cast<std::uint64_t>(faults.flags), 2) +
                               little(static_cast<std::uint64_t>(faults.method), 2) + little(0, 4) +
                               little(sum, 4) + little(packed, 4) + little(size, 4) + little(name.size(), 2) +
                               little(0, 2);
    directory += "PK\x01\x02" + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) +
                 little(0, 4) + little(faults.all_at_first ? 0 : data.size(), 4) + name;
    data += "PK\x03\x04" + common + name + content;
  }
  const std::uint64_t count = faults.claimed_entries ? faults.claimed_entries : entries.size();
  return data + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
         little(directory.size(), 4) + little(data.size(), 4) + little(0, 2);
}

/// Lays a FlatBuffer out from its end to its front, so that references lead forward to what was put before.
/// Positions are counted from the end of the file.
class FlatLayout {
public:
  struct Field {
    int number;
    int width;           ///< 4 = a scalar, 0 = a reference
    std::uint64_t value; ///< the scalar, or the position
  };
  std::string finish(std::uint64_t root, const std::string& mark);
  std::uint64_t vector(const std::string& raw, std::uint64_t count);
  std::uint64_t references(const std::vector<std::uint64_t>& targets);
  std::uint64_t table(const std::vector<Field>& fields);

private:
  std::uint64_t put(const std::string& bytes) {
    const std::size_t padding = (4 - (tail_.size() + bytes.size()) % 4) % 4;
    tail_ = bytes + std::string(padding, '\0') + tail_;
    return tail_.size();
  }
  std::string tail_;
};

inline std::uint64_t FlatLayout::vector(const std::string& raw, std::uint64_t count) {
  return put(little(count, 4) + raw);
}

inline std::uint64_t FlatLayout::references(const std::vector<std::uint64_t>& targets) {
  const std::uint64_t start = tail_.size() + 4 + 4 * targets.size();
  std::string raw;
  for (std::size_t i = 0; i < targets.size(); ++i)
    raw += little(start - 4 - 4 * i - targets[i], 4);
  return vector(raw, targets.size());
}

inline std::uint64_t FlatLayout::table(const std::vector<Field>& fields) {
  // The table is [offset to its field list][one 4-byte slot a field]; the list lies in front of it.
  const std::uint64_t table_bytes = 4 + 4 * fields.size();
  const std::uint64_t position = tail_.size() + table_bytes;
  int last = 0;
  for (const Field& field : fields)
    last = field.number > last ? field.number : last;
  std::string list = little(4 + 2 * (static_cast<std::uint64_t>(last) + 1), 2) + little(table_bytes, 2);
  std::string slots;
  for (int number = 0; number <= last; ++number) {
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].number == number)
        at = 4 + 4 * i;
    list += little(at, 2);
  }
  for (std::size_t i = 0; i < fields.size(); ++i)
    slots += little(fields[i].width ? fields[i].value : position - 4 - 4 * i - fields[i].value, 4);
  list.append((4 - list.size() % 4) % 4, '\0');
  put(little(list.size(), 4) + slots);
  put(list);
  return position;
}

inline std::string FlatLayout::finish(std::uint64_t root, const std::string& mark) {
  const std::uint64_t total = tail_.size() + 8;
  return little(total - root, 4) + mark + tail_;
}

/// One convolution: weights [4, 1, 1, 1] quantised by 0.5 around 2, bias 1.5 in half precision.
inline std::string make_tflite() {
  FlatLayout flat;
  const auto bytes = [&](const std::string& raw) { return flat.vector(raw, raw.size()); };
  const auto integers = [&](const std::vector<std::int64_t>& values) {
    std::string raw;
    for (const std::int64_t value : values)
      raw += little(static_cast<std::uint64_t>(value), 4);
    return flat.vector(raw, values.size());
  };
  const std::uint64_t none = flat.table({});
  const std::uint64_t weight = flat.table({{0, 0, bytes(std::string("\x00\x02\x03\x7f", 4))}});
  const std::uint64_t bias = flat.table({{0, 0, bytes(std::string("\x00\x3e", 2))}});
  const std::uint64_t buffers = flat.references({none, weight, bias});
  const std::uint64_t scale =
      flat.table({{2, 0, flat.vector(little(0x3f000000, 4), 1)}, {3, 0, flat.vector(little(2, 8), 1)}});
  const auto tensor = [&](const std::string& name, const std::vector<std::int64_t>& shape, std::uint64_t type,
                          std::uint64_t buffer, bool quantised) {
    std::vector<FlatLayout::Field> fields{
        {0, 0, integers(shape)}, {1, 4, type}, {2, 4, buffer}, {3, 0, bytes(name)}};
    if (quantised)
      fields.push_back({4, 0, scale});
    return flat.table(fields);
  };
  const std::uint64_t tensors =
      flat.references({tensor("in", {1, 4, 4, 1}, 0, 0, false), tensor("w", {4, 1, 1, 1}, 3, 1, true),
                       tensor("b", {1}, 1, 2, false), tensor("out", {1, 2, 2, 4}, 0, 0, false)});
  const std::uint64_t options = flat.table({{0, 4, 0}, {1, 4, 2}, {2, 4, 3}, {3, 4, 3}});
  const std::uint64_t op =
      flat.table({{0, 4, 0}, {1, 0, integers({0, 1, 2})}, {2, 0, integers({3})}, {4, 0, options}});
  const std::uint64_t graph = flat.table(
      {{0, 0, tensors}, {1, 0, integers({0})}, {2, 0, integers({3})}, {3, 0, flat.references({op})}});
  const std::uint64_t code = flat.table({{0, 4, 3}, {3, 4, 3}});
  const std::uint64_t model =
      flat.table({{1, 0, flat.references({code})}, {2, 0, flat.references({graph})}, {4, 0, buffers}});
  return flat.finish(model, "TFL3");
}

} // namespace andon
