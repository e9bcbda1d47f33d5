#include "ui/pages/promise_text.h"

#include "ui/plot/axis.h"

#include <QCoreApplication>

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
  static QString seen(const Audit& audit) {
    const QString verdict = audit.status == AuditStatus::kept     ? tr("kept")
                            : audit.status == AuditStatus::broken ? tr("broken")
                                                                  : tr("undecided");
    return tr("; seen: %1 in %2 — %3").arg(count_text(double(audit.alarms)), hours(audit.hours), verdict);
  }
};

} // namespace

QString promise_text(const Promise& promise, const std::optional<Audit>& audit) {
  if (!promise.supported())
    return PromiseText::needed(promise);
  return PromiseText::kept(promise) + (audit ? PromiseText::seen(*audit) : QString()) + QStringLiteral(".");
}

} // namespace andon::ui
