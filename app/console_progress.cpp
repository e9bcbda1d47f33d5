#include "app/console_progress.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace andon::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto redraw_after = std::chrono::milliseconds(100);
constexpr auto line_after = std::chrono::seconds(5);
constexpr std::int64_t bar_width = 24;

void print_json(const nlohmann::json& object) {
  std::fprintf(stderr, "%s\n", object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  std::fflush(stderr);
}

} // namespace

void ConsoleProgress::stage(std::string_view name, std::int64_t total) {
  stage_ = name;
  total_ = total;
  done_ = 0;
  if (terminal_)
    show();
}

void ConsoleProgress::advance(std::int64_t done) {
  done_ = done;
  const auto now = Clock::now();
  if (now - shown_ > (terminal_ ? Clock::duration(redraw_after) : Clock::duration(line_after)))
    show();
}

void ConsoleProgress::metric(std::string_view name, std::int64_t /*step*/, double value) {
  if (!name.starts_with("loss"))
    return;
  char text[96];
  std::snprintf(text, sizeof text, "%.*s %.4g", static_cast<int>(name.size()), name.data(), value);
  metric_ = text;
}

void ConsoleProgress::message(std::string_view text) {
  clear();
  std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
}

void ConsoleProgress::show() {
  shown_ = Clock::now();
  std::string line = stage_;
  if (total_ > 0) {
    const std::int64_t percent = std::clamp<std::int64_t>(100 * done_ / total_, 0, 100);
    if (terminal_) {
      const auto full = static_cast<std::size_t>(percent * bar_width / 100);
      line += " [" + std::string(full, '#') + std::string(bar_width - full, '.') + "]";
    }
    line += " " + std::to_string(percent) + " %";
  }
  if (!metric_.empty())
    line += " · " + metric_;
  clear();
  std::fprintf(stderr, terminal_ ? "%s" : "%s\n", line.c_str());
  std::fflush(stderr);
  drawn_ = terminal_ ? line.size() : 0;
}

void ConsoleProgress::clear() {
  if (drawn_ > 0)
    std::fprintf(stderr, "\r%*s\r", static_cast<int>(drawn_), "");
  drawn_ = 0;
}

void JsonProgress::stage(std::string_view name, std::int64_t total) {
  total_ = total;
  print_json({{"stage", name}, {"total", total}});
}

void JsonProgress::advance(std::int64_t done) {
  const auto now = Clock::now();
  if (now - shown_ < redraw_after && done != total_)
    return;
  shown_ = now;
  print_json({{"done", done}});
}

void JsonProgress::metric(std::string_view name, std::int64_t step, double value) {
  print_json({{"metric", name}, {"step", step}, {"value", value}});
}

void JsonProgress::message(std::string_view text) {
  print_json({{"message", text}});
}

} // namespace andon::cli
