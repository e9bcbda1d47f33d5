#include "ui/plot/axis.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace andon::ui {
namespace {

struct TimeUnit {
  double seconds;
  const char* name;
};
constexpr std::array<TimeUnit, 4> time_units{{{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}}};
constexpr std::array<double, 22> clock_steps{10,    15,    20,     30,     60,     120,    300,   600,
                                             900,   1200,  1800,   3600,   7200,   10800,  14400, 21600,
                                             43200, 86400, 172800, 432000, 864000, 2592000};
constexpr double clock_from = 120;

class AxisText {
  Q_DECLARE_TR_FUNCTIONS(AxisText)
};

TimeUnit unit_for(double seconds) {
  for (const TimeUnit& unit : time_units)
    if (seconds >= unit.seconds)
      return unit;
  return time_units.back();
}

int decimals_of(double step) {
  return std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 12);
}

QString clock_text(double seconds) {
  const bool negative = seconds < 0;
  const auto whole = static_cast<qint64>(std::llround(std::abs(seconds)));
  const QString text = QStringLiteral("%1:%2:%3")
                           .arg(whole / 3600)
                           .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
                           .arg(whole % 60, 2, 10, QLatin1Char('0'));
  return negative ? QStringLiteral("−") + text : text;
}

QString number_text(double value, int decimals) {
  // A rounded zero must not read "-0".
  if (std::abs(value) < 0.5 * std::pow(10.0, -decimals))
    value = 0;
  QString text = QLocale().toString(value, 'f', decimals);
  return text.replace(QLatin1Char('-'), QStringLiteral("−"));
}

template <class Text>
std::vector<Tick> ticks_at(double low, double high, double step, Text text) {
  std::vector<Tick> ticks;
  const double first = std::ceil(low / step - 1e-9);
  for (double k = first; k * step <= high + 1e-9 * step && ticks.size() < 200; ++k)
    ticks.push_back({k * step, text(k * step)});
  return ticks;
}

} // namespace

double round_step(double span, int at_most) {
  const double rough = span / std::max(1, at_most);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= rough * (1 - 1e-9))
      return factor * power;
  return 10 * power;
}

std::vector<Tick> value_ticks(double low, double high, int at_most) {
  if (!(high > low) || !std::isfinite(high - low))
    return {};
  const double step = round_step(high - low, at_most);
  const double largest = std::max(std::abs(low), std::abs(high));
  const bool exponent = largest >= 1e7 || largest < 1e-4;
  return ticks_at(low, high, step, [&](double value) {
    if (std::abs(value) < step * 1e-6)
      return QStringLiteral("0");
    const int digits =
        static_cast<int>(std::floor(std::log10(std::abs(value))) - std::floor(std::log10(step) + 1e-9));
    return exponent ? QLocale().toString(value, 'e', std::clamp(digits, 0, 6))
                    : number_text(value, decimals_of(step));
  });
}

TimeTicks time_ticks(double start, double end, int at_most) {
  const double span = end - start;
  if (!(span > 0))
    return {};
  if (span >= clock_from) {
    const auto step =
        std::ranges::find_if(clock_steps, [&](double s) { return span / s <= std::max(1, at_most); });
    return {AxisText::tr("Time (h:mm:ss)"),
            ticks_at(start, end, step == clock_steps.end() ? clock_steps.back() : *step, clock_text)};
  }
  const TimeUnit unit = unit_for(span);
  const double step = round_step(span, at_most);
  const double largest = std::max(std::abs(start), std::abs(end));
  double offset = 0;
  QString title = AxisText::tr("Time (%1)").arg(QString::fromUtf8(unit.name));
  if (largest / step >= 1e5) {
    const double coarse = std::pow(10.0, std::ceil(std::log10(span) - 1e-9));
    offset = std::floor(start / coarse) * coarse;
    title = AxisText::tr("Time (%1 after %2 s)")
                .arg(QString::fromUtf8(unit.name), QLocale().toString(offset, 'f', decimals_of(coarse)));
  }
  const int decimals = decimals_of(step / unit.seconds);
  return {title, ticks_at(start, end, step, [&](double value) {
            return number_text((value - offset) / unit.seconds, decimals);
          })};
}

QString quantity_text(double value, const QString& unit) {
  if (!std::isfinite(value))
    return QStringLiteral("–");
  const double size = std::abs(value);
  QString text;
  if (size != 0 && (size >= 1e7 || size < 1e-4))
    text = QLocale().toString(value, 'e', 3);
  else
    text = number_text(value,
                       size == 0 ? 0 : std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 8));
  text.replace(QLatin1Char('-'), QStringLiteral("−"));
  return unit.isEmpty() ? text : text + QChar(0x202F) + unit;
}

QString duration_text(double seconds) {
  if (std::abs(seconds) >= clock_from)
    return clock_text(seconds);
  if (seconds == 0)
    return quantity_text(0, QStringLiteral("s"));
  const TimeUnit unit = unit_for(std::abs(seconds) * 1.0000001);
  return quantity_text(seconds / unit.seconds, QString::fromUtf8(unit.name));
}

QString instant_text(double seconds, double span) {
  return number_text(seconds, decimals_of(span / 1000)) + QChar(0x202F) + QStringLiteral("s");
}

QString count_text(double count) {
  return QLocale().toString(static_cast<qlonglong>(std::llround(count)));
}

} // namespace andon::ui
