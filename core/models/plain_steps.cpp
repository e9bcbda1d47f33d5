#include "core/models/scorer_steps.h"
#include "core/models/unsupported_arithmetic.h"

#include <ATen/ATen.h>

namespace andon {
namespace {

constexpr std::int64_t most_pairs = std::int64_t{1} << 28; ///< 1 GB an array

void check_pairs(std::int64_t patches, std::int64_t others, const std::string& of_what) {
  require_exportable(
      patches <= most_pairs / others,
      "an ONNX file compares " + std::to_string(patches) + " patches of an image with " +
          std::to_string(others) + " of " + of_what +
          " at once, which is too much for it; train with a smaller image_side or bank_limit, or "
          "use --format torchscript");
}

/// A matrix as the weights of a convolution that looks at single places: [out, in], or [in, out] when
/// transposed. Both use the bank as it is, so that a file holds it once.
at::Tensor across(const at::Tensor& matrix) {
  return matrix.view({matrix.size(0), matrix.size(1), 1, 1});
}

/// x of one channel in `count` channels.
at::Tensor repeated(const at::Tensor& x, std::int64_t count) {
  return at::conv2d(x, at::ones({count, 1, 1, 1}));
}

/// Channel c of `count` is 1 where the place in x is c and 0 elsewhere: 1 − |x − c|, cut off at 0.
at::Tensor marked(const at::Tensor& place, std::int64_t count) {
  const at::Tensor apart = at::conv2d(place, at::ones({count, 1, 1, 1}), -at::arange(count, at::kFloat));
  return at::relu(at::rsub(at::abs(apart), 1));
}

/// The rows with these numbers: numbers [1, 1, height, width] to [1, feature, height, width].
at::Tensor rows_at(const at::Tensor& place, const ComparedRows& bank) {
  return at::conv_transpose2d(marked(place, bank.rows.size(0)), across(bank.rows));
}

at::Tensor length(const at::Tensor& gap) {
  return at::sqrt((gap * gap).sum(1, true));
}

/// The matrix of the way from a line of `from` values to `to` pixels: bilinear, mirrored, smoothed. [to,
/// from]
at::Tensor line_drawing(std::int64_t from, std::int64_t to, const at::Tensor& kernel) {
  const at::Tensor unit = at::eye(from).view({1, 1, from, from});
  at::Tensor drawn = at::upsample_bilinear2d(unit, {to, from}, false);
  if (kernel.defined()) {
    const std::int64_t side = kernel.size(0), rim = side / 2;
    drawn = at::reflection_pad2d(drawn, {0, 0, rim, rim});
    drawn = at::conv2d(drawn.to(at::kDouble), kernel.to(at::kDouble).view({1, 1, side, 1})).to(at::kFloat);
  }
  return drawn.view({to, from});
}

class PlainSteps final : public ScorerSteps {
public:
  NearestRows nearest(const at::Tensor& patches, const ComparedRows& bank) const override {
    check_pairs(patches.size(2) * patches.size(3), bank.rows.size(0), "the memory");
    const at::Tensor likeness = at::conv2d(patches, across(bank.rows), bank.squares * -0.5);
    const at::Tensor row = at::argmax(likeness, 1, true).to(at::kFloat);
    return {length(patches - rows_at(row, bank)), row};
  }

  Surroundings surroundings(const at::Tensor& patches, const NearestRows& nearest, const ComparedRows& bank,
                            const at::Tensor& neighbours) const override {
    const std::int64_t count = patches.size(2) * patches.size(3), k = neighbours.size(1);
    const at::Tensor worst = at::argmax(nearest.distance.reshape({1, count, 1, 1}), 1, true).to(at::kFloat);
    const at::Tensor mark = marked(worst, count).reshape({1, 1, patches.size(2), patches.size(3)});
    const at::Tensor row = (nearest.row * mark).sum({2, 3}, true);
    const at::Tensor distance = (nearest.distance * mark).sum({2, 3}, true);
    const at::Tensor patch = (patches * repeated(mark, patches.size(1))).sum({2, 3}, true);
    const at::Tensor places =
        at::conv_transpose2d(marked(row, bank.rows.size(0)), across(neighbours)); // [1, k, 1, 1]
    const at::Tensor others = rows_at(places.reshape({1, 1, 1, k}), bank);
    const at::Tensor in_line = at::ones({1, k});
    const at::Tensor support = length(at::matmul(patch, in_line) - others);
    return {support - at::matmul(distance, in_line), distance};
  }

