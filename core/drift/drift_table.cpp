#include "core/drift/drift_table.h"

#include "core/base/assert.h"
#include "core/drift/random_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace andon {
namespace {

Result<void> check(const DriftMethod& method, const DriftReference& reference) {
  for (std::size_t i = 0; i < reference.scores.size(); ++i)
    if (!std::isfinite(reference.scores[i]))
      return fail(ErrorCode::invalid_argument,
                  "reference score number " + std::to_string(i) +
                      " is not finite; leave such items out of the reference of a drift detector");
  if (method.needs_features && reference.features.empty())
    return fail(ErrorCode::insufficient_data,
                "drift detector '" + method.id + "' looks at features, and these items have none");
  return {};
}

} // namespace

const Table<DriftMethod>& drift_methods() {
  static const Table<DriftMethod> table(
      "drift detector",
      {{"kl", "Binned Kullback–Leibler divergence of the scores", "Kullback & Leibler 1951",
        describe_defaults<KlOptions>(), false, fit_kl},
       {"mmd", "Maximum mean discrepancy of the features, random Fourier features",
        "Gretton et al. 2012; Rahimi & Recht 2007", describe_defaults<MmdOptions>(), true, fit_mmd},
       {"quantiles", "Median, 95th and 99.9th percentile of the scores", "",
        describe_defaults<QuantileOptions>(), false, fit_quantiles},
       {"adwin", "Adaptive window over the ranks of the scores", "Bifet & Gavaldà 2007",
        describe_defaults<AdwinOptions>(), false, fit_adwin},
       {"page-hinkley", "Cumulative sum of normal scores, both sides", "Page 1954; Hinkley 1971",
        describe_defaults<PageHinkleyOptions>(), false, fit_page_hinkley},
       {"martingale", "Conformal test martingale", "Vovk et al. 2003, 2021",
        describe_defaults<MartingaleOptions>(), false, fit_martingale}});
  return table;
}

Result<DriftDetector> DriftDetector::fit(const std::string& method, const DriftReference& reference,
                                         const OptionMap& options, const RunLengthOptions& run_length,
                                         std::stop_token stop) {
  DriftDetector detector;
  ANDON_ASSIGN(detector.method_, drift_methods().find(method));
  const DriftMethod& row = *detector.method_;
  ANDON_TRY(check(row, reference));
  DriftRows rows;
  if (row.needs_features) {
    ANDON_ASSIGN(const auto config, configured<MmdOptions>(options));
    ANDON_ASSIGN(RandomFeatures features,
                 RandomFeatures::from(reference.features, reference.width,
                                      static_cast<std::size_t>(config.features),
                                      Seed(static_cast<std::uint64_t>(run_length.seed))));
    rows.width = features.size();
    std::vector<float> mapped(reference.features.size() / reference.width * rows.width);
    features.map(reference.features, mapped);
    rows.values.assign(mapped.begin(), mapped.end());
    detector.map_ = [features = std::move(features), mapped = std::vector<float>(rows.width)](
                        std::span<const float> in, std::span<double> out) mutable {
      features.map(in, mapped);
      std::copy(mapped.begin(), mapped.end(), out.begin());
    };
    detector.width_ = reference.width;
  } else {
    rows.values.assign(reference.scores.begin(), reference.scores.end());
  }
  detector.row_.resize(rows.width);
  const auto fit = [&](std::span<const std::size_t> chosen) { return row.fit(rows, chosen, options); };
  std::vector<std::size_t> all(rows.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  ANDON_ASSIGN(detector.statistic_, fit(all));
  ANDON_ASSIGN(detector.limit_, run_length_limit(rows, fit, run_length, stop));
  return detector;
}

DriftReading DriftDetector::update(double score, std::span<const float> features) {
  ++items_;
  const bool usable =
      map_ ? std::all_of(features.begin(), features.end(), [](float x) { return std::isfinite(x); })
           : std::isfinite(score);
  if (!usable) {
    ++skipped_;
    last_.alarm = false;
    return last_;
  }
  if (map_) {
    ANDON_ASSERT(features.size() == width_);
    map_(features, row_);
  } else {
    row_[0] = score;
  }
  const double statistic = statistic_->update(row_);
  const bool above = statistic >= limit_.limit;
  last_ = {statistic, latch_.begins(*statistic_, statistic, limit_.limit), above};
  return last_;
}

} // namespace andon
