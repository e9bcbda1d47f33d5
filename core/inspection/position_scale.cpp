#include "core/inspection/position_scale.h"

#include "core/inspection/named_values.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t side = 16, cells = side * side;
constexpr std::size_t fewest_images = 4;
constexpr double prior_images = 5;
constexpr std::array<double, 5> kernel{0.05, 0.25, 0.4, 0.25, 0.05}; ///< about 0.9 cells wide
constexpr double smallest_deviation = 1e-3, smallest_distance = 1e-12;

/// The four cells around a place with their bilinear weights.
struct Corners {
  std::array<std::size_t, 4> cell;
  std::array<double, 4> weight;
};

Corners corners(double x, double y) {
  const auto split = [](double at) {
    const double cell = std::clamp(at * side - 0.5, 0.0, side - 1.0);
    const auto low = std::min(side - 2, static_cast<std::size_t>(cell));
    return std::pair(low, cell - static_cast<double>(low));
  };
  const auto [column, right] = split(x);
  const auto [row, down] = split(y);
  const std::size_t first = row * side + column;
  return {{first, first + 1, first + side, first + side + 1},
          {(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down}};
}

Corners corners(const PatchGrid& grid, std::size_t patch, int width, int height) {
  const Tile place = grid.rectangle(patch);
  return corners((place.x + 0.5 * place.width) / width, (place.y + 0.5 * place.height) / height);
}

void smooth(std::vector<double>& values) {
  for (const std::size_t step : {std::size_t{1}, side}) {
    const std::vector<double> before = values;
    for (std::size_t i = 0; i < cells; ++i) {
      const std::size_t at = step == 1 ? i % side : i / side;
      double sum = 0, weight = 0;
      for (std::size_t k = 0; k < kernel.size(); ++k)
        if (at + k >= 2 && at + k - 2 < side) {
          sum += kernel[k] * before[i + k * step - 2 * step];
          weight += kernel[k];
        }
      values[i] = sum / weight;
    }
  }
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return sum;
}

} // namespace

void PositionScale::add(std::span<const PatchGrid> grids, std::span<const std::vector<float>> distances,
                        int width, int height) {
  weights_.resize(cells, 0);
  sums_.resize(cells, 0);
  squares_.resize(cells, 0);
  ++images_;
  for (std::size_t g = 0; g < grids.size(); ++g)
    for (std::size_t i = 0; i < grids[g].patches(); ++i) {
      const double distance = distances[g][i];
      if (grids[g].inside[i] == 0 || !(distance > smallest_distance))
        continue;
      const Corners near = corners(grids[g], i, width, height);
      const double value = std::log(distance);
      for (std::size_t k = 0; k < 4; ++k) {
        weights_[near.cell[k]] += near.weight[k];
        sums_[near.cell[k]] += near.weight[k] * value;
        squares_[near.cell[k]] += near.weight[k] * value * value;
      }
    }
}

void PositionScale::finish(bool by_place) {
  const double weight = sum_of(weights_);
  const double mean = weight > 0 ? sum_of(sums_) / weight : 0;
  floor_ = weight > 0 ? 0.01 * std::exp(mean) : 0;
  if (images_ >= fewest_images && weight > 0) {
    const double prior = prior_images * weight / static_cast<double>(images_ * cells);
    const double variance = std::max(0.0, sum_of(squares_) / weight - mean * mean);
    if (!by_place) { // every cell has seen nothing of its own
      for (std::vector<double>* values : {&weights_, &sums_, &squares_})
        values->assign(cells, 0);
    }
    for (std::vector<double>* values : {&weights_, &sums_, &squares_})
      smooth(*values);
    for (std::size_t i = 0; i < cells; ++i) {
      const double local = (sums_[i] + prior * mean) / (weights_[i] + prior);
      const double spread = squares_[i] - 2 * local * sums_[i] + local * local * weights_[i];
      const double drawn = (std::max(0.0, spread) + prior * variance) / (weights_[i] + prior);
      mean_.push_back(local);
      deviation_.push_back(std::max(smallest_deviation, std::sqrt(drawn)));
    }
  }
  for (std::vector<double>* values : {&weights_, &sums_, &squares_})
    values->clear();
}

