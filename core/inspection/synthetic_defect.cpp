#include "core/inspection/synthetic_defect.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace andon {
namespace {

constexpr double turn = 6.283185307179586;

cv::Mat view(ColourPlane& image) {
  return cv::Mat(image.height, image.width, CV_32FC3, image.rgb.data());
}

double log_uniform(Random& random, double low, double high) {
  return std::exp(random.uniform(std::log(low), std::log(high)));
}

/// Smooth noise with deviation about one; `scale` pixels between its knots, across and down.
cv::Mat noise(cv::Size size, double across, double down, Random& random) {
  cv::Mat knots(std::max(2, static_cast<int>(size.height / down) + 2),
                std::max(2, static_cast<int>(size.width / across) + 2), CV_32F);
  for (int y = 0; y < knots.rows; ++y)
    for (int x = 0; x < knots.cols; ++x)
      knots.at<float>(y, x) = static_cast<float>(random.normal());
  cv::Mat result;
  cv::resize(knots, result, size, 0, 0, cv::INTER_CUBIC);
  return result;
}

/// Where a defect may lie: everywhere, or on the pixels of the region of interest.
class Places {
public:
  explicit Places(const ColourPlane& image) : size_(image.width, image.height) {
    for (std::size_t i = 0; i < image.inside.size(); ++i)
      if (image.inside[i] != 0)
        inside_.push_back(static_cast<int>(i));
  }
  cv::Point2d draw(Random& random) const {
    if (inside_.empty()) {
      const double x = random.uniform(0, size_.width);
      return {x, random.uniform(0, size_.height)};
    }
    const int pixel = inside_[random.below(inside_.size())];
    const double x = pixel % size_.width + random.uniform();
    return {x, pixel / size_.width + random.uniform()};
  }
  cv::Size size() const { return size_; }

private:
  cv::Size size_;
  std::vector<int> inside_;
};

/// The region of interest as OpenCV takes it, nothing when it is everything. Refers to the plane.
cv::Mat inside_of(const ColourPlane& image) {
  if (image.inside.empty())
    return {};
  return cv::Mat(image.height, image.width, CV_8U, const_cast<std::uint8_t*>(image.inside.data()));
}

void draw_line(cv::Mat& region, const Places& places, Random& random) {
  const double longest = std::max(region.cols, region.rows), step = random.uniform(0.05, 0.25) * longest;
  cv::Point2d at = places.draw(random);
  double angle = random.uniform(0, turn);
  std::vector<cv::Point> points{at};
  for (auto more = 2 + random.below(5); more > 0; --more) {
    angle += random.normal(0, 0.5);
    at += step * cv::Point2d(std::cos(angle), std::sin(angle));
    points.emplace_back(at);
  }
  cv::polylines(region, points, false, 1.0, 1 + static_cast<int>(random.below(5)), cv::LINE_8);
}

void draw_ellipses(cv::Mat& region, const Places& places, Random& random, double smallest, double largest,
                   std::uint64_t most) {
  for (auto count = 1 + random.below(most); count > 0; --count) {
    const double radius = log_uniform(random, smallest, largest);
    const cv::Point centre = places.draw(random);
    const cv::Size axes(std::max(1, static_cast<int>(radius)),
                        std::max(1, static_cast<int>(radius * random.uniform(0.35, 1))));
    cv::ellipse(region, centre, axes, random.uniform(0, 180), 0, 360, 1.0, -1);
  }
}

void draw_blob(cv::Mat& region, const Places& places, Random& random) {
  const double scale = random.uniform(8, 64);
  const cv::Mat field = noise(region.size(), scale, scale, random);
  const double radius = random.uniform(0.08, 0.35) * std::max(region.cols, region.rows);
  cv::circle(region, places.draw(random), static_cast<int>(radius), 1.0, -1);
  region.setTo(0, field < 0.2);
}

void draw_rectangle(cv::Mat& region, const Places& places, Random& random) {
  const auto width = static_cast<float>(log_uniform(random, 3, 0.3 * region.cols));
  const auto height = static_cast<float>(log_uniform(random, 3, 0.3 * region.rows));
  const cv::RotatedRect box(cv::Point2f(places.draw(random)), {width, height},
                            static_cast<float>(random.uniform(0, 180)));
  std::array<cv::Point2f, 4> corners;
  box.points(corners.data());
  const std::vector<cv::Point> points(corners.begin(), corners.end());
  cv::fillConvexPoly(region, points, 1.0);
}

void draw_band(cv::Mat& region, Random& random) {
  const bool across = random.below(2) == 0;
  const int length = across ? region.rows : region.cols;
  const double middle = random.uniform(), width = random.uniform(0.05, 0.4);
  const int from = std::clamp(static_cast<int>((middle - width / 2) * length), 0, length - 1),
            to = std::clamp(static_cast<int>((middle + width / 2) * length), from + 1, length);
  (across ? region.rowRange(from, to) : region.colRange(from, to)).setTo(1);
  const double scale = random.uniform(16, 64), level = random.uniform(-2.5, 0);
  region.setTo(0, noise(region.size(), scale, scale, random) < level);
}

cv::Mat drawn_region(const Places& places, Random& random) {
  const cv::Size size = places.size();
  cv::Mat region = cv::Mat::zeros(size, CV_32F);
  const double longest = std::max(size.width, size.height);
  if (random.uniform() < 0.75) {
    switch (random.below(4)) {
    case 0:
      draw_line(region, places, random);
      break;
    case 1:
      draw_ellipses(region, places, random, 2, 0.15 * longest, 3);
      break;
    case 2:
      draw_blob(region, places, random);
      break;
    default:
      draw_rectangle(region, places, random);
    }
    return region;
  }
  switch (random.below(3)) {
  case 0:
    draw_band(region, random);
    break;
  case 1: {
    const double scale = random.uniform(24, 96), level = random.uniform(0.3, 1.2);
    region.setTo(1, noise(size, scale, scale, random) > level);
    break;
  }
  default:
    draw_ellipses(region, places, random, 0.1 * longest, 0.35 * longest, 1);
  }
  return region;
}

/// Adds one field to all colours.
void add_field(cv::Mat& image, const cv::Mat& field, double factor) {
  cv::Mat colours;
  cv::merge(std::vector<cv::Mat>(3, field), colours);
  image += factor * colours;
}

cv::Mat moved(const cv::Mat& image, Random& random, bool turned) {
  const int x = static_cast<int>(random.below(static_cast<std::uint64_t>(image.cols))),
            y = static_cast<int>(random.below(static_cast<std::uint64_t>(image.rows)));
  cv::Mat result(image.size(), image.type());
  for (int row = 0; row < image.rows; ++row)
    for (int column = 0; column < image.cols; ++column)
      result.at<cv::Vec3f>(row, column) =
          image.at<cv::Vec3f>((row + y) % image.rows, (column + x) % image.cols);
  if (turned)
    cv::flip(result, result, -1);
  return result;
}

/// Mostly one step for all colours, sometimes another for each.
cv::Scalar colour_step(Random& random, double low, double high, double unit) {
  const auto step = [&] { return (random.below(2) == 0 ? -1 : 1) * random.uniform(low, high) * unit; };
  const double grey = step();
  if (random.uniform() < 0.6)
    return cv::Scalar::all(grey);
  const double red = step(), green = step();
  return {red, green, step()};
}

/// What would be there instead.
cv::Mat material(const cv::Mat& image, const cv::Mat& inside, const cv::Mat& other, double unit,
                 Random& random) {
  const cv::Size size = image.size();
  cv::Mat result = image.clone();
  switch (random.below(8)) {
  case 0:
    result += colour_step(random, 0.5, 4, unit);
    break;
  case 1: {
    result.setTo(cv::mean(image, inside) + colour_step(random, 0.8, 4, unit));
    const double scale = random.uniform(1, 4);
    add_field(result, noise(size, scale, scale, random), unit * random.uniform(0, 0.8));
    break;
  }
  case 2: {
    cv::resize(other, result, size, 0, 0, cv::INTER_LINEAR);
    result = moved(result, random, random.below(2) == 0);
    break;
  }
  case 3: {
    const double scale = random.uniform(1, 12);
    add_field(result, noise(size, scale, scale, random), unit * random.uniform(0.5, 2.5));
    break;
  }
  case 4: {
    const bool turned = random.below(2) == 0;
    result = moved(image, random, turned) * random.uniform(0.7, 1.3);
    break;
  }
  case 5: {
    cv::Mat smooth;
    cv::GaussianBlur(image, smooth, {}, random.uniform(3, 12));
    result = smooth + (image - smooth) * random.uniform(1.8, 4);
    break;
  }
  case 6:
    cv::GaussianBlur(image, result, {}, random.uniform(1.5, 6));
    break;
  default: {
    const double fine = random.uniform(1, 6), endless = 4.0 * std::max(size.width, size.height);
    const bool across = random.below(2) == 0;
    const cv::Mat streaks = noise(size, across ? endless : fine, across ? fine : endless, random);
    add_field(result, streaks, unit * random.uniform(0.5, 2));
  }
  }
  return result;
}

/// Deviation of the grey values, a little more than none.
double contrast_of(const cv::Mat& image, const cv::Mat& inside) {
  cv::Scalar mean, deviation;
  cv::meanStdDev(image, mean, deviation, inside);
  return (deviation[0] + deviation[1] + deviation[2]) / 3 + 4.0 / 255;
}

} // namespace

