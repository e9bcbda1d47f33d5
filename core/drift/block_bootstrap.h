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

/// Endless stream of row numbers of a series of n, in blocks of geometric length with that mean that follow
/// each other in time (Politis & Romano 1994), so that neighbours stay neighbours. Threads: one at a time.
class BlockBootstrap {
public:
  BlockBootstrap(std::size_t rows, double block, Seed seed)
      : rows_(rows), end_(1 / block), random_(seed), at_(rows) {}
  std::size_t next();
  std::vector<std::size_t> sample(std::size_t count);

private:
  std::size_t rows_;
  double end_;
  Random random_;
  std::size_t at_;
};

} // namespace andon
