#include "core/models/scorer_steps.h"

#include <ATen/ATen.h>

namespace andon {
namespace {

class TorchSteps final : public ScorerSteps {
public:
  NearestRows nearest(const at::Tensor& patches, const ComparedRows& bank) const override {
    const std::int64_t height = patches.size(2), width = patches.size(3);
    const at::Tensor flat = as_rows(patches);
    const at::Tensor row = at::argmin(bank.squares - 2 * at::matmul(flat, bank.rows.t()), 1);
    const at::Tensor gap = flat - at::index_select(bank.rows, 0, row);
    const at::Tensor distance = at::sqrt((gap * gap).sum(1));
    return {distance.view({-1, 1, height, width}), row.to(at::kFloat).view({-1, 1, height, width})};
  }

  Surroundings surroundings(const at::Tensor& patches, const NearestRows& nearest, const ComparedRows& bank,
                            const at::Tensor& neighbours) const override {
    const std::int64_t count = patches.size(2) * patches.size(3), k = neighbours.size(1);
    const at::Tensor distances = nearest.distance.view({-1, count});
    const at::Tensor worst = at::argmax(distances, 1, true); // [n, 1]
    const at::Tensor distance = at::gather(distances, 1, worst);
    const at::Tensor row = at::gather(nearest.row.view({-1, count}), 1, worst).to(at::kLong).view({-1});
    const at::Tensor rows = at::index_select(neighbours, 0, row).to(at::kLong).view({-1}); // [n·k]
    const at::Tensor others = at::index_select(bank.rows, 0, rows).view({-1, k, bank.rows.size(1)});
    const at::Tensor all = as_rows(patches).view({-1, count, patches.size(1)});
    const at::Tensor patch =
        at::gather(all, 1, worst.view({-1, 1, 1}).expand({-1, 1, patches.size(1)})); // [n, 1, feature]
    const at::Tensor gap = patch - others;
    return {(at::sqrt((gap * gap).sum(2)) - distance).view({-1, 1, 1, k}), distance.view({-1, 1, 1, 1})};
  }

  at::Tensor mean_patch(const at::Tensor& patches) const override {
    return patches.to(at::kDouble).mean({2, 3}, true).to(at::kFloat);
  }

  at::Tensor turned_lengths(const at::Tensor& patches, const at::Tensor& mean,
                            const at::Tensor& inverse) const override {
    const at::Tensor gap =
        patches.to(at::kDouble).flatten(2).permute({0, 2, 1}) - mean;   // [n, place, feature]
    const at::Tensor turned = at::bmm(inverse, gap.permute({1, 2, 0})); // [place, feature, n]
    return at::sqrt((turned * turned).sum(1))
        .t()
        .to(at::kFloat)
        .reshape({-1, 1, patches.size(2), patches.size(3)});
  }

  at::Tensor distances(const at::Tensor& vector, const ComparedRows& bank) const override {
    const at::Tensor gap = vector.view({-1, 1, vector.size(1)}) - bank.rows;
    return at::sqrt((gap * gap).sum(2)).view({-1, 1, 1, bank.rows.size(0)});
  }

  at::Tensor nearest_row(const at::Tensor& distances, const ComparedRows& bank) const override {
    const at::Tensor row = at::argmin(distances.view({-1, bank.rows.size(0)}), 1);
    return at::index_select(bank.rows, 0, row).view({-1, bank.rows.size(1), 1, 1});
  }

  at::Tensor largest_mean(const at::Tensor& values, std::int64_t count) const override {
    const at::Tensor flat = values.view({-1, values.size(2) * values.size(3)});
    return std::get<0>(at::topk(flat, count, 1)).mean(1).view({-1, 1, 1, 1});
  }

  at::Tensor drawn(const at::Tensor& values, std::int64_t height, std::int64_t width,
                   const at::Tensor& kernel) const override {
    const at::Tensor map = at::upsample_bilinear2d(values, {height, width}, false);
    if (!kernel.defined())
      return map;
    const std::int64_t side = kernel.size(0), rim = side / 2;
    const at::Tensor wide = at::reflection_pad2d(map, {rim, rim, rim, rim});
    return at::conv2d(at::conv2d(wide, kernel.view({1, 1, 1, side})), kernel.view({1, 1, side, 1}));
  }

private:
  static at::Tensor as_rows(const at::Tensor& patches) {
    return patches.permute({0, 2, 3, 1}).reshape({-1, patches.size(1)});
  }
};

} // namespace

ComparedRows::ComparedRows(at::Tensor all) : rows(std::move(all)), squares(rows.square().sum(1)) {}

std::unique_ptr<ScorerSteps> torch_steps() {
  return std::make_unique<TorchSteps>();
}

} // namespace andon
