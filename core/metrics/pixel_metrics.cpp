#include "core/metrics/pixel_metrics.h"

#include "core/metrics/pixel_curve.h"
#include "core/metrics/pixel_summary.h"

#include <algorithm>

namespace andon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Everything that one walk over the curve yields.
struct CurveResult {
  unsigned __int128 twice_wins = 0;
  std::vector<std::uint32_t> edges; ///< lowest key of each bin, descending
  std::vector<std::pair<std::uint32_t, double>>
      pimo_rates;             ///< good scores with a mean false-positive rate below high, descending
  std::int64_t pimo_end = -1; ///< highest key at which the rate has reached high
};

/// Places of the bins' edges: even and logarithmic in the false-positive rate, even in the true-positive
/// rate.
class BinEdges {
public:
  explicit BinEdges(const ScoreCell& all) : all_(all) {
    for (int i = 1; i <= 256; ++i) {
      good_.push_back(i / 256.0);
      good_.push_back(std::pow(10.0, -6.0 + 6.0 * i / 256));
      bad_.push_back(i / 256.0);
    }
    std::sort(good_.begin(), good_.end());
  }
  /// Whether a bin ends at the point that brings the counts to these.
  bool ends_at(double good_above, double bad_above) {
    bool ends = false;
    for (; next_good_ < good_.size() && good_above >= good_[next_good_] * static_cast<double>(all_.good);
         ++next_good_)
      ends = true;
    for (; next_bad_ < bad_.size() && bad_above >= bad_[next_bad_] * static_cast<double>(all_.bad);
         ++next_bad_)
      ends = true;
    return ends;
  }

private:
  ScoreCell all_;
  std::vector<double> good_, bad_;
  std::size_t next_good_ = 0, next_bad_ = 0;
};

Result<CurveResult> walk(const ScoreMapSource& source, const PixelTotals& totals,
                         const PixelMetricOptions& options, PixelMetrics& metrics, Progress& progress,
                         std::stop_token stop) {
  CurveResult result;
  CurveSums sums(static_cast<double>(totals.all.good), static_cast<double>(totals.all.bad),
                 static_cast<double>(totals.regions), options.aupro_limit);
  BinEdges edges(totals.all);
  std::int64_t good_above = 0, bad_above = 0;
  double rate = 0;
  const auto point = [&](std::uint32_t key, const ScoreCell& cell) {
    const auto lost = static_cast<std::uint64_t>(2 * (totals.all.good - good_above) - cell.good);
    result.twice_wins += static_cast<unsigned __int128>(lost) * static_cast<std::uint64_t>(cell.bad);
    sums.add(static_cast<double>(cell.good), static_cast<double>(cell.bad), cell.overlap);
    good_above += cell.good;
    bad_above += cell.bad;
    rate += totals.good_images > 0 ? cell.good_image / static_cast<double>(totals.good_images) : 0;
    if (rate >= options.pimo_high && result.pimo_end < 0)
      result.pimo_end = key;
    else if (rate < options.pimo_high && cell.good_image > 0)
      result.pimo_rates.emplace_back(key, rate);
    if (edges.ends_at(static_cast<double>(good_above), static_cast<double>(bad_above)))
      result.edges.push_back(key);
  };
  ANDON_ASSIGN(const int passes, walk_curve(source, totals, options.memory, point, progress, stop));
  metrics.passes = passes + 1;
  if (result.edges.empty() || result.edges.back() != 0)
    result.edges.push_back(0);
  const double pairs = static_cast<double>(totals.all.good) * static_cast<double>(totals.all.bad);
  const bool both = totals.all.good > 0 && totals.all.bad > 0;
  metrics.auroc = {both ? static_cast<double>(result.twice_wins) / 2 / pairs : nan, nan, nan};
  metrics.average_precision = {totals.all.bad > 0 ? sums.average_precision() : nan, nan, nan};
  metrics.aupro = {both ? sums.aupro() : nan, nan, nan};
  return result;
}

/// (ln high − ln clamp(F, low, high)) / ln(high/low) for a bad pixel of that score.
double pimo_weight(std::uint32_t key, const CurveResult& curve, const PixelMetricOptions& options) {
  if (static_cast<std::int64_t>(key) <= curve.pimo_end)
    return 0;
  const auto& rates = curve.pimo_rates;
  // The last point whose key is at least this one says how much lies at or above it.
  const auto after =
      std::partition_point(rates.begin(), rates.end(), [&](const auto& point) { return point.first >= key; });
  const double rate = after == rates.begin() ? 0 : std::prev(after)->second;
  const double clamped = std::clamp(rate, options.pimo_low, options.pimo_high);
  return std::log(options.pimo_high / clamped) / std::log(options.pimo_high / options.pimo_low);
}

