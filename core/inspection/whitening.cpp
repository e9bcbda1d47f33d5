#include "core/inspection/whitening.h"

#include "core/base/assert.h"
#include "core/inspection/lane_kernels.h"
#include "core/inspection/named_values.h"
#include "core/metrics/pca.h"

#include <algorithm>
#include <cmath>

namespace andon {
namespace {

constexpr std::size_t most_rows = 20'000, most_axes = 256;
constexpr double explained = 0.99, ridge = 0.01;

struct Moments {
  std::vector<double> mean, covariance; ///< the covariance only where asked
};

Moments moments_of(std::span<const float> rows, std::size_t d, bool full) {
  const std::size_t n = rows.size() / d, used = std::min(n, most_rows);
  Moments m{std::vector<double>(d, 0), std::vector<double>(full ? d * d : d, 0)};
  const auto row = [&](std::size_t s) { return rows.data() + s * n / used * d; };
  for (std::size_t s = 0; s < used; ++s)
    for (std::size_t i = 0; i < d; ++i)
      m.mean[i] += row(s)[i] / static_cast<double>(used);
#pragma omp parallel for schedule(dynamic, 8)
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t s = 0; s < used; ++s) {
      const float* values = row(s);
      const double gap = (values[i] - m.mean[i]) / static_cast<double>(used);
      if (full)
        for (std::size_t j = 0; j <= i; ++j)
          m.covariance[i * d + j] += gap * (values[j] - m.mean[j]);
      else
        m.covariance[i] += gap * (values[i] - m.mean[i]);
    }
  return m;
}

} // namespace

std::vector<std::string> Whitening::kinds() {
  return {"none", "channel", "pca"};
}

std::size_t Whitening::most_dimensions(const std::string& kind, std::size_t dimension) {
  return kind == "pca" ? std::min(dimension, most_axes) : dimension;
}

Whitening Whitening::fit(const std::string& kind, std::span<const float> rows, std::size_t dimension) {
  ANDON_ASSERT(dimension > 0 && !rows.empty() && rows.size() % dimension == 0);
  Whitening result;
  result.kind_ = kind;
  result.scale_.assign(dimension, 1);
  if (kind == "none")
    return result;
  const Moments moments = moments_of(rows, dimension, kind == "pca");
  if (kind == "channel") {
    double mean_variance = 0;
    for (const double variance : moments.covariance)
      mean_variance += variance / static_cast<double>(dimension);
    for (std::size_t i = 0; i < dimension; ++i)
      if (const double variance = moments.covariance[i] + 1e-4 * mean_variance; variance > 0)
        result.scale_[i] = static_cast<float>(1 / std::sqrt(variance));
    return result;
  }
  const SymmetricEigen eigen = symmetric_eigen(moments.covariance, static_cast<std::int64_t>(dimension));
  double total = 0, sum = 0;
  for (const double value : eigen.values)
    total += std::max(0.0, value);
  std::size_t axes = 0;
  while (axes < most_dimensions(kind, dimension) && (axes == 0 || sum < explained * total))
    sum += std::max(0.0, eigen.values[dimension - 1 - axes++]);
  result.axes_.resize(dimension * axes);
  for (std::size_t k = 0; k < axes; ++k) {
    const std::size_t from = dimension - 1 - k;
    const double variance =
        std::max(0.0, eigen.values[from]) + ridge * total / static_cast<double>(dimension);
    const double factor = variance > 0 ? 1 / std::sqrt(variance) : 0;
    for (std::size_t i = 0; i < dimension; ++i)
      result.axes_[i * axes + k] = static_cast<float>(factor * eigen.vectors[from * dimension + i]);
  }
  for (std::size_t i = 0; i < dimension; ++i)
    result.scale_[i] = static_cast<float>(moments.mean[i]);
  return result;
}

void Whitening::apply(std::vector<float>& rows) const {
  if (kind_ == "none")
    return;
  const std::size_t d = scale_.size();
  if (kind_ == "channel") {
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i] *= scale_[i % d];
    return;
  }
  project_in_place(rows, rows.size() / d);
}

void Whitening::project_in_place(std::vector<float>& rows, std::size_t n) const {
  constexpr std::size_t group = 4, lanes = 16, block = 4096;
  const std::size_t d = scale_.size(), out = dimension(), width = (out + lanes - 1) / lanes * lanes;
  std::vector<float> axes(d * width, 0.0F), result(std::min(n, block) * out);
  for (std::size_t i = 0; i < d; ++i)
    std::copy_n(axes_.begin() + static_cast<std::ptrdiff_t>(i * out), out,
                axes.begin() + static_cast<std::ptrdiff_t>(i * width));
  for (std::size_t begin = 0; begin < n; begin += block) {
    const std::size_t end = std::min(n, begin + block);
#pragma omp parallel
    {
      std::vector<float> centred(group * d), product(group * width);
#pragma omp for schedule(static)
      for (std::size_t first = begin; first < end; first += group) {
        const std::size_t count = std::min(group, end - first);
        for (std::size_t k = 0; k < count * d; ++k)
          centred[k] = rows[first * d + k] - scale_[k % d];
        lane_kernels().four_float_products(centred.data(), axes.data(), d, width, product.data());
        for (std::size_t r = 0; r < count; ++r)
          std::copy_n(product.begin() + static_cast<std::ptrdiff_t>(r * width), out,
                      result.begin() + static_cast<std::ptrdiff_t>((first - begin + r) * out));
      }
    }
    // Never more values than came in: only rows that were projected already are overwritten.
    std::copy_n(result.begin(), (end - begin) * out, rows.begin() + static_cast<std::ptrdiff_t>(begin * out));
  }
  rows.resize(n * out);
}

Whitening::Affine Whitening::affine() const {
  if (kind_ == "pca")
    return {scale_, {}, axes_};
  return {{}, kind_ == "channel" ? scale_ : std::vector<float>{}, {}};
}

void Whitening::store(TensorSet& set) const {
  set.metadata["whitening"] = kind_;
  set.tensors.push_back(named_values("whitening.scale", scale_));
  set.tensors.push_back(named_values("whitening.axes", axes_));
}

Result<Whitening> Whitening::restore(const TensorSet& set, const std::string& where) {
  Whitening result;
  const auto kind = set.metadata.find("whitening");
  ANDON_ASSIGN(result.scale_, values_named<float>(set, "whitening.scale", where));
  ANDON_ASSIGN(result.axes_, values_named<float>(set, "whitening.axes", where));
  const std::vector<std::string> known = kinds();
  if (kind == set.metadata.end() || std::find(known.begin(), known.end(), kind->second) == known.end() ||
      result.scale_.empty() || result.axes_.size() % result.scale_.size() != 0 ||
      (kind->second == "pca") == result.axes_.empty())
    return fail(ErrorCode::corrupt, where + ": the scales of the features are damaged; train the run again");
  result.kind_ = kind->second;
  return result;
}

} // namespace andon