  /// By two products: sums of few numbers at a time.
  at::Tensor mean_patch(const at::Tensor& patches) const override {
    const auto line = [](std::int64_t length) {
      return at::full({length, 1}, 1.0 / static_cast<double>(length));
    };
    const at::Tensor rows = at::matmul(patches, line(patches.size(3))).permute({0, 1, 3, 2});
    return at::matmul(rows, line(patches.size(2)));
  }

  /// One matrix a place: a convolution of as many groups as places, at one pixel. The mean is taken away in
  /// two parts, so that what its first loses in fp32 is not lost.
  at::Tensor turned_lengths(const at::Tensor& patches, const at::Tensor& mean,
                            const at::Tensor& inverse) const override {
    const std::int64_t places = mean.size(0), feature = mean.size(1);
    const at::Tensor most = mean.to(at::kFloat), rest = (mean - most.to(at::kDouble)).to(at::kFloat);
    const at::Tensor x = patches.permute({0, 2, 3, 1}).reshape({1, places * feature, 1, 1});
    const at::Tensor gap = x - most.view({1, -1, 1, 1}) - rest.view({1, -1, 1, 1});
    const at::Tensor turned = at::conv2d(gap, inverse.to(at::kFloat).view({places * feature, feature, 1, 1}),
                                         at::Tensor(), {1, 1}, at::IntArrayRef({0, 0}), {1, 1}, places);
    const at::Tensor squared = (turned * turned).reshape({1, places, feature, 1}).sum({2}, true);
    return at::sqrt(squared).reshape({1, 1, patches.size(2), patches.size(3)});
  }

  at::Tensor distances(const at::Tensor& vector, const ComparedRows& bank) const override {
    const std::int64_t count = bank.rows.size(0), feature = bank.rows.size(1);
    const at::Tensor rows = bank.rows.t().contiguous().view({1, feature, 1, count});
    return length(at::matmul(vector, at::ones({1, count})) - rows);
  }

  at::Tensor nearest_row(const at::Tensor& distances, const ComparedRows& bank) const override {
    const std::int64_t count = bank.rows.size(0);
    const at::Tensor row = at::argmax(at::neg(distances).reshape({1, count, 1, 1}), 1, true).to(at::kFloat);
    return rows_at(row, bank);
  }

  /// The largest values sum to min over t of k·t + Σ max(0, v − t), reached where t is the k-th largest
  /// (Rockafellar and Uryasev 2000, eq. 9): no sorting.
  at::Tensor largest_mean(const at::Tensor& values, std::int64_t count) const override {
    const std::int64_t patches = values.size(2) * values.size(3);
    check_pairs(patches, patches, "the same image");
    const at::Tensor column = repeated(values.reshape({1, 1, 1, patches}), patches); // [1, t, 1, v]
    const at::Tensor above = at::relu(column - column.permute({0, 3, 2, 1}));
    const at::Tensor excess = above.sum({3}, true) * (1.0 / static_cast<double>(count));
    return at::amin(excess + values.reshape({1, patches, 1, 1}), {1}, true);
  }

  at::Tensor drawn(const at::Tensor& values, std::int64_t height, std::int64_t width,
                   const at::Tensor& kernel) const override {
    const at::Tensor across_width = line_drawing(values.size(3), width, kernel);
    const at::Tensor down_height = line_drawing(values.size(2), height, kernel);
    const at::Tensor wide = at::matmul(values, across_width.t().contiguous()).permute({0, 1, 3, 2});
    return at::matmul(wide, down_height.t().contiguous()).permute({0, 1, 3, 2});
  }
};

} // namespace

std::unique_ptr<ScorerSteps> plain_steps() {
  return std::make_unique<PlainSteps>();
}

} // namespace andon
