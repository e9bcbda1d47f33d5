#include "core/decision/threshold_table.h"
#include "core/workflow/promise.h"
#include "ui/forms/option_form.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/thresholds_page.h"
#include "ui/pages/thresholds_tail.h"

#include <QComboBox>

#include <algorithm>

namespace andon::ui {

void ThresholdsPage::show_options() {
  OptionMap values = form_->changed_values();
  for (const auto& [key, value] : values_of(AlarmOptions(view_->logic).describe()))
    values["alarm." + key] = value;
  for (const auto& [key, value] : values_of(PotOptions(view_->tail_options).describe()))
    values[key] = value;
  filling_form_ = true;
  form_->set_values(values);
  filling_form_ = false;
  if (view_->tail) {
    const double u = view_->tail->fit.pot.tail.u;
    tail_->set_start(workflow::percentile_of(*view_, u), u);
  }
}

PotOptions ThresholdsPage::tail_options() const {
  PotOptions options = view_->tail_options;
  const auto method = threshold_methods().find(method_->currentText().toStdString());
  // Only the methods that follow a tail as a whole have its options.
  const bool tail = method && std::ranges::any_of((*method)->options, [](const OptionInfo& each) {
                      return each.key == "estimator";
                    });
  if (!tail)
    return options;
  OptionMap asked;
  options = {};
  for (const Option& each : options.describe())
    if (const auto values = form_->changed_values(); values.contains(each.key))
      asked[each.key] = values.at(each.key);
  return ::andon::apply(options.describe(), asked) ? options : view_->tail_options;
}

AlarmOptions ThresholdsPage::alarm_logic() const {
  OptionMap asked;
  for (const auto& [key, value] : form_->changed_values())
    if (key.starts_with("alarm."))
      asked[key] = value;
  const auto request = workflow::promise_request(asked, {}, "");
  return request ? request->promise.logic : view_->logic;
}

void ThresholdsPage::set_tail_start(double percentile) {
  if (!view_ || !view_->tail)
    return;
  PotOptions options = tail_options();
  options.start = "percentile";
  options.percentile = percentile;
  const double u = workflow::tail_start_of(*view_, percentile);
  tail_->set_start(percentile, u);
  view_->tail_options = options;
  auto fit = workflow::tail_fit(view_->calibration, options, u, workflow::TailDetail::quick);
  if (!fit)
    return tail_->show_trouble(QString::fromStdString(fit.error().message));
  view_->tail->fit = std::move(*fit);
  tail_->show_fit(view_->tail->fit);
  follow_line();
}

void ThresholdsPage::keep_start() {
  if (!view_ ||
      method_->currentText() == QLatin1String("percentile")) // where its percentile is the line itself
    return;
  OptionMap values = form_->changed_values();
  values["start"] = view_->tail_options.start;
  values["percentile"] = view_->tail_options.percentile;
  filling_form_ = true;
  form_->set_values(values);
  filling_form_ = false;
}

void ThresholdsPage::settle_tail() {
  if (!view_ || !view_->tail)
    return;
  context().jobs.cancel(tail_job_);
  const PotOptions options = tail_options();
  std::optional<double> start;
  if (options.start != "automatic")
    start = workflow::tail_start_of(*view_, options.percentile);
  tail_job_ = context().jobs.run<workflow::TailFit>(
      QString(), Lane::compute, this,
      [scores = view_->calibration, options, start](Progress&, std::stop_token) -> Result<workflow::TailFit> {
        return workflow::tail_fit(scores, options, start, workflow::TailDetail::full);
      },
      [this](Result<workflow::TailFit> fit) {
        if (!view_ || !view_->tail)
          return;
        if (!fit)
          return tail_->show_trouble(QString::fromStdString(fit.error().message));
        view_->tail->fit = std::move(*fit);
        const double u = view_->tail->fit.pot.tail.u;
        tail_->set_start(workflow::percentile_of(*view_, u), u);
        tail_->show_fit(view_->tail->fit);
        follow_line();
      });
}

} // namespace andon::ui
