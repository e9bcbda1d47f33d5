#include "core/signal/sensor_meta.h"

#include <array>
#include <utility>

namespace andon {
namespace {

constexpr std::array<std::pair<SensorType, const char*>, 4> types{{{SensorType::unknown, ""},
                                                                   {SensorType::one_word, "one_word"},
                                                                   {SensorType::two_words, "two_words"},
                                                                   {SensorType::bits, "bits"}}};
constexpr std::array<std::pair<WordPart, const char*>, 3> parts{
    {{WordPart::none, ""}, {WordPart::low, "low"}, {WordPart::high, "high"}}};

template <class Names, class Value>
std::string name_in(const Names& names, Value value) {
  for (const auto& [each, name] : names)
    if (each == value)
      return name;
  return "";
}

template <class Names, class Value>
bool value_in(const Names& names, const std::string& text, Value& value) {
  for (const auto& [each, name] : names)
    if (text == name) {
      value = each;
      return true;
    }
  return false;
}

} // namespace

std::string to_string(SensorType type) {
  return name_in(types, type);
}
bool sensor_type_from_string(const std::string& text, SensorType& type) {
  return value_in(types, text, type);
}
std::string to_string(WordPart part) {
  return name_in(parts, part);
}
bool word_part_from_string(const std::string& text, WordPart& part) {
  return value_in(parts, text, part);
}

} // namespace andon
