#include "core/workflow/bench_window.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace andon::workflow {
namespace {

constexpr int poll_ms = 50;
constexpr std::size_t most_output = 1 << 20;

struct ChildOutput {
  int status = 0;
  std::string text;
};

std::vector<std::string> offscreen_environment() {
  std::vector<std::string> result{"QT_QPA_PLATFORM=offscreen"};
  for (char** entry = environ; *entry; ++entry)
    if (!std::string_view(*entry).starts_with("QT_QPA_PLATFORM="))
      result.emplace_back(*entry);
  return result;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts)
    result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

Result<ChildOutput> run_child(std::vector<std::string> arguments, std::stop_token stop) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return fail(ErrorCode::io, std::string("cannot make a pipe: ") + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::vector<std::string> environment = offscreen_environment();
  pid_t child = 0;
  const int number = ::posix_spawn(&child, arguments.front().c_str(), &actions, nullptr,
                                   pointers_to(arguments).data(), pointers_to(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (number != 0) {
    ::close(ends[0]);
    return fail(ErrorCode::io, "cannot start " + arguments.front() + ": " + std::strerror(number));
  }
  ChildOutput output;
  bool cancelled = false;
  char buffer[4096];
  for (;;) {
    if (stop.stop_requested() && !std::exchange(cancelled, true))
      ::kill(child, SIGTERM);
    pollfd readable{ends[0], POLLIN, 0};
    if (::poll(&readable, 1, poll_ms) == 0)
      continue;
    const ssize_t count = ::read(ends[0], buffer, sizeof buffer);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      break;
    if (output.text.size() < most_output)
      output.text.append(buffer, static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  while (::waitpid(child, &output.status, 0) < 0 && errno == EINTR) {
  }
  if (cancelled)
    return fail(ErrorCode::cancelled, "the measurement was cancelled");
  return output;
}

/// The JSON object that andon-workbench prints for these arguments, without a screen.
Result<nlohmann::json> window_answer(std::vector<std::string> arguments, std::stop_token stop) {
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path program = own.parent_path() / "andon-workbench";
  if (error || !std::filesystem::exists(program, error))
    return fail(ErrorCode::not_found,
                "this measurement needs " + program.string() +
                    "; build with -DANDON_BUILD_UI=ON or install andon-workbench beside andon");
  arguments.insert(arguments.begin(), program.string());
  ANDON_ASSIGN(const ChildOutput output, run_child(arguments, stop));
  if (!WIFEXITED(output.status) || WEXITSTATUS(output.status) != 0)
    return fail(ErrorCode::internal,
                "andon-workbench " + arguments[1] + " ended with an error; its message is above");
  nlohmann::json json = nlohmann::json::parse(output.text, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::internal, "andon-workbench " + arguments[1] + " printed no measurements");
  return json;
}

Result<std::vector<BenchResult>> results_of(const nlohmann::json& json) {
  if (!json.contains("results") || !json["results"].is_array())
    return fail(ErrorCode::internal,
                "andon-workbench printed no measurements; run it with --bench pyramid to see why");
  std::vector<BenchResult> results;
  for (const auto& row : json["results"]) {
    BenchResult result;
    result.name = row.value("name", "");
    result.value = row.value("value", 0.0);
    result.unit = row.value("unit", "");
    if (const double baseline = row.value("baseline", 0.0); baseline > 0) {
      result.baseline = baseline;
      result.ratio = baseline / result.value;
    }
    results.push_back(std::move(result));
  }
  return results;
}

} // namespace

std::vector<Option> StartupBenchOptions::describe() {
  return {option("runs", runs, "Counted starts after one that warms the caches; their median is reported", "",
                 1, 100)};
}

Result<std::vector<BenchResult>> bench_startup(const OptionMap& options, Progress& progress,
                                               std::stop_token stop) {
  ANDON_ASSIGN(const StartupBenchOptions chosen, configured<StartupBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("starting the window", chosen.runs + 1);
  std::vector<double> seconds;
  for (std::int64_t i = 0; i <= chosen.runs; ++i) {
    ANDON_ASSIGN(const nlohmann::json json,
                 window_answer({"--quit-after-first-paint", "--workspace", scratch.path().string()}, stop));
    if (i > 0)
      seconds.push_back(json.value("first_paint_s", 0.0));
    progress.advance(i + 1);
  }
  std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2),
                   seconds.end());
  return std::vector<BenchResult>{{"first_paint_s", seconds[seconds.size() / 2], "s", {}, {}}};
}

std::vector<Option> ScenePageBenchOptions::describe() {
  return {option("sensors", sensors, "Sensors of the scene: values, bits, states and halves", "", 4, 1024),
          option("samples", samples,
                 "Samples of each sensor; 4 bytes of temporary disk for each of them and sensor", "samples",
                 1000, 1e8)};
}

Result<std::vector<BenchResult>> bench_scene_page(const OptionMap& options, Progress& progress,
                                                  std::stop_token stop) {
  ANDON_ASSIGN(const ScenePageBenchOptions chosen, configured<ScenePageBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("writing and drawing a scene");
  ANDON_ASSIGN(
      const nlohmann::json json,
      window_answer({"--bench", "scene_page", "--bench-folder", scratch.path().string(), "--bench-sensors",
                     std::to_string(chosen.sensors), "--bench-samples", std::to_string(chosen.samples)},
                    stop));
  return results_of(json);
}

std::vector<Option> ReviewBenchOptions::describe() {
  return {option("queued", queued, "Windows in the queue", "items", 10, 1e7),
          option("keys", keys, "Verdicts to time", "", 10, 1e6)};
}

Result<std::vector<BenchResult>> bench_review(const OptionMap& options, Progress& progress,
                                              std::stop_token stop) {
  ANDON_ASSIGN(const ReviewBenchOptions chosen, configured<ReviewBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("giving verdicts");
  ANDON_ASSIGN(
      const nlohmann::json json,
      window_answer({"--bench", "review", "--bench-folder", scratch.path().string(), "--bench-queued",
                     std::to_string(chosen.queued), "--bench-keys", std::to_string(chosen.keys)},
                    stop));
  return results_of(json);
}

std::vector<Option> GalleryBenchOptions::describe() {
  return {option("images", images, "Images of the gallery; their files are names of a few simulated ones", "",
                 200, 1e6),
          option("side", side, "Width and height of an image", "pixels", 64, 4096)};
}

Result<std::vector<BenchResult>> bench_gallery(const OptionMap& options, Progress& progress,
                                               std::stop_token stop) {
  ANDON_ASSIGN(const GalleryBenchOptions chosen, configured<GalleryBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("training a model and scrolling its gallery");
  ANDON_ASSIGN(
      const nlohmann::json json,
      window_answer({"--bench", "gallery", "--bench-folder", scratch.path().string(), "--bench-images",
                     std::to_string(chosen.images), "--bench-side", std::to_string(chosen.side)},
                    stop));
  return results_of(json);
}

std::vector<Option> ThresholdsBenchOptions::describe() {
  return {option("scores", scores, "Normal scores, and as many scored ones", "", 1000, 1e7)};
}

Result<std::vector<BenchResult>> bench_thresholds(const OptionMap& options, Progress& progress,
                                                  std::stop_token stop) {
  ANDON_ASSIGN(const ThresholdsBenchOptions chosen, configured<ThresholdsBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("dragging the line and the tail");
  ANDON_ASSIGN(const nlohmann::json json,
               window_answer({"--bench", "thresholds", "--bench-folder", scratch.path().string(),
                              "--bench-scores", std::to_string(chosen.scores)},
                             stop));
  return results_of(json);
}

std::vector<Option> PyramidBenchOptions::describe() {
  return {option("samples", samples,
                 "Samples of each of the four tracks; 16 bytes of temporary disk for each of them", "samples",
                 1000, 1e9)};
}

Result<std::vector<BenchResult>> bench_pyramid(const OptionMap& options, Progress& progress,
                                               std::stop_token stop) {
  ANDON_ASSIGN(const PyramidBenchOptions chosen, configured<PyramidBenchOptions>(options));
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  progress.stage("writing and drawing four tracks");
  ANDON_ASSIGN(const nlohmann::json json,
               window_answer({"--bench", "pyramid", "--bench-folder", scratch.path().string(),
                              "--bench-samples", std::to_string(chosen.samples)},
                             stop));
  return results_of(json);
}

} // namespace andon::workflow
