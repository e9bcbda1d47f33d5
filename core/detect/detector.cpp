#include "core/detect/detector.h"

#include "core/detect/detector_rows.h"
#include "core/metrics/pca.h"

namespace andon::detect {
namespace {

template <class Config>
Result<OptionMap> resolved(const OptionMap& values) {
  ANDON_ASSIGN(Config config, configured<Config>(values));
  return values_of(config.describe());
}

} // namespace

const Table<DetectorEntry>& detectors() {
  static const Table<DetectorEntry> table(
      "detector",
      {{"innovation", "Drift-tolerant chart of innovations: finds lasting changes, lets slow channels wander",
        "Alwan & Roberts 1988; Montgomery & Mastrangelo 1991", describe_defaults<InnovationOptions>(),
        resolved<InnovationOptions>, fit_innovation, score_innovation, memory_innovation},
       {"ar", "Ridge vector autoregression with a running median",
        "Lütkepohl 2005, ch. 3; Hoerl & Kennard 1970", describe_defaults<AutoregressionOptions>(),
        resolved<AutoregressionOptions>, fit_autoregression, score_autoregression, memory_autoregression},
       {"pca", "Principal components of single rows, Q and T²", "Jackson & Mudholkar 1979; Yue & Qin 2001",
        describe_defaults<PcaOptions>(), resolved<PcaOptions>, fit_pca, score_pca, memory_one},
       {"nearest", "Distance to the nearest window of the normal rows", "Yeh et al. 2016",
        describe_defaults<NearestOptions>(), resolved<NearestOptions>, fit_nearest, score_nearest,
        memory_nearest},
       {"isolation", "Isolation forest over single rows", "Liu, Ting & Zhou 2008",
        describe_defaults<IsolationOptions>(), resolved<IsolationOptions>, fit_isolation, score_isolation,
        memory_one},
       {"spectral", "Spectral residual: what stands out of a recording's own spectrum (looks ahead)",
        "Ren et al. 2019", describe_defaults<SpectralOptions>(), resolved<SpectralOptions>, fit_spectral,
        score_spectral, memory_one}});
  return table;
}

Result<FittedDetector> fit_detector(const std::string& id, const ChannelRows& normal,
                                    const OptionMap& options, Seed seed, std::stop_token stop) {
  ANDON_ASSIGN(const DetectorEntry* entry, detectors().find(id));
  ANDON_TRY(check_rows(normal));
  if (normal.rows() == 0)
    return fail(ErrorCode::insufficient_data, "there is no normal row to fit detector '" + id + "' on");
  ANDON_ASSIGN(FittedValues values, entry->fit(normal, options, seed, stop));
  return FittedDetector{id, options, normal.ids, std::move(values), 1};
}

Result<RowScores> score_rows(const FittedDetector& detector, const ChannelRows& rows, std::stop_token stop) {
  ANDON_ASSIGN(const DetectorEntry* entry, detectors().find(detector.id));
  ANDON_TRY(check_channels(detector.channels, rows));
  ANDON_ASSIGN(RowScores result, entry->score(detector, rows, stop));
  for (double& score : result.scores)
    score /= detector.line;
  return result;
}

} // namespace andon::detect
