#include "core/base/pickle_values.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>

namespace andon {
namespace {

using Kind = PickleNode::Kind;
constexpr std::size_t largest = 16ULL << 20, most_nodes = 2'000'000;

class Machine {
public:
  Machine(std::string_view bytes, const std::vector<std::string>& allowed, const std::string& where)
      : bytes_(bytes.substr(0, largest)), allowed_(allowed), where_(where) {}
  Result<PickleValues> run();

private:
  using Step = Result<void>;
  tl::unexpected<Error> corrupt(const std::string& what) const {
    return fail(ErrorCode::corrupt,
                where_ + ": the pickle is damaged at byte " + std::to_string(position_) + " (" + what + ")");
  }
  Result<std::string_view> take(std::uint64_t count);
  Result<std::uint64_t> number(int width);
  Result<std::string_view> line();
  std::uint32_t add(PickleNode node);
  void push(PickleNode node) { stack_.push_back(add(std::move(node))); }
  Result<std::uint32_t> pop();
  Result<std::vector<std::uint32_t>> pop_to_mark();
  Result<PickleNode*> top(Kind kind, Kind other);

  Step step(unsigned char code);
  Step constants(unsigned char code, bool& done);
  Step containers(unsigned char code, bool& done);
  Step memory(unsigned char code, bool& done);
  Step objects(unsigned char code, bool& done);
  Step text(int width);
  Step long_integer();
  Step tuple_of(int count);
  Step append(std::vector<std::uint32_t> items);
  Step insert(std::vector<std::uint32_t> items);
  Step name(const std::string& full);
  Step remember(std::uint64_t key);
  Step recall(std::uint64_t key);

