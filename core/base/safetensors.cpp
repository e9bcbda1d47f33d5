#include "core/base/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <set>

namespace andon {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

constexpr std::uint64_t largest_header = 16ULL << 20;
constexpr std::size_t most_tensors = 10000;
constexpr std::size_t deepest = 3; // file object, tensor object, shape array

struct TypeRow {
  TensorType type;
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<TypeRow, 10> type_rows{{{TensorType::f64, "F64", 8},
                                             {TensorType::f32, "F32", 4},
                                             {TensorType::f16, "F16", 2},
                                             {TensorType::bf16, "BF16", 2},
                                             {TensorType::i64, "I64", 8},
                                             {TensorType::i32, "I32", 4},
                                             {TensorType::i16, "I16", 2},
                                             {TensorType::i8, "I8", 1},
                                             {TensorType::u8, "U8", 1},
                                             {TensorType::boolean, "BOOL", 1}}};

const TypeRow& row_of(TensorType type) {
  return type_rows[static_cast<std::size_t>(type)];
}

struct Entry {
  NamedTensor tensor;
  std::uint64_t begin = 0, end = 0;
};

tl::unexpected<Error> corrupt(const std::string& where, const std::string& what) {
  return fail(ErrorCode::corrupt, where + ": " + what + "; the file is damaged or not safetensors");
}

/// Bytes that shape × type needs, or nothing when the product does not fit.
std::optional<std::uint64_t> bytes_needed(const std::vector<std::int64_t>& shape, TensorType type) {
  std::uint64_t total = size_of(type);
  for (const std::int64_t extent : shape)
    if (extent < 0 || __builtin_mul_overflow(total, static_cast<std::uint64_t>(extent), &total))
      return std::nullopt;
  return total;
}

std::size_t nesting_depth(std::string_view text) {
  std::size_t depth = 0, maximum = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == '"')
        quoted = false;
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == '{' || text[i] == '[') {
      maximum = std::max(maximum, ++depth);
    } else if ((text[i] == '}' || text[i] == ']') && depth > 0) {
      --depth;
    }
  }
  return maximum;
}

/// The JSON parser keeps the last of two equal keys; a name twice must be refused instead.
Result<nlohmann::json> parse_header(std::string_view text, const std::string& where) {
  if (text.empty() || text.front() != '{')
    return corrupt(where, "the header does not begin with '{'");
  if (nesting_depth(text) > deepest)
    return corrupt(where, "the header is nested deeper than " + std::to_string(deepest) + " levels");
  std::vector<std::set<std::string>> keys;
  std::string twice;
  const auto watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& value) {
    if (event == nlohmann::json::parse_event_t::object_start)
      keys.emplace_back();
    else if (event == nlohmann::json::parse_event_t::object_end)
      keys.pop_back();
    else if (event == nlohmann::json::parse_event_t::key &&
             !keys.back().insert(value.get<std::string>()).second)
      twice = value.get<std::string>();
    return true;
  };
  nlohmann::json header = nlohmann::json::parse(text, watch, false);
  if (header.is_discarded() || !header.is_object())
    return corrupt(where, "the header is not a JSON object");
  if (!twice.empty())
    return corrupt(where, "the header names '" + twice + "' twice");
  return header;
}

Result<Entry> parse_entry(const std::string& name, const nlohmann::json& value, const std::string& where) {
  const std::string at = "tensor '" + name + "' ";
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape") ||
      !value.contains("data_offsets"))
    return corrupt(where, at + "does not have exactly dtype, shape and data_offsets");
  Entry entry;
  entry.tensor.name = name;
  const nlohmann::json& type = value["dtype"];
  const auto row = std::find_if(type_rows.begin(), type_rows.end(), [&](const TypeRow& each) {
    return type.is_string() && type.get_ref<const std::string&>() == each.name;
  });
  if (row == type_rows.end())
    return corrupt(where, at + "has an unknown dtype " + type.dump());
  entry.tensor.type = row->type;
  const nlohmann::json& shape = value["shape"];
  if (!shape.is_array() || shape.size() > 16)
    return corrupt(where, at + "has a shape that is not a list of at most 16 sizes");
  for (const nlohmann::json& extent : shape) {
    if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > (1ULL << 48))
      return corrupt(where, at + "has a size that is not a whole number in range");
    entry.tensor.shape.push_back(extent.get<std::int64_t>());
  }
  const nlohmann::json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
      !offsets[1].is_number_unsigned())
    return corrupt(where, at + "has data_offsets that are not two whole numbers");
  entry.begin = offsets[0].get<std::uint64_t>();
  entry.end = offsets[1].get<std::uint64_t>();
  const auto needed = bytes_needed(entry.tensor.shape, entry.tensor.type);
  if (entry.end < entry.begin || !needed || *needed != entry.end - entry.begin)
    return corrupt(where, at + "has a size in bytes that does not match its shape and dtype");
  return entry;
}

Result<void> parse_metadata(const nlohmann::json& value, TensorSet& set, const std::string& where) {
  if (!value.is_object())
    return corrupt(where, "__metadata__ is not an object");
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string())
      return corrupt(where, "__metadata__ '" + key + "' is not text");
    set.metadata[key] = text.get<std::string>();
  }
  return {};
}

