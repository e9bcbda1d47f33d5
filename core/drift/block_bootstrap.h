#pragma once
#include "core/base/random.h"
#include "core/drift/drift_statistic.h"

#include <cstddef>
#include <vector>

namespace andon {

/// Mean block length of a stationary bootstrap (Politis & White 2004, corrected by Patton, Politis & White
/// 2009): (2G²/D)^(1/3)·n^(1/3) with a flat-top lag window; 1 where no autocorrelation shows. The longest of
/// up to 8 columns. `rows` in order of time. Cost: O(n·√n) a column at most.
double bootstrap_block(const DriftRows& rows);

/// Endless stream of row numbers of a series in blocks of geometric length with that mean (Politis & Romano
/// 1994). Where one block ends, the next begins at the nearest (Euclid) of √n random rows to the row that
/// would have followed, so that memory is not cut at the joints (matched blocks: Carlstein et al. 1998); with
/// a mean of 1 rows are independent draws. `rows` must outlive it. Threads: one at a time. Cost: O(√n·width)
/// a joint.
class BlockBootstrap {
public:
  BlockBootstrap(const DriftRows& rows, double block, Seed seed);
  std::size_t next();
  std::vector<std::size_t> sample(std::size_t count);

private:
  std::size_t matching(std::size_t wanted);
  const DriftRows* rows_;
  std::size_t size_, candidates_;
  double end_;
  Random random_;
  std::size_t at_;
};

} // namespace andon
