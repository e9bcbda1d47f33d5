#pragma once
#include "core/base/error.h"
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/workflow/workspace.h"

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace andon::cli {

/// Options that every command takes.
struct Common {
  std::string workspace, store;
  std::string device = "auto";
  int threads = 0;
  std::uint64_t seed = 1;
  std::vector<std::string> assignments;
  std::string config;
  bool json = false, quiet = false;
  std::string progress = "auto";
};

/// One call of the program: what is common, and what a command may need.
class Invocation {
public:
  Invocation(const Common& common, Progress& progress, std::stop_token stop)
      : common_(common), progress_(progress), stop_(std::move(stop)) {}
  const Common& common() const { return common_; }
  Progress& progress() { return progress_; }
  std::stop_token stop() const { return stop_; }
  /// Opens the workspace that was named (or the default one).
  Result<workflow::Workspace> open_workspace() const;
  workflow::Session session() const { return {common_.device, common_.threads, common_.store}; }
  /// --config file, then every --set over it.
  Result<OptionMap> options() const;

private:
  const Common& common_;
  Progress& progress_;
  std::stop_token stop_;
};

/// What a command prints: `json` with --json, else `text`.
struct Answer {
  nlohmann::json json;
  std::string text;
  int exit = 0;
};

/// A command and what it does when it was chosen.
struct Command {
  CLI::App* app = nullptr;
  std::function<Result<Answer>(Invocation&)> run;
};
using Declare = Command (*)(CLI::App& root);

/// Error invalid_argument (wrong usage) when `id` is not one of the kind, with the nearest.
Result<void> check_id(const std::string& kind, const std::string& id);

/// The name that the session gives its user; "unknown" without one.
std::string user_name();

// commands_about.cpp
Command declare_version(CLI::App& root);
Command declare_doctor(CLI::App& root);
Command declare_describe(CLI::App& root);
Command declare_bench(CLI::App& root);
// commands_health.cpp
Command declare_health(CLI::App& root);
// commands_weights.cpp
Command declare_weights(CLI::App& root);
// commands_data.cpp
Command declare_simulate(CLI::App& root);
Command declare_import(CLI::App& root);
Command declare_datasets(CLI::App& root);
// commands_decode.cpp
Command declare_decode(CLI::App& root);
// commands_runs.cpp
Command declare_train(CLI::App& root);
Command declare_score(CLI::App& root);
Command declare_evaluate(CLI::App& root);
Command declare_rerun(CLI::App& root);
// commands_images.cpp, commands_latency.cpp, commands_export.cpp
Command declare_inspect(CLI::App& root);
Command declare_latency(CLI::App& root);
Command declare_export(CLI::App& root);
// commands_review.cpp
Command declare_label(CLI::App& root);
Command declare_queue(CLI::App& root);
// commands_adapt.cpp
Command declare_adapt(CLI::App& root);
Command declare_accept(CLI::App& root);
Command declare_rollback(CLI::App& root);
// commands_drift.cpp
Command declare_drift(CLI::App& root);
// commands_threshold.cpp
Command declare_threshold(CLI::App& root);
Command declare_audit(CLI::App& root);
// commands_results.cpp
Command declare_runs(CLI::App& root);
Command declare_compare(CLI::App& root);
Command declare_report(CLI::App& root);

} // namespace andon::cli
