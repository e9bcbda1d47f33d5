#pragma once
#include "core/base/progress.h"

#include <chrono>
#include <cstdio>
#include <string>

namespace andon::cli {

/// Progress for people, on stderr: one line that is redrawn on a terminal, else a line every 5 s. Messages
/// are always shown.
class ConsoleProgress : public Progress {
public:
  explicit ConsoleProgress(bool terminal) : terminal_(terminal) {}
  ~ConsoleProgress() override { clear(); }
  void stage(std::string_view name, std::int64_t total) override;
  void advance(std::int64_t done) override;
  void metric(std::string_view name, std::int64_t step, double value) override;
  void message(std::string_view text) override;

private:
  void show();
  void clear();
  bool terminal_;
  std::string stage_, metric_;
  std::int64_t total_ = 0, done_ = 0;
  std::size_t drawn_ = 0; ///< width of what is on the line now
  std::chrono::steady_clock::time_point shown_{};
};

/// Progress for a parent process, on stderr: one JSON object a line, {"stage","total"}, {"done"},
/// {"metric","step","value"},
/// {"message"}. "done" at most ten times a second; everything else at once.
class JsonProgress : public Progress {
public:
  void stage(std::string_view name, std::int64_t total) override;
  void advance(std::int64_t done) override;
  void metric(std::string_view name, std::int64_t step, double value) override;
  void message(std::string_view text) override;

private:
  std::int64_t total_ = 0;
  std::chrono::steady_clock::time_point shown_{};
};

} // namespace andon::cli