ImageSummary summarise(const ScoredMap& map, const MapRegions& regions, const CurveResult& curve,
                       bool with_pimo, const PixelMetricOptions& options) {
  ImageSummary summary;
  summary.is_good = regions.is_good;
  summary.good.resize(curve.edges.size());
  summary.bad.resize(regions.is_good ? 0 : curve.edges.size());
  summary.overlap.resize(summary.bad.size());
  summary.regions =
      std::count_if(regions.area.begin(), regions.area.end(), [](std::int64_t area) { return area > 0; });
  double pimo = 0;
  std::int64_t bad = 0;
  for_each_pixel(map, regions, [&](std::size_t i, const ScoreCell& cell) {
    const std::uint32_t key = score_key(map.scores[i]);
    const auto bin = static_cast<std::size_t>(
        std::lower_bound(curve.edges.begin(), curve.edges.end(), key, std::greater<>()) -
        curve.edges.begin());
    summary.good[bin] += static_cast<std::uint32_t>(cell.good);
    if (cell.bad == 0)
      return;
    ++summary.bad[bin];
    summary.overlap[bin] += static_cast<float>(cell.overlap);
    pimo += with_pimo ? pimo_weight(key, curve, options) : 0;
    ++bad;
  });
  if (with_pimo && bad > 0)
    summary.aupimo = pimo / static_cast<double>(bad);
  return summary;
}

Result<std::shared_ptr<const PixelSummary>> summarise_all(const ScoreMapSource& source,
                                                          const PixelTotals& totals, const CurveResult& curve,
                                                          const PixelMetricOptions& options,
                                                          PixelMetrics& metrics, Progress& progress,
                                                          std::stop_token stop) {
  auto summary = std::make_shared<PixelSummary>();
  summary->ids = totals.ids;
  summary->aupro_limit = options.aupro_limit;
  progress.stage("summarising images", totals.images);
  ANDON_TRY(source([&](const ScoredMap& map) -> Result<void> {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "pixel metrics cancelled in the last pass");
    ANDON_ASSIGN(const MapRegions regions, regions_of(map));
    summary->images.push_back(summarise(map, regions, curve, totals.good_images > 0, options));
    if (const double value = summary->images.back().aupimo; !std::isnan(value))
      metrics.aupimo_by_image[map.id] = value;
    progress.advance(static_cast<std::int64_t>(summary->images.size()));
    return {};
  }));
  ++metrics.passes;
  if (summary->images.size() != summary->ids.size())
    return fail(ErrorCode::conflict, "the number of score maps changed while they were read; evaluate again");
  return summary;
}

void warn(const PixelTotals& totals, const PixelMetricOptions& options, PixelMetrics& metrics) {
  const auto say = [&](std::string text) { metrics.warnings.push_back(std::move(text)); };
  if (totals.all.bad == 0)
    say("no defective pixel counts: pixel AUROC, average precision, AUPRO and AUPIMO are not defined");
  else if (totals.all.good == 0)
    say("every pixel that counts is defective: pixel AUROC, AUPRO and AUPIMO are not defined");
  else if (totals.good_images == 0)
    say("no good image: AUPIMO is not defined");
  if (totals.regions_outside > 0)
    say(std::to_string(totals.regions_outside) +
        " defect(s) lie wholly outside the region of interest and do not count");
  if (totals.empty_masks > 0)
    say(std::to_string(totals.empty_masks) +
        " image(s) of a defect have an empty mask; their pixels count as good");
  if (totals.good_images > 0 && totals.all.bad > 0 &&
      static_cast<double>(totals.fewest_good_pixels) * options.pimo_low < 1)
    say("AUPIMO looks at a false-positive rate of " + std::to_string(options.pimo_low) +
        " and a good image has only " + std::to_string(totals.fewest_good_pixels) +
        " pixels: less than one pixel of an image; use a larger resolution");
}

Result<void> check(const PixelMetricOptions& options) {
  PixelMetricOptions copy = options;
  ANDON_TRY(andon::apply(copy.describe(), values_of(copy.describe())));
  if (!(options.pimo_low < options.pimo_high))
    return fail(ErrorCode::invalid_argument, "pimo_low must lie below pimo_high");
  return {};
}

} // namespace

std::vector<Option> PixelMetricOptions::describe() {
  return {
      option("aupro_limit", aupro_limit, "False-positive rate where the curve of AUPRO ends", "", 1e-6, 1),
      option("pimo_low", pimo_low, "Lower false-positive rate of AUPIMO", "", 1e-9, 1),
      option("pimo_high", pimo_high, "Upper false-positive rate of AUPIMO", "", 1e-9, 1),
      option("memory", memory, "Memory of one pass over the pixels", "bytes", 1 << 20, 1e12),
      option("resamples", bootstrap.resamples, "Bootstrap resamples of the images; 0 gives no intervals", "",
             0, 100000),
      option("confidence", bootstrap.confidence, "Confidence of the intervals", "", 0.5, 0.9999)};
}

Result<PixelMetrics> pixel_metrics(const ScoreMapSource& source, const PixelMetricOptions& options,
                                   Progress& progress, std::stop_token stop) {
  ANDON_TRY(check(options));
  ANDON_ASSIGN(const PixelTotals totals, count_pixels(source, progress, stop));
  PixelMetrics metrics;
  metrics.images = totals.images;
  metrics.bad_images = totals.bad_images;
  metrics.regions = totals.regions;
  metrics.good_pixels = totals.all.good;
  metrics.bad_pixels = totals.all.bad;
  warn(totals, options, metrics);
  ANDON_ASSIGN(const CurveResult curve, walk(source, totals, options, metrics, progress, stop));
  ANDON_ASSIGN(metrics.summary, summarise_all(source, totals, curve, options, metrics, progress, stop));
  double sum = 0;
  for (const auto& [id, value] : metrics.aupimo_by_image)
    sum += value;
  metrics.aupimo = {sum / static_cast<double>(metrics.aupimo_by_image.size()), nan, nan};
  add_intervals(metrics, options.bootstrap);
  return metrics;
}

} // namespace andon
