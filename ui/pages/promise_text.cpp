#include "ui/pages/promise_text.h"

#include "ui/plot/axis.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace andon::ui {
namespace {

class PromiseText {
  Q_DECLARE_TR_FUNCTIONS(PromiseText)
public:
  static QString period(const std::string& id) {
    return id == "hour" ? tr("hour") : id == "shift" ? tr("shift") : id == "day" ? tr("day") : tr("week");
  }
  static QString hours(double hours) { return tr("%1 hours").arg(quantity_text(hours, QString())); }
  static QString needed(const Promise& promise) {
    if (promise.line.needed_more == 0)
      return tr("Not kept by these data: too many normal items reach this line.");
    if (promise.budget.item == "images")
      return tr("Not supported by these data: %1 more normal images needed.")
          .arg(count_text(double(promise.line.needed_more)));
    return tr("Not supported by these data: %1 more normal hours needed.")
        .arg(count_text(promise.hours_needed < 10 ? std::ceil(promise.hours_needed * 10) / 10
                                                  : std::ceil(promise.hours_needed)));
  }
  static QString kept(const Promise& promise) {
    const Budget& budget = promise.budget;
    return tr("At most %1 false alarms per line per %2 (%3 % sure), from %4")
        .arg(quantity_text(budget.alarms, QString()), period(budget.period),
             quantity_text(100 * budget.confidence, QString()),
             budget.item == "images"
                 ? tr("%1 normal images").arg(count_text(double(promise.normal_items)))
                 : tr("%1 normal hours").arg(quantity_text(promise.normal_hours, QString())));
  }
  static QString seen(const Audit& audit, const QString& since) {
    const QString verdict = audit.status == AuditStatus::kept     ? tr("kept")
                            : audit.status == AuditStatus::broken ? tr("broken")
                                                                  : tr("undecided");
    const QString alarms = count_text(double(audit.alarms));
    const QDateTime from = QDateTime::fromString(since, Qt::ISODateWithMs);
    if (!from.isValid())
      return tr("; seen: %1 in %2 — %3").arg(alarms, hours(audit.hours), verdict);
    return tr("; seen since %1: %2 in %3 — %4")
        .arg(QLocale().toString(from.toLocalTime().date(), QLocale::LongFormat), alarms, hours(audit.hours),
             verdict);
  }
};

} // namespace

QString promise_text(const Promise& promise, const std::optional<Audit>& audit, const QString& since) {
  if (!promise.supported())
    return PromiseText::needed(promise);
  return PromiseText::kept(promise) + (audit ? PromiseText::seen(*audit, since) : QString()) +
         QStringLiteral(".");
}

} // namespace andon::ui
