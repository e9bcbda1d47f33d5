#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// What a recorded array is: one value a sample, half of a 32-bit value, or single bits that mean something
/// each.
enum class SensorType { unknown, one_word, two_words, bits };
std::string to_string(SensorType type); ///< "", "one_word", "two_words", "bits"
/// False and `type` untouched when the word is unknown.
bool sensor_type_from_string(const std::string& text, SensorType& type);

/// Which half of a 32-bit value a 16-bit word holds.
enum class WordPart { none, low, high };
std::string to_string(WordPart part); ///< "", "low", "high"
bool word_part_from_string(const std::string& text, WordPart& part);

/// Facts about a sensor beyond its numbers: from a generator, a column map or a person's decode editor.
/// Defaults mean "not known".
struct SensorMeta {
  SensorType type = SensorType::unknown;
  bool words = false;         ///< values are raw 16-bit words, 0 … 65535; written as uint16
  bool swapped_bytes = false; ///< the two bytes of every word were recorded in the other order
  bool raw32 = false;         ///< with its pair it makes one 32-bit value
  WordPart part = WordPart::none;
  std::int64_t bit_start = -1;   ///< lowest bit that carries information, -1 = not known
  std::int64_t bit_mask = 0;     ///< bits that are fields of their own (flags, toggles, counters) and move
  std::string pair;              ///< id of the sensor that holds the other half
  std::string group;             ///< sensors that share a cause have the same group
  std::vector<double> rollovers; ///< seconds at which the low half passes its end; kept at the low half

  bool operator==(const SensorMeta&) const = default;
  bool known() const { return *this != SensorMeta{}; }
};

} // namespace andon
