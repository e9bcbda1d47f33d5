#pragma once
#include <QString>

#include <vector>

namespace andon::ui {

struct Tick {
  double value = 0;
  QString text;
};

/// 1, 2 or 5 times a power of ten, so that at most `at_most` ticks fall into span. requires span > 0, at_most
/// >= 1.
double round_step(double span, int at_most);
/// Round values within [low, high] with the digits their step needs; exponents outside 1e-4 … 1e7.
std::vector<Tick> value_ticks(double low, double high, int at_most);

/// Ticks of a time axis in the unit that suits its span, as h:mm:ss above two minutes; `title` names the unit
/// and, when labels would be too long, the offset: "Time (µs after 12,345.678 s)".
struct TimeTicks {
  QString title;
  std::vector<Tick> ticks;
};
TimeTicks time_ticks(double start, double end, int at_most);

/// Four significant digits and the unit: "0.1234 A", "12.35 kA" is left to the unit of the sensor.
QString quantity_text(double value, const QString& unit);
/// Signed or plain duration with a suitable unit: "12.3 ms", "1:02:03".
QString duration_text(double seconds);
/// A time in seconds with the digits that tell neighbouring pixels of a view of `span` seconds apart.
QString instant_text(double seconds, double span);
/// "7,812" with the separators of the window's language.
QString count_text(double count);

} // namespace andon::ui
