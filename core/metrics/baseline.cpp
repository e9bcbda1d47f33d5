#include "core/metrics/baseline.h"

#include "core/metrics/linear_map.h"
#include "core/metrics/pca.h"

#include <cmath>
#include <concepts>

namespace andon {
namespace {

struct RandomScorerOptions {
  std::vector<Option> describe() { return {}; }
};

/// Scores that know nothing: uniform, one a row.
class RandomScorer {
public:
  explicit RandomScorer(Seed seed) : seed_(seed) {}
  double score(std::int64_t row) const {
    return Random(seed_.stream("row", static_cast<std::uint64_t>(row))).uniform();
  }

private:
  Seed seed_;
};

/// A scorer together with the layout it was fitted on.
template <class Scorer>
class Fitted : public Baseline {
public:
  Fitted(Scorer scorer, const Features& train)
      : scorer_(std::move(scorer)), columns_(train.columns), command_channels_(train.command_channels),
        length_(train.length) {}

  Result<std::vector<double>> score(const Features& features, std::stop_token stop) const override {
    if (features.columns != columns_ || features.command_channels != command_channels_ ||
        features.length != length_)
      return fail(ErrorCode::invalid_argument,
                  "features have " + std::to_string(features.columns) + " columns and " +
                      std::to_string(features.length) + " samples a channel; the baseline was fitted on " +
                      std::to_string(columns_) + " and " + std::to_string(length_));
    ANDON_TRY(check_finite(features));
    std::vector<double> scores;
    for (std::int64_t r = 0; r < features.rows; ++r) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "baseline scoring cancelled after " + std::to_string(r) + " rows");
      if constexpr (std::invocable<decltype(&Scorer::score), const Scorer&, std::int64_t>)
        scores.push_back(scorer_.score(r));
      else
        scores.push_back(scorer_.score(
            std::span(features.values)
                .subspan(static_cast<std::size_t>(r * columns_), static_cast<std::size_t>(columns_))));
    }
    return scores;
  }

private:
  Scorer scorer_;
  std::int64_t columns_, command_channels_, length_;
};

using Made = Result<std::unique_ptr<Baseline>>;

Made fit_random(const Features& train, const OptionMap& values, Seed seed, Progress&, std::stop_token) {
  ANDON_TRY(configured<RandomScorerOptions>(values));
  return std::make_unique<Fitted<RandomScorer>>(RandomScorer(seed.stream("random scorer")), train);
}

Made fit_pca(const Features& train, const OptionMap& values, Seed, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<PcaOptions>(values));
  ANDON_ASSIGN(Pca pca, Pca::fit(train, options, progress, stop));
  return std::make_unique<Fitted<Pca>>(std::move(pca), train);
}

Made fit_linear(const Features& train, const OptionMap& values, Seed, Progress& progress,
                std::stop_token stop) {
  ANDON_ASSIGN(const auto options, configured<LagRegressionOptions>(values));
  progress.stage("linear baseline");
  ANDON_ASSIGN(LagRegression model, LagRegression::fit(train, options, stop));
  return std::make_unique<Fitted<LagRegression>>(std::move(model), train);
}

} // namespace

Features features_of(const PairWindows& windows) {
  Features features;
  features.rows = windows.size();
  features.command_channels = static_cast<std::int64_t>(windows.command_ids.size());
  features.current_channels = static_cast<std::int64_t>(windows.current_ids.size());
  features.length = windows.length;
  const std::int64_t commands = features.command_channels * windows.length,
                     currents = features.current_channels * windows.length;
  features.columns = commands + currents;
  features.values.reserve(static_cast<std::size_t>(features.rows * features.columns));
  for (std::int64_t r = 0; r < features.rows; ++r) {
    const auto command = windows.command.begin() + r * commands,
               current = windows.current.begin() + r * currents;
    features.values.insert(features.values.end(), command, command + commands);
    features.values.insert(features.values.end(), current, current + currents);
  }
  return features;
}

Result<void> check_finite(const Features& features) {
  for (std::size_t i = 0; i < features.values.size(); ++i)
    if (!std::isfinite(features.values[i]))
      return fail(ErrorCode::invalid_argument,
                  "features: row " + std::to_string(i / static_cast<std::size_t>(features.columns)) +
                      ", column " + std::to_string(i % static_cast<std::size_t>(features.columns)) +
                      " is not finite; fill or leave out missing values first");
  return {};
}

const Table<BaselineEntry>& baselines() {
  static const Table<BaselineEntry> table(
      "baseline", {{"random", "Random scorer", "none; the level that knowing nothing reaches",
                    describe_defaults<RandomScorerOptions>(), false, fit_random},
                   {"pca", "Principal components, Q and T²", "Jackson & Mudholkar 1979; Yue & Qin 2001",
                    describe_defaults<PcaOptions>(), false, fit_pca},
                   {"linear", "Linear residual model of the current", "Hoerl & Kennard 1970",
                    describe_defaults<LagRegressionOptions>(), true, fit_linear}});
  return table;
}

} // namespace andon
