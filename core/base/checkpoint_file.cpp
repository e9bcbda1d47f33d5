#include "core/base/checkpoint_file.h"

#include "core/base/atomic_file.h"
#include "core/base/guard.h"
#include "core/base/pickle_values.h"
#include "core/base/stored_zip.h"

#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <set>

namespace andon {
namespace {

using Kind = PickleNode::Kind;

constexpr std::size_t most_tensors = 10000, most_dimensions = 8;
constexpr std::int64_t longest = std::int64_t{1} << 48;
const std::string rebuild_tensor = "torch._utils _rebuild_tensor_v2";
const std::string rebuild_parameter = "torch._utils _rebuild_parameter";

struct StorageRow {
  std::string name;
  TensorType type;
};
const std::array<StorageRow, 10> storages{{{"torch FloatStorage", TensorType::f32},
                                           {"torch HalfStorage", TensorType::f16},
                                           {"torch BFloat16Storage", TensorType::bf16},
                                           {"torch DoubleStorage", TensorType::f64},
                                           {"torch LongStorage", TensorType::i64},
                                           {"torch IntStorage", TensorType::i32},
                                           {"torch ShortStorage", TensorType::i16},
                                           {"torch CharStorage", TensorType::i8},
                                           {"torch ByteStorage", TensorType::u8},
                                           {"torch BoolStorage", TensorType::boolean}}};

std::vector<std::string> allowed_names() {
  std::vector<std::string> names{"collections OrderedDict", rebuild_tensor, rebuild_parameter};
  for (const StorageRow& row : storages)
    names.push_back(row.name);
  return names;
}

struct Storage {
  TensorType type;
  std::string key;
  std::int64_t elements;
};

class Checkpoint {
public:
  Checkpoint(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}
  Result<TensorSet> from_archive();
  Result<TensorSet> from_stream();

private:
  tl::unexpected<Error> corrupt(const std::string& what) const {
    return fail(ErrorCode::corrupt, where_ + ": " + what + "; the file is damaged");
  }
  const PickleNode& node(std::uint32_t position) const { return values_.at(position); }
  Result<std::uint32_t> state_dict() const;
  bool holds_tensors(std::uint32_t dict) const;
  Result<Storage> storage(std::uint32_t position) const;
  Result<std::vector<std::int64_t>> lengths(std::uint32_t position, const std::string& name) const;
  Result<NamedTensor> tensor(std::uint32_t position, const std::string& name);
  Result<NamedTensor> gather(const Storage& source, std::int64_t offset,
                             const std::vector<std::int64_t>& strides, NamedTensor target);
  Result<TensorSet> collect();
  Result<std::map<std::string, Storage>> all_storages() const;
  Result<void> read_stream_data(std::string_view rest, const std::map<std::string, Storage>& known);

