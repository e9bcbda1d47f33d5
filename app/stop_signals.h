#pragma once
#include <stop_token>
#include <thread>

namespace andon::cli {

/// Turns the first Ctrl-C (SIGINT) or SIGTERM into a stop request; the second ends the program at once with
/// 130. Construct before any other thread starts: threads inherit the blocked signals.
class StopSignals {
public:
  StopSignals();
  std::stop_token token() const { return stop_.get_token(); }

private:
  std::stop_source stop_;
  std::jthread listener_;
};

} // namespace andon::cli
