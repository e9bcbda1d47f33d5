#include "core/detect/detector_rows.h"
#include "core/metrics/pca.h"

namespace andon::detect {
namespace {

Pca pca_of(const FittedValues& fitted) {
  return Pca::from(Pca::Values{fitted.at("mean"), fitted.at("scale"), fitted.at("axes"),
                               fitted.at("variance"), fitted.at("means")[0], fitted.at("means")[1],
                               fitted.at("means")[2]});
}

} // namespace

Result<FittedValues> fit_pca(const ChannelRows& normal, const OptionMap& values, Seed, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<PcaOptions>(values));
  Features features;
  features.rows = normal.rows();
  features.columns = static_cast<std::int64_t>(normal.channels());
  features.values = normal.values;
  Progress silent;
  ANDON_ASSIGN(const Pca pca, Pca::fit(features, options, silent, stop));
  const Pca::Values& fitted = pca.values();
  return FittedValues{{"mean", fitted.mean},
                      {"scale", fitted.scale},
                      {"axes", fitted.axes},
                      {"variance", fitted.variance},
                      {"means", {fitted.total_variance, fitted.mean_q, fitted.mean_t2}}};
}

Result<RowScores> score_pca(const FittedDetector& detector, const ChannelRows& rows, std::stop_token stop) {
  const Pca pca = pca_of(detector.values);
  RowScores result;
  result.scores.reserve(static_cast<std::size_t>(rows.rows()));
  result.contributions.reserve(rows.values.size());
  for (std::int64_t r = 0; r < rows.rows(); ++r) {
    if (r % 4096 == 0 && stop.stop_requested())
      return fail(ErrorCode::cancelled, "scoring cancelled at row " + std::to_string(r));
    result.scores.push_back(pca.score(rows.row(r)));
    for (const double residual : pca.residuals(rows.row(r)))
      result.contributions.push_back(static_cast<float>(residual * residual));
  }
  return result;
}

} // namespace andon::detect