  std::string_view bytes_;
  const std::string& where_;
  const std::vector<std::string> allowed_ = allowed_names();
  PickleValues values_;
  std::map<std::string, std::string_view> data_; ///< by storage key
  std::uint64_t taken_ = 0;
};

bool Checkpoint::holds_tensors(std::uint32_t dict) const {
  const PickleNode& each = node(dict);
  for (std::size_t i = 1; each.kind == Kind::dict && i < each.items.size(); i += 2)
    if (node(each.items[i]).kind == Kind::call)
      return true;
  return false;
}

/// The dict itself, or the one that a training script put inside.
Result<std::uint32_t> Checkpoint::state_dict() const {
  const PickleNode& root = node(values_.root);
  if (root.kind != Kind::dict)
    return fail(ErrorCode::unsupported, where_ + ": it holds no state dict; save model.state_dict()");
  if (holds_tensors(values_.root))
    return values_.root;
  for (const std::string_view wanted : {"state_dict", "model", "model_state_dict"})
    for (std::size_t i = 0; i < root.items.size(); i += 2)
      if (node(root.items[i]).text == wanted && holds_tensors(root.items[i + 1]))
        return root.items[i + 1];
  return fail(ErrorCode::unsupported, where_ + ": it holds no tensors; save model.state_dict()");
}

Result<Storage> Checkpoint::storage(std::uint32_t position) const {
  const PickleNode& reference = node(position);
  if (reference.kind != Kind::persistent)
    return corrupt("a tensor has no storage");
  const PickleNode& id = node(reference.items[0]);
  if (id.kind != Kind::tuple || id.items.size() < 5 || node(id.items[0]).text != "storage" ||
      node(id.items[1]).kind != Kind::name || node(id.items[2]).kind != Kind::text ||
      node(id.items[4]).kind != Kind::integer)
    return corrupt("a storage is not described as PyTorch does");
  if (id.items.size() > 5 && node(id.items[5]).kind != Kind::none)
    return fail(ErrorCode::unsupported,
                where_ + ": a storage is a part of another; save the state dict again with a newer PyTorch");
  for (const StorageRow& row : storages)
    if (row.name == node(id.items[1]).text)
      return Storage{row.type, std::string(node(id.items[2]).text), node(id.items[4]).integer};
  return corrupt("a storage has an unknown type");
}

Result<std::vector<std::int64_t>> Checkpoint::lengths(std::uint32_t position, const std::string& name) const {
  const PickleNode& tuple = node(position);
  std::vector<std::int64_t> result;
  if (tuple.kind != Kind::tuple || tuple.items.size() > most_dimensions)
    return corrupt("tensor '" + name + "' has no usable shape");
  for (const std::uint32_t item : tuple.items) {
    result.push_back(node(item).integer);
    if (node(item).kind != Kind::integer || result.back() < 0 || result.back() > longest)
      return corrupt("tensor '" + name + "' has a size or stride out of range");
  }
  return result;
}

Result<NamedTensor> Checkpoint::tensor(std::uint32_t position, const std::string& name) {
  const PickleNode* call = &node(position);
  for (int layer = 0; layer < 2 && call->kind == Kind::call; ++layer) {
    const PickleNode& arguments = node(call->items[1]);
    if (node(call->items[0]).text == rebuild_parameter && !arguments.items.empty()) {
      call = &node(arguments.items[0]);
      continue;
    }
    if (node(call->items[0]).text != rebuild_tensor || arguments.items.size() < 4)
      break;
    ANDON_ASSIGN(const Storage source, storage(arguments.items[0]));
    const PickleNode& offset = node(arguments.items[1]);
    NamedTensor result{name, source.type, {}, ""};
    ANDON_ASSIGN(result.shape, lengths(arguments.items[2], name));
    ANDON_ASSIGN(const std::vector<std::int64_t> strides, lengths(arguments.items[3], name));
    if (offset.kind != Kind::integer || offset.integer < 0 || offset.integer > longest ||
        strides.size() != result.shape.size())
      return corrupt("tensor '" + name + "' has an unusable offset or stride");
    return gather(source, offset.integer, strides, std::move(result));
  }
  return fail(ErrorCode::unsupported,
              where_ + ": entry '" + name + "' is not a tensor; save a state dict of tensors alone");
}

/// Copies a strided view into compact rows.
Result<NamedTensor> Checkpoint::gather(const Storage& source, std::int64_t offset,
                                       const std::vector<std::int64_t>& strides, NamedTensor target) {
  const auto found = data_.find(source.key);
  const std::size_t element = size_of(source.type);
  if (found == data_.end() || source.elements < 0 || source.elements > longest ||
      static_cast<std::uint64_t>(source.elements) * element != found->second.size())
    return corrupt("the data of tensor '" + target.name + "' are missing or of another size");
  std::uint64_t count = 1, last = static_cast<std::uint64_t>(offset);
  for (std::size_t d = 0; d < strides.size(); ++d) {
    std::uint64_t reach = 0;
    if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(target.shape[d]), &count) ||
        __builtin_mul_overflow(static_cast<std::uint64_t>(strides[d]),
                               static_cast<std::uint64_t>(std::max<std::int64_t>(target.shape[d] - 1, 0)),
                               &reach) ||
        __builtin_add_overflow(last, reach, &last))
      return corrupt("tensor '" + target.name + "' has a size out of range");
  }
  const auto available = static_cast<std::uint64_t>(source.elements);
  if (count > available || (count > 0 && last >= available))
    return corrupt("tensor '" + target.name + "' reaches outside its storage");
  taken_ += count * element;
  if (taken_ > 2 * bytes_.size())
    return fail(ErrorCode::limit_exceeded, where_ + ": its tensors together are larger than twice the file");
  target.bytes.resize(count * element);
  std::vector<std::int64_t> index(strides.size(), 0);
  const char* const data = found->second.data();
  std::int64_t from = offset;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::memcpy(target.bytes.data() + i * element, data + static_cast<std::uint64_t>(from) * element,
                element);
    for (std::size_t d = strides.size(); d-- > 0;) {
      from += strides[d];
      if (++index[d] < target.shape[d])
        break;
      from -= strides[d] * target.shape[d];
      index[d] = 0;
    }
  }
  return target;
}

Result<TensorSet> Checkpoint::collect() {
  ANDON_ASSIGN(const std::uint32_t root, state_dict());
  const PickleNode& dict = node(root);
  if (dict.items.size() / 2 > most_tensors)
    return fail(ErrorCode::limit_exceeded, where_ + ": more than 10,000 tensors");
  TensorSet result;
  std::set<std::string> names;
  for (std::size_t i = 0; i < dict.items.size(); i += 2) {
    const PickleNode& key = node(dict.items[i]);
    const std::string name(key.text.substr(0, 1000));
    if (key.kind != Kind::text || name.empty() || !names.insert(name).second)
      return corrupt("an entry has no name of its own");
    ANDON_ASSIGN(NamedTensor each, tensor(dict.items[i + 1], name));
    result.tensors.push_back(std::move(each));
  }
  return result;
}

