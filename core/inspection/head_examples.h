#pragma once
#include "core/inspection/patch_grids.h"
#include "core/inspection/synthetic_defect.h"
#include "core/models/defect_head.h"

namespace andon {

/// Normal views at the size of the network's input, kept to draw defects on.
class HeadExamples {
public:
  /// Keeps views of at most `most` of the items, one a tile (that the region reaches) when images are cut,
  /// and what their features inside the region are like. Errors: those of reading and of `source`, which must
  /// outlive this.
  static Result<HeadExamples> collect(const ImageDataset& dataset, std::span<const std::size_t> items,
                                      const PatchSource& source, std::int64_t most, std::int64_t an_epoch,
                                      Progress& progress, std::stop_token stop);
  /// Refers to this.
  DefectExamples examples() const;

private:
  Result<DefectSample> draw(std::int64_t item, Random& random) const;
  void add_statistics(const PatchGrid& grid);
  const PatchSource* source_ = nullptr;
  std::vector<ColourPlane> kept_;
  std::vector<double> sums_, squares_;
  double patches_ = 0;
  std::int64_t an_epoch_ = 0;
  std::string identity_;
};

} // namespace andon
