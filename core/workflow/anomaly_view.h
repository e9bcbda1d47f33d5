#pragma once
#include "core/workflow/recording.h"

namespace andon::workflow {

/// Scores of one scene by sensor and time.
struct AnomalyScene {
  std::string item;
  std::vector<std::string> sensors; ///< in the order of the scores
  std::vector<double> starts, ends; ///< of the bins, seconds
  std::vector<float> scores;        ///< [sensors, bins]
  std::vector<std::int8_t> labels;  ///< [sensors, bins]: 1, 0, -1 unknown
  std::size_t sensor = 0, bin = 0;  ///< of the highest score
  bool flagged = false;
  std::size_t bins() const { return starts.size(); }
  float score(std::size_t s, std::size_t b) const { return scores[s * bins() + b]; }
};
/// Which sensor carries how much of a moment.
struct Contribution {
  std::size_t sensor = 0;
  double score = 0, share = 0;  ///< at the moment; share of all sensors' scores there
  double highest = 0, when = 0; ///< in the whole scene; start of that bin, seconds
};
/// Highest score at the bin first.
std::vector<Contribution> contributions(const AnomalyScene& scene, std::size_t bin);

/// Load of one expert of the mixture on validation data at the last epoch.
struct ExpertLoad {
  std::string name;
  double share = 0;
  bool dead = false;          ///< below 2 %: its kind of signal does not occur or the gate gave it up
  std::vector<double> course; ///< by epoch
};
struct AnomalyView {
  std::string run, data;
  std::vector<AnomalyScene> scenes; ///< highest score first
  std::optional<double> threshold;
  double low = 0, high = 1; ///< range of the scores
  std::vector<ExpertLoad> experts;
};
/// The stored scores of a run that scores sensors in time. Errors: not_found (run, no scores), unsupported
/// (the scores are not by sensor and bin).
Result<AnomalyView> anomaly_view(Workspace& workspace, const std::string& run);

} // namespace andon::workflow
