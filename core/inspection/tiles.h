#pragma once
#include "core/inspection/image.h"

namespace andon {

/// A rectangle of an image.
struct Tile {
  int x = 0, y = 0, width = 0, height = 0;
};
/// Tiles of `size`×`size` pixels (smaller only where the image is) that cover an image of that size, row by
/// row, each overlapping its neighbours by at least `overlap` pixels; the gaps are spread evenly. requires
/// size > overlap >= 0.
std::vector<Tile> tiles_of(int width, int height, int size, int overlap);

Image cropped(const Image& image, const Tile& tile);
Mask cropped(const Mask& mask, const Tile& tile);
ScoreMap cropped(const ScoreMap& map, const Tile& tile);

/// Puts the score maps of tiles together. Where tiles overlap, the values are averaged with weights that rise
/// linearly from the border of a tile over `overlap` pixels, so that no seam shows: result = Σ w·v / Σ w.
/// Maps cropped from one map come out as that map. Threads: one. Memory: 16 bytes a pixel.
class MapStitcher {
public:
  MapStitcher(int width, int height, int overlap);
  /// requires a map of the tile's size inside the image.
  void add(const Tile& tile, const ScoreMap& map);
  /// 0 where no tile was added.
  ScoreMap finish() const;

private:
  int width_, height_, overlap_;
  std::vector<double> sum_, weight_;
};

} // namespace andon