  std::string_view bytes_;
  const std::vector<std::string>& allowed_;
  const std::string& where_;
  std::size_t position_ = 0;
  PickleValues values_;
  std::vector<std::uint32_t> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, std::uint32_t> memo_;
};

Result<std::string_view> Machine::take(std::uint64_t count) {
  if (count > bytes_.size() - position_)
    return corrupt("it is cut off");
  const std::string_view part = bytes_.substr(position_, count);
  position_ += count;
  return part;
}

Result<std::uint64_t> Machine::number(int width) {
  ANDON_ASSIGN(const std::string_view part, take(static_cast<std::uint64_t>(width)));
  std::uint64_t value = 0;
  for (int i = width - 1; i >= 0; --i)
    value = value << 8 | static_cast<unsigned char>(part[static_cast<std::size_t>(i)]);
  return value;
}

Result<std::string_view> Machine::line() {
  const std::size_t end = bytes_.find('\n', position_);
  if (end == std::string_view::npos || end - position_ > 1000)
    return corrupt("a name does not end");
  const std::string_view part = bytes_.substr(position_, end - position_);
  position_ = end + 1;
  return part;
}

std::uint32_t Machine::add(PickleNode node) {
  values_.nodes.push_back(std::move(node));
  return static_cast<std::uint32_t>(values_.nodes.size() - 1);
}

Result<std::uint32_t> Machine::pop() {
  if (stack_.size() <= (marks_.empty() ? 0 : marks_.back()))
    return corrupt("a value is missing");
  const std::uint32_t value = stack_.back();
  stack_.pop_back();
  return value;
}

Result<std::vector<std::uint32_t>> Machine::pop_to_mark() {
  if (marks_.empty())
    return corrupt("a mark is missing");
  std::vector<std::uint32_t> items(stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back()), stack_.end());
  stack_.resize(marks_.back());
  marks_.pop_back();
  return items;
}

Result<PickleNode*> Machine::top(Kind kind, Kind other) {
  if (stack_.size() <= (marks_.empty() ? 0 : marks_.back()))
    return corrupt("a value is missing");
  PickleNode& node = values_.nodes[stack_.back()];
  if (node.kind != kind && node.kind != other)
    return corrupt("a value has another kind");
  return &node;
}

Machine::Step Machine::text(int width) {
  ANDON_ASSIGN(const std::uint64_t length, number(width));
  ANDON_ASSIGN(const std::string_view part, take(length));
  push({.kind = Kind::text, .text = part});
  return {};
}

Machine::Step Machine::long_integer() {
  ANDON_ASSIGN(const std::uint64_t length, number(1));
  ANDON_ASSIGN(const std::string_view part, take(length));
  // Only the mark at the front of old files is longer than a machine word; its low bytes tell it well enough.
  std::uint64_t value = !part.empty() && part.back() < 0 ? ~0ULL : 0;
  for (std::size_t i = std::min<std::size_t>(part.size(), 8); i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(part[i]);
  push({.kind = Kind::integer, .integer = static_cast<std::int64_t>(value)});
  return {};
}

Machine::Step Machine::constants(unsigned char code, bool& done) {
  done = true;
  switch (code) {
  case 'N':
    push({});
    return {};
  case 0x88:
    push({.kind = Kind::boolean, .integer = 1});
    return {};
  case 0x89:
    push({.kind = Kind::boolean, .integer = 0});
    return {};
  case 'K':
  case 'M': {
    ANDON_ASSIGN(const std::uint64_t value, number(code == 'K' ? 1 : 2));
    push({.kind = Kind::integer, .integer = static_cast<std::int64_t>(value)});
    return {};
  }
  case 'J': {
    ANDON_ASSIGN(const std::uint64_t value, number(4));
    push({.kind = Kind::integer, .integer = static_cast<std::int32_t>(value)});
    return {};
  }
  case 0x8a:
    return long_integer();
  case 'G': {
    ANDON_ASSIGN(const std::uint64_t value, number(8));
    push({.kind = Kind::real, .real = std::bit_cast<double>(__builtin_bswap64(value))});
    return {};
  }
  case 'X':
  case 'T':
    return text(4);
  case 0x8c:
  case 'U':
    return text(1);
  default:
    done = false;
    return {};
  }
}

Machine::Step Machine::tuple_of(int count) {
  PickleNode node{.kind = Kind::tuple};
  node.items.resize(static_cast<std::size_t>(count));
  for (int i = count; i-- > 0;) {
    ANDON_ASSIGN(node.items[static_cast<std::size_t>(i)], pop());
  }
  push(std::move(node));
  return {};
}

Machine::Step Machine::append(std::vector<std::uint32_t> items) {
  ANDON_ASSIGN(PickleNode * list, top(Kind::list, Kind::list));
  list->items.insert(list->items.end(), items.begin(), items.end());
  return {};
}

Machine::Step Machine::insert(std::vector<std::uint32_t> items) {
  ANDON_ASSIGN(PickleNode * dict, top(Kind::dict, Kind::dict));
  if (items.size() % 2 != 0)
    return corrupt("a key has no value");
  dict->items.insert(dict->items.end(), items.begin(), items.end());
  return {};
}

Machine::Step Machine::containers(unsigned char code, bool& done) {
  done = true;
  switch (code) {
  case '(':
    marks_.push_back(stack_.size());
    return {};
  case '}':
    push({.kind = Kind::dict});
    return {};
  case ']':
    push({.kind = Kind::list});
    return {};
  case ')':
    return tuple_of(0);
  case 0x85:
    return tuple_of(1);
  case 0x86:
    return tuple_of(2);
  case 0x87:
    return tuple_of(3);
  case 't': {
    ANDON_ASSIGN(std::vector<std::uint32_t> items, pop_to_mark());
    push({.kind = Kind::tuple, .items = std::move(items)});
    return {};
  }
  case 'a': {
    ANDON_ASSIGN(const std::uint32_t value, pop());
    return append({value});
  }
  case 'e': {
    ANDON_ASSIGN(std::vector<std::uint32_t> items, pop_to_mark());
    return append(std::move(items));
  }
  case 's': {
    ANDON_ASSIGN(const std::uint32_t value, pop());
    ANDON_ASSIGN(const std::uint32_t key, pop());
    return insert({key, value});
  }
  case 'u': {
    ANDON_ASSIGN(std::vector<std::uint32_t> items, pop_to_mark());
    return insert(std::move(items));
  }
  default:
    done = false;
    return {};
  }
}

Machine::Step Machine::remember(std::uint64_t key) {
  if (stack_.empty())
    return corrupt("a value is missing");
  memo_[key] = stack_.back();
  return {};
}

Machine::Step Machine::recall(std::uint64_t key) {
  const auto found = memo_.find(key);
  if (found == memo_.end())
    return corrupt("a value is referred to before it exists");
  stack_.push_back(found->second);
  return {};
}

Machine::Step Machine::memory(unsigned char code, bool& done) {
  done = true;
  switch (code) {
  case 'q':
  case 'r': {
    ANDON_ASSIGN(const std::uint64_t key, number(code == 'q' ? 1 : 4));
    return remember(key);
  }
  case 0x94:
    return remember(memo_.size());
  case 'h':
  case 'j': {
    ANDON_ASSIGN(const std::uint64_t key, number(code == 'h' ? 1 : 4));
    return recall(key);
  }
  default:
    done = false;
    return {};
  }
}

/// Letters that a message may show.
std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, 200))
    result += c > 32 && c < 127 ? c : '?';
  return result;
}

