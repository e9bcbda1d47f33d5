#include "core/inspection/normal_scores.h"

#include "core/inspection/named_values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t pixels_of_an_image = 4096;
constexpr double points_a_decade = 16;

} // namespace

void NormalScores::add(const std::string& item, double score, const ScoreMap& map, const Mask& inside) {
  images_.push_back({item, score});
  const std::size_t step = std::max<std::size_t>(1, map.values.size() / pixels_of_an_image);
  for (std::size_t i = step / 2; i < map.values.size(); i += step)
    if (inside.empty() || inside.inside[i] != 0)
      sample_.push_back(map.values[i]);
}

void NormalScores::finish() {
  std::sort(images_.begin(), images_.end(), [](const NormalScore& a, const NormalScore& b) {
    return a.score > b.score || (a.score == b.score && a.item < b.item);
  });
  std::sort(sample_.begin(), sample_.end());
  levels_.clear();
  log_p_.clear();
  const auto n = static_cast<double>(sample_.size());
  for (int i = 0; n > 0; ++i) {
    // The k-th largest pixel has p = (k + 1)/(n + 1), k from n down to 1.
    const double rank = std::floor(n * std::pow(10.0, -i / points_a_decade));
    if (rank < 1)
      break;
    const double level = sample_[sample_.size() - static_cast<std::size_t>(rank)];
    const double log_p = std::log((rank + 1) / (n + 1));
    if (!levels_.empty() && level <= levels_.back())
      log_p_.back() = log_p;
    else {
      levels_.push_back(level);
      log_p_.push_back(log_p);
    }
  }
  sample_.clear();
  sample_.shrink_to_fit();
}

double NormalScores::pixel_p(double score) const {
  if (levels_.empty() || score <= levels_.front())
    return 1;
  const auto above = std::upper_bound(levels_.begin(), levels_.end(), score);
  if (above == levels_.end())
    return std::exp(log_p_.back());
  const auto i = static_cast<std::size_t>(above - levels_.begin());
  const double part = (score - levels_[i - 1]) / (levels_[i] - levels_[i - 1]);
  return std::exp(log_p_[i - 1] + part * (log_p_[i] - log_p_[i - 1]));
}

double NormalScores::image_p(double score) const {
  const auto below = std::find_if(images_.begin(), images_.end(),
                                  [&](const NormalScore& normal) { return normal.score < score; });
  return (1 + static_cast<double>(below - images_.begin())) / (1 + static_cast<double>(images_.size()));
}

void NormalScores::store(TensorSet& set) const {
  std::vector<std::string> names;
  std::vector<double> scores;
  for (const NormalScore& image : images_) {
    names.push_back(image.item);
    scores.push_back(image.score);
  }
  set.metadata["normal.images"] = nlohmann::json(names).dump();
  set.tensors.push_back(named_values("normal.scores", scores));
  set.tensors.push_back(named_values("normal.levels", levels_));
  set.tensors.push_back(named_values("normal.log_p", log_p_));
}

Result<NormalScores> NormalScores::restore(const TensorSet& set, const std::string& where) {
  NormalScores result;
  ANDON_ASSIGN(const std::vector<double> scores, values_named<double>(set, "normal.scores", where));
  ANDON_ASSIGN(result.levels_, values_named<double>(set, "normal.levels", where));
  ANDON_ASSIGN(result.log_p_, values_named<double>(set, "normal.log_p", where));
  const auto text = set.metadata.find("normal.images");
  const nlohmann::json names =
      text == set.metadata.end() ? nlohmann::json() : nlohmann::json::parse(text->second, nullptr, false);
  bool good = names.is_array() && names.size() == scores.size() &&
              result.levels_.size() == result.log_p_.size() &&
              std::is_sorted(result.levels_.begin(), result.levels_.end()) &&
              std::is_sorted(scores.rbegin(), scores.rend());
  for (std::size_t i = 0; good && i < scores.size(); ++i) {
    good = names[i].is_string();
    if (good)
      result.images_.push_back({names[i].get<std::string>(), scores[i]});
  }
  if (!good)
    return fail(ErrorCode::corrupt,
                where + ": the scores of the normal images are damaged; train the run again");
  return result;
}

} // namespace andon
