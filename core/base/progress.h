#pragma once
#include <cstdint>
#include <string_view>

namespace andon {

/// Where a long function reports to. The default sink ignores everything, so tests may pass a plain Progress.
/// Threads: a use case calls its sink from one thread at a time; sinks that hand over to another thread copy.
class Progress {
public:
  virtual ~Progress() = default;
  /// A named stage begins ("reading", "training"); total = 0 means indefinite.
  virtual void stage(std::string_view /*name*/, std::int64_t /*total*/ = 0) {}
  /// done of the current stage's total.
  virtual void advance(std::int64_t /*done*/) {}
  /// One point of a named curve, e.g. ("loss/train", epoch, value).
  virtual void metric(std::string_view /*name*/, std::int64_t /*step*/, double /*value*/) {}
  /// A sentence for people: a warning or a note that does not stop the job.
  virtual void message(std::string_view /*text*/) {}
};

} // namespace andon
