#include "core/base/random.h"
#include "core/decision/far_experiment.h"
#include "core/decision/gpd.h"
#include "core/decision/spot.h"
#include "core/decision/threshold_table.h"
#include "core/workflow/bench_rows.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

/// 5000 and 1e-4, as the rows spell them.
std::string rate_text(double q) {
  const int exponent = static_cast<int>(std::floor(std::log10(q) + 1e-9));
  const double leading = q / std::pow(10, exponent);
  char text[32];
  if (std::abs(leading - std::round(leading)) < 1e-6)
    std::snprintf(text, sizeof text, "%de%d", static_cast<int>(std::lround(leading)), exponent);
  else
    std::snprintf(text, sizeof text, "%g", q);
  return text;
}

/// What one row of the experiment says; a figure that no calibration supports is left out.
void add_rows(std::vector<BenchResult>& results, const FarRow& row) {
  const bool is_default = row.method == default_threshold_method;
  std::string where = "/" + row.law + "/n=" + std::to_string(row.n) + "/q=" + rate_text(row.q);
  if (row.correlation > 0)
    where += "/correlation=" + to_text(row.correlation);
  const std::string tail = "/" + (is_default ? "default" : row.method) + where;
  if (!std::isnan(row.broken.value)) {
    if (is_default)
      results.push_back({"default" + where, row.broken.value, "", {}, {}});
    results.push_back({"pfar" + tail, row.broken.value, "", {}, {}});
    results.push_back({"ratio" + tail, row.mean_ratio, "FAR/q", {}, {}});
    results.push_back({"missed" + tail, row.missed, "", {}, {}});
  }
  results.push_back({"unsupported" + tail, row.unsupported, "", {}, {}});
}

/// Best log-likelihood over a dense grid of shape and scale, refined three times around its best point.
double dense_search(const GpdSample& sample) {
  double best = sample.log_likelihood({-1, sample.largest()}), shape = 0.5, log_scale = 0;
  double shape_half = 1.5, scale_half = 4;
  for (int round = 0; round < 12; ++round, shape_half /= 4, scale_half /= 4) {
    const double shape_middle = shape, scale_middle = log_scale;
    for (int i = -20; i <= 20; ++i)
      for (int j = -20; j <= 20; ++j) {
        const Gpd law{shape_middle + shape_half * i / 20, std::exp(scale_middle + scale_half * j / 20)};
        const double value = law.shape < -1 ? best : sample.log_likelihood(law);
        if (value > best) {
          best = value;
          shape = law.shape;
          log_scale = std::log(law.scale);
        }
      }
  }
  return best;
}

std::vector<double> draw_excesses(double shape, std::int64_t n, Random& random) {
  std::vector<double> excesses(static_cast<std::size_t>(n));
  const Gpd law{shape, 1};
  for (double& excess : excesses)
    excess = law.excess_at((static_cast<double>(random.below(1ULL << 52)) + 0.5) * 0x1p-52);
  return excesses;
}

/// Mean time of an update of SPOT over a long normal stream, refits included.
Result<double> spot_update_ns(Random& random) {
  std::vector<double> scores(1000000);
  for (double& score : scores)
    score = random.exponential();
  const std::span all(scores);
  constexpr std::size_t calibration = 10000;
  SpotOptions options;
  options.refit_after = 100;
  ANDON_ASSIGN(Spot spot, Spot::calibrate(all.first(calibration), options));
  std::int64_t alarms = 0;
  const double seconds = seconds_of([&] {
    for (const double score : all.subspan(calibration))
      alarms += spot.update(score);
  });
  if (alarms == 0 || !spot.check_integrity().empty())
    return fail(ErrorCode::internal, "the timed stream is not one that SPOT can run on");
  return 1e9 * seconds / static_cast<double>(scores.size() - calibration);
}

} // namespace

Result<std::vector<BenchResult>> bench_far(const OptionMap& values, Progress& progress,
                                           std::stop_token stop) {
  ANDON_ASSIGN(const FarOptions options, configured<FarOptions>(values));
  ANDON_ASSIGN(const std::vector<FarRow> rows, far_experiment(options, progress, stop));
  std::vector<BenchResult> results;
  for (const FarRow& row : rows)
    add_rows(results, row);
  return results;
}

std::vector<Option> GpdBenchOptions::describe() {
  return {
      option("excesses", excesses, "Excesses of the timed fit", "", 100, 1e7),
      option("repeats", repeats, "Timed fits, the median is reported", "", 1, 1000),
      option("samples", samples, "Samples whose likelihood is compared with a dense search", "", 1, 10000)};
}

Result<std::vector<BenchResult>> bench_gpd(const OptionMap& values, Progress& progress,
                                           std::stop_token stop) {
  ANDON_ASSIGN(const GpdBenchOptions options, configured<GpdBenchOptions>(values));
  Random random(Seed(1).stream("gpd"));
  ANDON_ASSIGN(const GpdSample large, GpdSample::from(draw_excesses(0.2, options.excesses, random)));
  std::vector<double> seconds;
  for (std::int64_t i = 0; i < options.repeats; ++i)
    seconds.push_back(seconds_of([&] { fit_gpd(large); }));
  progress.stage("comparing likelihoods", options.samples);
  double worst = -std::numeric_limits<double>::infinity();
  for (std::int64_t i = 0; i < options.samples; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the benchmark was stopped before its end");
    const double shape = -0.5 + 1.4 * static_cast<double>(i) /
                                    static_cast<double>(std::max<std::int64_t>(1, options.samples - 1));
    ANDON_ASSIGN(const GpdSample sample, GpdSample::from(draw_excesses(shape, 20 + 10 * (i % 40), random)));
    const GpdFit fit = fit_gpd(sample);
    worst = std::max(worst, dense_search(sample) -
                                sample.log_likelihood({fit.law.shape, fit.law.scale / sample.unit()}));
    progress.advance(i + 1);
  }
  ANDON_ASSIGN(const double update, spot_update_ns(random));
  return std::vector<BenchResult>{{"spot_update_ns", update, "ns", {}, {}},
                                  {"fit_ms", 1000 * at_share(std::move(seconds), 0.5), "ms", {}, {}},
                                  {"worst_loglik_gap", worst, "", {}, {}}};
}

} // namespace andon::workflow
