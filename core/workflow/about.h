#pragma once
#include "core/workflow/workspace.h"

#include <map>
#include <optional>
#include <vector>

namespace andon::workflow {

struct VersionOut {
  std::string andon, build;
  std::map<std::string, std::string> libraries;
  std::string blas;
  std::vector<std::string> devices, instructions;
};
VersionOut version();

struct HealthCheck {
  std::string id, title;
  std::string status;  ///< "ok", "warning", "error", "skipped"
  std::string message; ///< what was found and what to do
};
/// Installation checks (registry table): BLAS, fonts, GPU, disk, SQLite, and the workspace when given.
std::vector<HealthCheck> doctor(Workspace* workspace);

struct DescribedEntry {
  std::string kind, id, title, paper;
  std::vector<OptionInfo> options;
};
/// All registered entries of a kind ("model", "simulator", "threshold", "metric", "baseline"), or of every
/// kind when "".
Result<std::vector<DescribedEntry>> describe(const std::string& kind, const std::string& id);

struct BenchResult {
  std::string name;
  double value = 0;
  std::string unit;
  std::optional<double> baseline, ratio;
};
struct BenchInfo {
  std::string id, title;
  std::vector<OptionInfo> options;
};
std::vector<BenchInfo> benches();
Result<std::vector<BenchResult>> bench(const std::string& id, const OptionMap& options, Progress& progress,
                                       std::stop_token stop);

} // namespace andon::workflow
