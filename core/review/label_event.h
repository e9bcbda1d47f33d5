#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace andon {

/// What a person says of an item. The ids are kept for ever; what people read is translated elsewhere, so
/// that renaming or reordering classes changes no stored label.
namespace label_class {
inline constexpr const char* normal = "normal";
inline constexpr const char* abnormal = "abnormal";
inline constexpr const char* unsure = "unsure";
} // namespace label_class
/// Every class id, in display order.
inline const std::vector<std::string>& label_classes() {
  static const std::vector<std::string> ids{label_class::normal, label_class::abnormal, label_class::unsure};
  return ids;
}

/// verdict: an item gets a class. mark: an interval of a recording gets one. undo and redo: compensate
/// the event they target; nothing is ever removed.
enum class LabelKind { verdict, mark, undo, redo };

/// One entry of the label log. Labels belong to a data set's item and to the reviewer who gave them.
struct LabelEvent {
  std::int64_t number = 0; ///< 1, 2, … without gaps; assigned by the log
  LabelKind kind = LabelKind::verdict;
  std::string data_name, data_path, data_sha256;
  std::string item;          ///< id of a window, or path of an image
  double start = 0, end = 0; ///< seconds: of the item, or of the marked interval
  std::string old_class;     ///< what this reviewer said before, "" = nothing
  std::string new_class;     ///< "" after an undo that leaves nothing
  std::int64_t target = 0;   ///< undo, redo: the number of the event meant
  std::string reviewer, reason;
  std::string purpose;           ///< why the item was shown: policy id of the queue, "import", or ""
  std::string run, model_sha256; ///< model in use
  std::int64_t threshold_version = 0;
  double score = std::numeric_limits<double>::quiet_NaN();
  std::string created; ///< UTC, ISO 8601 with milliseconds
  std::string sha256;  ///< of this row and the one before it; assigned by the log
};

} // namespace andon