/// Entries must tile [0, data) exactly, without overlaps and gaps.
Result<void> check_tiling(std::vector<Entry>& entries, std::uint64_t data, const std::string& where) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end, a.tensor.name) < std::tie(b.begin, b.end, b.tensor.name);
  });
  std::uint64_t reached = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != reached)
      return corrupt(where, "tensor '" + entry.tensor.name + "' begins at byte " +
                                std::to_string(entry.begin) + " where " + std::to_string(reached) +
                                " was expected");
    reached = entry.end;
  }
  if (reached != data)
    return corrupt(where, "the header describes " + std::to_string(reached) +
                              " bytes of data, the file has " + std::to_string(data));
  return {};
}

std::uint64_t header_length(std::string_view bytes) {
  std::uint64_t length = 0;
  for (int i = 7; i >= 0; --i)
    length = length << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  return length;
}

Result<nlohmann::json> header_of(const TensorSet& set, const std::vector<const NamedTensor*>& order) {
  nlohmann::json header = nlohmann::json::object();
  if (!set.metadata.empty())
    header["__metadata__"] = set.metadata;
  std::uint64_t offset = 0;
  for (const NamedTensor* tensor : order) {
    const std::string at = "tensor '" + tensor->name + "'";
    if (tensor->name.empty() || tensor->name == "__metadata__" || header.contains(tensor->name))
      return fail(ErrorCode::invalid_argument,
                  at + " is unnamed, reserved or named twice; every tensor needs its own name");
    if (bytes_needed(tensor->shape, tensor->type) != tensor->bytes.size())
      return fail(ErrorCode::invalid_argument, at + " has bytes that do not match its shape and type");
    header[tensor->name] = {{"dtype", to_string(tensor->type)},
                            {"shape", tensor->shape},
                            {"data_offsets", {offset, offset + tensor->bytes.size()}}};
    offset += tensor->bytes.size();
  }
  return header;
}

} // namespace

std::string_view to_string(TensorType type) {
  return row_of(type).name;
}
std::size_t size_of(TensorType type) {
  return row_of(type).bytes;
}

const NamedTensor* TensorSet::find(std::string_view name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const NamedTensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

Result<TensorSet> parse_safetensors(std::string_view bytes, const std::string& where) {
  if (bytes.size() < 8)
    return corrupt(where, "shorter than the 8 bytes of the header length");
  const std::uint64_t length = header_length(bytes);
  if (length > largest_header)
    return fail(ErrorCode::limit_exceeded,
                where + ": a header of " + std::to_string(length) +
                    " bytes; at most 16 MB are read. The file is damaged or not safetensors");
  if (length > bytes.size() - 8)
    return corrupt(where, "the header is cut off");
  ANDON_ASSIGN(const nlohmann::json header, parse_header(bytes.substr(8, length), where));
  const std::string_view data = bytes.substr(8 + length);
  if (header.size() > most_tensors + 1)
    return fail(ErrorCode::limit_exceeded,
                where + ": " + std::to_string(header.size()) + " tensors; at most 10,000 are read");
  TensorSet set;
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      ANDON_TRY(parse_metadata(value, set, where));
      continue;
    }
    ANDON_ASSIGN(Entry entry, parse_entry(name, value, where));
    entries.push_back(std::move(entry));
  }
  ANDON_TRY(check_tiling(entries, data.size(), where));
  for (Entry& entry : entries) {
    entry.tensor.bytes = data.substr(entry.begin, entry.end - entry.begin);
    set.tensors.push_back(std::move(entry.tensor));
  }
  return set;
}

Result<TensorSet> read_safetensors(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  ANDON_ASSIGN(const std::string bytes, read_file(path, max_bytes));
  return guard("reading " + path.string(), [&] { return parse_safetensors(bytes, path.string()); });
}

Result<std::string> safetensors_bytes(const TensorSet& set) {
  std::vector<const NamedTensor*> order;
  for (const NamedTensor& tensor : set.tensors)
    order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const NamedTensor* a, const NamedTensor* b) {
    return size_of(a->type) != size_of(b->type) ? size_of(a->type) > size_of(b->type) : a->name < b->name;
  });
  ANDON_ASSIGN(const nlohmann::json header, header_of(set, order));
  std::string text;
  try {
    text = header.dump();
  } catch (const nlohmann::json::exception&) {
    return fail(ErrorCode::invalid_argument, "a tensor name or metadata text is not UTF-8");
  }
  text.append((8 - text.size() % 8) % 8, ' ');
  std::string bytes;
  for (int i = 0; i < 8; ++i)
    bytes.push_back(static_cast<char>(text.size() >> (8 * i) & 0xff));
  bytes += text;
  for (const NamedTensor* tensor : order)
    bytes += tensor->bytes;
  return bytes;
}

Result<void> write_safetensors(const std::filesystem::path& path, const TensorSet& set) {
  ANDON_ASSIGN(const std::string bytes, safetensors_bytes(set));
  return write_atomic(path, bytes);
}

} // namespace andon
