#include "ui/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace andon::ui {

namespace {

/// Nine equidistant samples of the 256 entry maps; linear in between.
using Stops = std::array<QRgb, 9>;
constexpr Stops viridis_stops{0xff440154, 0xff472c7a, 0xff3b518b, 0xff2c718e, 0xff21908d,
                              0xff27ad81, 0xff5cc863, 0xffaadc32, 0xfffde725};
constexpr Stops inferno_stops{0xff000004, 0xff1f0c48, 0xff550f6d, 0xff88226a, 0xffba3655,
                              0xffe35933, 0xfff98c0a, 0xfff9c932, 0xfffcffa4};

QColor at(const Stops& stops, double t) {
  if (std::isnan(t))
    return QColor(0, 0, 0, 0);
  const double position = std::clamp(t, 0.0, 1.0) * double(stops.size() - 1);
  const std::size_t low = std::min(std::size_t(position), stops.size() - 2);
  const double part = position - double(low);
  const auto mix = [&](int (*channel)(QRgb)) {
    return int(std::lround(channel(stops[low]) * (1 - part) + channel(stops[low + 1]) * part));
  };
  return QColor(mix(qRed), mix(qGreen), mix(qBlue));
}

} // namespace

QColor viridis(double t) {
  return at(viridis_stops, t);
}
QColor inferno(double t) {
  return at(inferno_stops, t);
}

std::span<const QColor> categorical(const QPalette& palette) {
  static const std::array<QColor, 8> light{
      QColor(0x00, 0x72, 0xb2), QColor(0xd5, 0x5e, 0x00), QColor(0x00, 0x9e, 0x73), QColor(0xcc, 0x79, 0xa7),
      QColor(0x56, 0xb4, 0xe9), QColor(0xe6, 0x9f, 0x00), QColor(0x1d, 0x22, 0x2a), QColor(0xc9, 0xb8, 0x00)};
  static const std::array<QColor, 8> dark{
      QColor(0x3f, 0x9f, 0xdc), QColor(0xe8, 0x7a, 0x2a), QColor(0x1f, 0xbf, 0x92), QColor(0xd9, 0x8f, 0xb8),
      QColor(0x7f, 0xcc, 0xf4), QColor(0xf0, 0xb4, 0x2e), QColor(0xe4, 0xe7, 0xeb), QColor(0xf0, 0xe4, 0x42)};
  return is_dark(palette) ? std::span<const QColor>(dark) : std::span<const QColor>(light);
}

QColor category(const QPalette& palette, int index) {
  const auto all = categorical(palette);
  return all[std::size_t(std::abs(index)) % all.size()];
}

} // namespace andon::ui
