#include "core/inspection/rasterise.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace andon {
namespace {

constexpr std::int64_t most_crossings = 2'000'000'000;

struct Rows {
  int first = 0, last = 0; ///< [first, last)
};

/// Rows whose centre lies in [low, high).
Rows rows_between(double low, double high, int height) {
  const auto row = [&](double y) {
    return static_cast<int>(std::clamp(std::ceil(y - 0.5), 0.0, static_cast<double>(height)));
  };
  return {row(low), row(high)};
}

struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
};

Box box_of(const std::vector<float>& polygon, int width, int height) {
  double low_x = polygon[0], high_x = low_x, low_y = polygon[1], high_y = low_y;
  for (std::size_t i = 0; i < polygon.size(); i += 2) {
    low_x = std::min<double>(low_x, polygon[i]);
    high_x = std::max<double>(high_x, polygon[i]);
    low_y = std::min<double>(low_y, polygon[i + 1]);
    high_y = std::max<double>(high_y, polygon[i + 1]);
  }
  const auto clip = [](double value, int limit) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(limit)));
  };
  return {clip(std::floor(low_x), width), clip(std::floor(low_y), height), clip(std::ceil(high_x) + 1, width),
          clip(std::ceil(high_y) + 1, height)};
}

/// Flips the parity of everything to the right of each edge, then sums the parities along the rows.
Result<void> add_polygon(const std::vector<float>& polygon, Mask& mask, std::int64_t& crossings) {
  const Box box = box_of(polygon, mask.width, mask.height);
  const std::size_t box_width = static_cast<std::size_t>(box.right - box.left);
  if (box_width == 0 || box.bottom == box.top)
    return {};
  std::vector<std::uint8_t> flips(box_width * static_cast<std::size_t>(box.bottom - box.top));
  for (std::size_t i = 0; i < polygon.size(); i += 2) {
    const std::size_t j = (i + 2) % polygon.size();
    double x0 = polygon[i], y0 = polygon[i + 1], x1 = polygon[j], y1 = polygon[j + 1];
    if (y0 > y1) {
      std::swap(x0, x1);
      std::swap(y0, y1);
    }
    const Rows rows = rows_between(y0, y1, mask.height);
    crossings += rows.last - rows.first;
    if (crossings > most_crossings)
      return fail(ErrorCode::limit_exceeded,
                  "the polygons' edges cross more than 2,000,000,000 rows; simplify the annotation");
    for (int y = rows.first; y < rows.last; ++y) {
      const double x = x0 + (y + 0.5 - y0) * (x1 - x0) / (y1 - y0);
      const double first =
          std::clamp(std::ceil(x - 0.5), static_cast<double>(box.left), static_cast<double>(box.right));
      if (const auto column = static_cast<std::size_t>(static_cast<int>(first) - box.left);
          column < box_width)
        flips[static_cast<std::size_t>(y - box.top) * box_width + column] ^= 1;
    }
  }
  for (int y = box.top; y < box.bottom; ++y) {
    std::uint8_t parity = 0;
    std::uint8_t* row =
        mask.inside.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + box.left;
    for (std::size_t x = 0; x < box_width; ++x) {
      parity ^= flips[static_cast<std::size_t>(y - box.top) * box_width + x];
      row[x] = parity != 0 ? 255 : row[x];
    }
  }
  return {};
}

} // namespace

Result<Mask> rasterised(const std::vector<std::vector<float>>& polygons, int width, int height) {
  Mask mask{width, height,
            std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
  std::int64_t crossings = 0;
  for (const std::vector<float>& polygon : polygons)
    if (polygon.size() >= 6 && polygon.size() % 2 == 0)
      ANDON_TRY(add_polygon(polygon, mask, crossings));
  return mask;
}

Result<void> add_runs(const std::vector<std::uint32_t>& runs, Mask& mask) {
  const auto width = static_cast<std::size_t>(mask.width), height = static_cast<std::size_t>(mask.height);
  std::uint64_t sum = 0;
  for (const std::uint32_t run : runs)
    sum += run;
  if (sum != mask.inside.size())
    return fail(ErrorCode::parse, "a run-length mask of " + std::to_string(sum) + " pixels for an image of " +
                                      std::to_string(mask.inside.size()) + "; annotate it again");
  std::size_t position = 0;
  bool inside = false;
  for (const std::uint32_t run : runs) {
    for (std::uint32_t i = 0; inside && i < run; ++i)
      mask.inside[(position + i) % height * width + (position + i) / height] = 255;
    position += run;
    inside = !inside;
  }
  return {};
}

std::vector<std::uint32_t> runs_of(const Mask& mask) {
  std::vector<std::uint32_t> runs;
  bool inside = false;
  std::uint32_t run = 0;
  for (int x = 0; x < mask.width; ++x)
    for (int y = 0; y < mask.height; ++y) {
      const bool here = mask.inside[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) +
                                    static_cast<std::size_t>(x)] != 0;
      if (here != inside) {
        runs.push_back(run);
        run = 0;
        inside = here;
      }
      ++run;
    }
  runs.push_back(run);
  return runs;
}

} // namespace andon