PositionScale::Usual PositionScale::usual(const PatchGrid& grid, int width, int height) const {
  Usual result{{}, {}, std::max(floor_, smallest_distance)};
  if (empty())
    return result;
  result.mean.resize(grid.patches());
  result.deviation.resize(grid.patches());
  for (std::size_t i = 0; i < grid.patches(); ++i) {
    const auto [mean, deviation] = usual_at(grid, i, width, height);
    result.mean[i] = static_cast<float>(mean);
    result.deviation[i] = static_cast<float>(deviation);
  }
  return result;
}

std::pair<double, double> PositionScale::usual_at(const PatchGrid& grid, std::size_t patch, int width,
                                                  int height) const {
  const Corners near = corners(grid, patch, width, height);
  double mean = 0, deviation = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    mean += near.weight[k] * mean_[near.cell[k]];
    deviation += near.weight[k] * deviation_[near.cell[k]];
  }
  return {mean, deviation};
}

void PositionScale::deviations(std::span<const PatchGrid> grids, std::vector<std::vector<float>>& distances,
                               int width, int height) const {
  for (std::size_t g = 0; g < grids.size(); ++g)
    for (std::size_t i = 0; i < grids[g].patches(); ++i) {
      float& value = distances[g][i];
      const auto [mean, deviation] = empty() ? std::pair(0.0, 1.0) : usual_at(grids[g], i, width, height);
      const double known = std::max(std::max(floor_, smallest_distance), static_cast<double>(value));
      value = grids[g].inside[i] == 0 ? 0 : static_cast<float>((std::log(known) - mean) / deviation);
    }
}

void PositionScale::apply(std::span<const PatchGrid> grids, std::vector<std::vector<float>>& distances,
                          int width, int height) const {
  if (empty())
    return;
  deviations(grids, distances, width, height);
  for (std::size_t g = 0; g < grids.size(); ++g)
    for (std::size_t i = 0; i < grids[g].patches(); ++i)
      if (grids[g].inside[i] != 0)
        distances[g][i] = positive(distances[g][i]);
}

float PositionScale::positive(float deviation) {
  return deviation > 30 ? deviation : std::log1p(std::exp(deviation));
}

void PositionScale::store(TensorSet& set, const std::string& name) const {
  set.tensors.push_back(named_values(name + ".mean", mean_));
  set.tensors.push_back(named_values(name + ".deviation", deviation_));
  set.tensors.push_back(named_values(name + ".floor", std::vector<double>{floor_}));
}

Result<PositionScale> PositionScale::restore(const TensorSet& set, const std::string& where,
                                             const std::string& name) {
  PositionScale result;
  ANDON_ASSIGN(result.mean_, values_named<double>(set, name + ".mean", where));
  ANDON_ASSIGN(result.deviation_, values_named<double>(set, name + ".deviation", where));
  ANDON_ASSIGN(const std::vector<double> floor, values_named<double>(set, name + ".floor", where));
  const auto broken = [](double deviation) { return !(deviation > 0); };
  if (floor.size() != 1 || (!result.mean_.empty() && result.mean_.size() != cells) ||
      result.deviation_.size() != result.mean_.size() ||
      std::any_of(result.deviation_.begin(), result.deviation_.end(), broken))
    return fail(ErrorCode::corrupt, where + ": the scales of the positions are damaged; train the run again");
  result.floor_ = floor[0];
  return result;
}

void ImageScale::fit(std::span<const double> normal) {
  *this = {};
  if (normal.size() < fewest_images)
    return;
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(normal.size());
  for (const double value : normal)
    sum += std::log(std::max(smallest_distance, value)) / n;
  for (const double value : normal)
    squares += std::pow(std::log(std::max(smallest_distance, value)) - sum, 2);
  mean_ = sum;
  deviation_ = std::max(smallest_deviation, std::sqrt(squares / (n - 1)));
}

double ImageScale::operator()(double statistic) const {
  return deviation_ > 0 ? (std::log(std::max(smallest_distance, statistic)) - mean_) / deviation_ : statistic;
}

std::vector<double> ImageScale::values() const {
  return deviation_ > 0 ? std::vector<double>{mean_, deviation_} : std::vector<double>{};
}

ImageScale ImageScale::of(const std::vector<double>& values) {
  ImageScale result;
  if (values.size() == 2 && values[1] > 0) {
    result.mean_ = values[0];
    result.deviation_ = values[1];
  }
  return result;
}

} // namespace andon