Mask add_synthetic_defect(ColourPlane& image, const ColourPlane& other, Random& random) {
  cv::Mat pixels = view(image);
  const cv::Mat inside = inside_of(image);
  const Places places(image);
  const cv::Mat second(other.height, other.width, CV_32FC3, const_cast<float*>(other.rgb.data()));
  Mask mask{image.width, image.height, {}};
  mask.inside.assign(image.rgb.size() / 3, 0);
  for (auto count = 1 + random.below(2); count > 0; --count) {
    cv::Mat region = drawn_region(places, random), weight;
    const double softness = random.uniform() < 0.7 ? random.uniform(0, 2.5) : random.uniform(2, 10);
    if (softness > 0.4)
      cv::GaussianBlur(region, region, {}, softness);
    if (!inside.empty())
      region.setTo(0, inside == 0);
    const double unit = contrast_of(pixels, inside);
    const cv::Mat instead = material(pixels, inside, second, unit, random);
    cv::merge(std::vector<cv::Mat>(3, region * random.uniform(0.5, 1)), weight);
    const cv::Mat change = weight.mul(instead - pixels);
    pixels += change;
    cv::Mat parts, seen;
    cv::transform(cv::abs(change), parts, cv::Matx13f(1.0F / 3, 1.0F / 3, 1.0F / 3));
    cv::GaussianBlur(parts, seen, {}, 2);
    for (std::size_t i = 0; i < mask.inside.size(); ++i)
      if (region.ptr<float>()[i] > 0.3F && seen.ptr<float>()[i] > static_cast<float>(0.1 * unit))
        mask.inside[i] = 1;
  }
  for (float& value : image.rgb)
    value = std::clamp(value, 0.0F, 1.0F);
  return mask;
}

void vary_normal(ColourPlane& image, Random& random) {
  cv::Mat pixels = view(image);
  const auto side = static_cast<int>(random.below(4)); // none, across, down, both
  cv::Mat inside = inside_of(image);
  if (side > 0) {
    cv::flip(pixels, pixels, side == 3 ? -1 : side - 1);
    if (!inside.empty())
      cv::flip(inside, inside, side == 3 ? -1 : side - 1);
  }
  const double contrast = random.uniform(0.8, 1.25), brightness = random.uniform(0.85, 1.15);
  const cv::Scalar mean = cv::mean(pixels, inside);
  pixels = (pixels - mean) * contrast + mean * brightness;
  for (float& value : image.rgb)
    value = std::clamp(value, 0.0F, 1.0F);
}

} // namespace andon