Result<TensorSet> Checkpoint::from_archive() {
  ANDON_ASSIGN(const auto entries, parse_stored_zip(bytes_, where_));
  std::string folder;
  for (const auto& [name, data] : entries)
    if (const std::size_t slash = name.find('/');
        name.substr(slash + 1) == "data.pkl" && slash != std::string::npos)
      folder = name.substr(0, slash + 1);
  if (folder.empty())
    return corrupt("it is an archive without data.pkl");
  if (const auto order = entries.find(folder + "byteorder");
      order != entries.end() && order->second != "little")
    return fail(ErrorCode::unsupported,
                where_ + ": it was written on a big-endian machine; convert it there");
  const std::string inside = folder + "data/";
  for (const auto& [name, data] : entries)
    if (name.starts_with(inside))
      data_[name.substr(inside.size())] = data;
  ANDON_ASSIGN(values_, parse_pickle(entries.at(folder + "data.pkl"), allowed_, where_));
  return collect();
}

Result<std::map<std::string, Storage>> Checkpoint::all_storages() const {
  std::map<std::string, Storage> known;
  for (std::uint32_t i = 0; i < values_.nodes.size(); ++i)
    if (node(i).kind == Kind::persistent) {
      ANDON_ASSIGN(const Storage each, storage(i));
      const auto [at, fresh] = known.emplace(each.key, each);
      if (!fresh && (at->second.type != each.type || at->second.elements != each.elements))
        return corrupt("a storage is described in two ways");
    }
  return known;
}

/// Behind the pickles: for each storage, in the order of a last list, its number of elements and its bytes.
Result<void> Checkpoint::read_stream_data(std::string_view rest,
                                          const std::map<std::string, Storage>& known) {
  ANDON_ASSIGN(const PickleValues keys, parse_pickle(rest, {}, where_));
  rest.remove_prefix(keys.length);
  if (keys.at(keys.root).kind != Kind::list)
    return corrupt("the list of storages is missing");
  for (const std::uint32_t item : keys.at(keys.root).items) {
    const auto found = known.find(std::string(keys.at(item).text));
    std::uint64_t elements = 0;
    if (found == known.end() || rest.size() < sizeof elements)
      return corrupt("a storage is unknown or cut off");
    std::memcpy(&elements, rest.data(), sizeof elements);
    rest.remove_prefix(sizeof elements);
    const std::size_t element = size_of(found->second.type);
    if (elements > rest.size() / element)
      return corrupt("a storage is cut off");
    if (!data_.emplace(found->first, rest.substr(0, elements * element)).second)
      return corrupt("a storage is there twice");
    rest.remove_prefix(elements * element);
  }
  return {};
}

/// Mark, protocol version, machine facts, the object, then the data.
Result<TensorSet> Checkpoint::from_stream() {
  std::string_view rest = bytes_;
  for (int part = 0; part < 3; ++part) {
    ANDON_ASSIGN(const PickleValues values, parse_pickle(rest, {}, where_));
    const PickleNode& root = values.at(values.root);
    if (part == 1 && root.integer != 1001)
      return fail(ErrorCode::unsupported,
                  where_ + ": a PyTorch stream of an unknown version; load it in Python and save it again");
    for (std::size_t i = 0; part == 2 && i + 1 < root.items.size(); i += 2)
      if (values.at(root.items[i]).text == "little_endian" && values.at(root.items[i + 1]).integer == 0)
        return fail(ErrorCode::unsupported,
                    where_ + ": it was written on a big-endian machine; convert it there");
    rest.remove_prefix(values.length);
  }
  ANDON_ASSIGN(values_, parse_pickle(rest, allowed_, where_));
  rest.remove_prefix(values_.length);
  ANDON_ASSIGN(const auto known, all_storages());
  ANDON_TRY(read_stream_data(rest, known));
  return collect();
}

bool is_stream(std::string_view bytes) {
  constexpr std::string_view mark("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
  return bytes.starts_with(mark);
}

} // namespace

bool is_checkpoint(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || is_stream(bytes);
}

Result<TensorSet> parse_checkpoint(std::string_view bytes, const std::string& where) {
  return guard("reading " + where, [&]() -> Result<TensorSet> {
    if (is_stream(bytes))
      return Checkpoint(bytes, where).from_stream();
    if (bytes.starts_with("PK\x03\x04"))
      return Checkpoint(bytes, where).from_archive();
    return fail(ErrorCode::unsupported, where + ": not a file that torch.save wrote; in Python, "
                                                "torch.save(torch.load(FILE), NEW) converts older ones");
  });
}

Result<TensorSet> read_checkpoint(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  ANDON_ASSIGN(const std::string bytes, read_file(path, max_bytes));
  return parse_checkpoint(bytes, path.string());
}

} // namespace andon
