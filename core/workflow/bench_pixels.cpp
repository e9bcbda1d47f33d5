#include "core/base/random.h"
#include "core/metrics/pixel_metrics.h"
#include "core/workflow/bench_rows.h"
#include "core/workflow/process_memory.h"

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

constexpr int side = 1000;
constexpr int defect_side = 40;

/// Maps of noise; one in ten has a square whose scores lie higher. Made anew for every pass.
class NoiseMaps {
public:
  explicit NoiseMaps(std::int64_t images) : images_(images) {}

  Result<void> visit(const ScoreMapVisitor& visitor) const {
    std::vector<float> scores(static_cast<std::size_t>(side) * side);
    std::vector<std::uint8_t> truth;
    for (std::int64_t image = 0; image < images_; ++image) {
      const bool bad = image % 10 == 0;
      fill(image, bad, scores, truth);
      ANDON_TRY(visitor({.id = std::to_string(image),
                         .defect = bad ? "square" : "",
                         .width = side,
                         .height = side,
                         .scores = scores,
                         .truth = truth,
                         .region = {}}));
    }
    return {};
  }

private:
  static void fill(std::int64_t image, bool bad, std::vector<float>& scores,
                   std::vector<std::uint8_t>& truth) {
    Random random(Seed(1).stream("map", static_cast<std::uint64_t>(image)));
    for (float& score : scores)
      score = static_cast<float>(random.bits() >> 40) * 0x1p-24F;
    truth.assign(bad ? scores.size() : 0, 0);
    if (!bad)
      return;
    for (int y = 100; y < 100 + defect_side; ++y)
      for (int x = 200; x < 200 + defect_side; ++x) {
        const auto pixel = static_cast<std::size_t>(y * side + x);
        truth[pixel] = 255;
        scores[pixel] += 0.5F;
      }
  }
  std::int64_t images_;
};

/// Seconds a pixel that sorting all scores with their labels takes.
double plain_seconds(const NoiseMaps& maps) {
  std::vector<std::pair<float, bool>> all;
  const auto take = [&](const ScoredMap& map) -> Result<void> {
    for (std::size_t i = 0; i < map.scores.size(); ++i)
      all.emplace_back(map.scores[i], !map.truth.empty() && map.truth[i] != 0);
    return {};
  };
  const double seconds = seconds_of([&] {
    if (maps.visit(take))
      std::sort(all.begin(), all.end());
  });
  return seconds / static_cast<double>(all.size());
}

} // namespace

std::vector<Option> PixelsBenchOptions::describe() {
  return {option("megapixels", megapixels, "Size of the test set, in images of 1000 × 1000", "megapixels", 10,
                 1'000'000)};
}

Result<std::vector<BenchResult>> bench_pixels(const OptionMap& values, Progress& progress,
                                              std::stop_token stop) {
  ANDON_ASSIGN(const PixelsBenchOptions options, configured<PixelsBenchOptions>(values));
  const NoiseMaps maps(options.megapixels);
  PixelMetricOptions metric_options;
  metric_options.bootstrap.resamples = 0;
  restart_peak();
  Result<PixelMetrics> metrics;
  const double seconds = seconds_of([&] {
    metrics = pixel_metrics([&](const ScoreMapVisitor& visitor) { return maps.visit(visitor); },
                            metric_options, progress, stop);
  });
  if (!metrics)
    return fail(metrics.error());
  const auto peak = peak_bytes();
  const double plain = plain_seconds(NoiseMaps(10)) * static_cast<double>(options.megapixels) * 1e6;
  return std::vector<BenchResult>{
      {"seconds", seconds, "s", plain, plain / seconds},
      {"peak_mb", peak ? static_cast<double>(*peak) / 1048576 : std::nan(""), "MiB", {}, {}},
      {"passes", static_cast<double>(metrics->passes), "", {}, {}},
      {"aupro", metrics->aupro.value, "", {}, {}},
      {"auroc", metrics->auroc.value, "", {}, {}}};
}

} // namespace andon::workflow