Machine::Step Machine::name(const std::string& full) {
  const auto found = std::find(allowed_.begin(), allowed_.end(), full);
  if (found == allowed_.end()) {
    const std::size_t space = full.find(' ');
    return fail(ErrorCode::unsupported,
                where_ + ": it wants to use '" + printable(full.substr(0, space)) + "." +
                    printable(full.substr(space + 1)) +
                    "'; only tensors are read and nothing is executed. Save a state dict of tensors alone");
  }
  push({.kind = Kind::name, .text = *found});
  return {};
}

Machine::Step Machine::objects(unsigned char code, bool& done) {
  done = true;
  switch (code) {
  case 'c': {
    ANDON_ASSIGN(const std::string_view module, line());
    ANDON_ASSIGN(const std::string_view object, line());
    return name(std::string(module) + " " + std::string(object));
  }
  case 0x93: {
    ANDON_ASSIGN(const std::uint32_t object, pop());
    ANDON_ASSIGN(const std::uint32_t module, pop());
    return name(std::string(values_.at(module).text) + " " + std::string(values_.at(object).text));
  }
  case 'R': {
    ANDON_ASSIGN(const std::uint32_t arguments, pop());
    ANDON_ASSIGN(const std::uint32_t callee, pop());
    if (values_.at(callee).kind != Kind::name || values_.at(arguments).kind != Kind::tuple)
      return corrupt("something other than a name is called");
    const bool dict = values_.at(callee).text == "collections OrderedDict";
    if (dict && !values_.at(arguments).items.empty())
      return fail(ErrorCode::unsupported,
                  where_ + ": an OrderedDict is built from arguments; save the state dict again");
    push(dict ? PickleNode{.kind = Kind::dict}
              : PickleNode{.kind = Kind::call, .items = {callee, arguments}});
    return {};
  }
  case 'Q': {
    ANDON_ASSIGN(const std::uint32_t id, pop());
    push({.kind = Kind::persistent, .items = {id}});
    return {};
  }
  case 'b': {
    ANDON_TRY(pop());
    return top(Kind::dict, Kind::call).map([](PickleNode*) {});
  }
  default:
    done = false;
    return {};
  }
}

Machine::Step Machine::step(unsigned char code) {
  if (values_.nodes.size() >= most_nodes)
    return fail(ErrorCode::limit_exceeded, where_ + ": the pickle holds more than 2 million values");
  bool done = false;
  for (const auto part : {&Machine::constants, &Machine::containers, &Machine::memory, &Machine::objects}) {
    ANDON_TRY((this->*part)(code, done));
    if (done)
      return {};
  }
  constexpr char digits[] = "0123456789abcdef";
  return fail(ErrorCode::unsupported, where_ + ": the pickle uses opcode 0x" + digits[code >> 4] +
                                          digits[code & 15] +
                                          ", which tensors do not need; nothing of it is executed");
}

Result<PickleValues> Machine::run() {
  if (bytes_.size() < 2 || static_cast<unsigned char>(bytes_[0]) != 0x80 || bytes_[1] < 2 || bytes_[1] > 5)
    return corrupt("it is not of protocol 2 to 5");
  position_ = 2;
  while (true) {
    ANDON_ASSIGN(const std::uint64_t code, number(1));
    if (code == '.')
      break;
    if (code == 0x95)
      ANDON_TRY(number(8)); // the length of a frame
    else
      ANDON_TRY(step(static_cast<unsigned char>(code)));
  }
  ANDON_ASSIGN(values_.root, pop());
  if (!stack_.empty() || !marks_.empty())
    return corrupt("values are left over");
  values_.length = position_;
  return std::move(values_);
}

} // namespace

Result<PickleValues> parse_pickle(std::string_view bytes, const std::vector<std::string>& allowed,
                                  const std::string& where) {
  return Machine(bytes, allowed, where).run();
}

} // namespace andon
