#include "ui/pages/run_panels.h"

#include "ui/models/difference_model.h"
#include "ui/models/run_model.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/histogram.h"
#include "ui/plot/interval_plot.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <set>

namespace andon::ui {
namespace {

constexpr std::string_view pretraining = "pretrain/";

/// The metric without the phase it was measured in.
std::string plain_name(const std::string& metric) {
  return metric.starts_with(pretraining) ? metric.substr(pretraining.size()) : metric;
}

std::string quantity_of(const std::string& metric) {
  const std::string name = plain_name(metric);
  return name.substr(0, name.find('/'));
}

/// What was measured of one training, by name.
struct Course {
  QString who;
  std::map<std::string, std::vector<QPointF>> metrics;
  /// Epochs of pre-training, which come before those of training on the common axis.
  double before() const {
    double most = 0;
    for (const auto& [name, points] : metrics)
      if (name.starts_with(pretraining) && !points.empty())
        most = std::max(most, points.back().x());
    return most;
  }
  /// The points of a quantity by their name without the phase.
  std::map<std::string, std::vector<QPointF>> of(const std::string& quantity) const {
    std::map<std::string, std::vector<QPointF>> chosen;
    for (const auto& [name, points] : metrics) {
      if (quantity_of(name) != quantity)
        continue;
      std::vector<QPointF>& all = chosen[plain_name(name)];
      for (const QPointF& point : points)
        all.emplace_back(name.starts_with(pretraining) ? point.x() : point.x() + before(), point.y());
      std::ranges::sort(all, {}, [](const QPointF& point) { return point.x(); });
    }
    return chosen;
  }
};

struct GapName {
  const char *metric, *name;
};
/// In the order of the sentences.
constexpr GapName gap_names[] = {
    {"auroc", QT_TRANSLATE_NOOP("RunPanels", "AUROC")},
    {"f1", QT_TRANSLATE_NOOP("RunPanels", "F1, each at its own line")},
    {"pixel_auroc", QT_TRANSLATE_NOOP("RunPanels", "AUROC of the pixels")},
    {"pixel_aupr", QT_TRANSLATE_NOOP("RunPanels", "Average precision of the pixels")},
    {"aupro", QT_TRANSLATE_NOOP("RunPanels", "Overlap with the defects (AUPRO)")},
    {"aupimo", QT_TRANSLATE_NOOP("RunPanels", "Defect pixels found at few false ones (AUPIMO)")},
};

QString gap_number(double value) {
  return QStringLiteral("%1%2")
      .arg(value < 0 ? QStringLiteral("−") : QStringLiteral("+"))
      .arg(std::abs(value), 0, 'f', 3);
}

QWidget* panel(std::initializer_list<QWidget*> rows) {
  auto* widget = new QWidget;
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space_small);
  for (QWidget* row : rows)
    column->addWidget(
        row,
        row->sizePolicy().verticalPolicy() == QSizePolicy::Preferred && !qobject_cast<QLabel*>(row) ? 1 : 0);
  return widget;
}

} // namespace

RunPanels::RunPanels(QWidget* parent)
    : QTabWidget(parent), quantity_(new QComboBox), log_(new QCheckBox), curves_(new CurveChart),
      difference_note_(new QLabel), differences_(new DifferenceModel(this)),
      difference_table_(new QTableView), gap_(new QLabel), intervals_(new IntervalPlot),
      recall_note_(new QLabel), recall_(new IntervalPlot), score_note_(new QLabel),
      histogram_(new Histogram) {
  setDocumentMode(true);
  auto* row = new QWidget;
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  line->addWidget(quantity_);
  line->addWidget(log_);
  line->addStretch(1);
  row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  difference_table_->setModel(differences_);
  difference_table_->verticalHeader()->hide();
  difference_table_->setAlternatingRowColors(true);
  difference_table_->setTabKeyNavigation(false);
  for (QLabel* note : {difference_note_, gap_, recall_note_, score_note_})
    note->setWordWrap(true);
  addTab(panel({row, curves_}), {});
  addTab(panel({difference_note_, difference_table_}), {});
  addTab(panel({gap_, intervals_}), {});
  addTab(panel({recall_note_, recall_}), {});
  addTab(panel({score_note_, histogram_}), {});
  connect(quantity_, &QComboBox::currentIndexChanged, this, [this] { show_curves(); });
  connect(log_, &QCheckBox::toggled, curves_, &CurveChart::set_log_y);
  retranslate();
}

void RunPanels::show_runs(RunsShown shown) {
  shown_ = std::move(shown);
  std::set<std::string> quantities;
  for (const workflow::RunDetail& detail : shown_.details)
    for (const store::MetricPoint& point : detail.history)
      quantities.insert(quantity_of(point.name));
  for (const auto& [job, metrics] : live_)
    for (const auto& [name, points] : metrics)
      quantities.insert(quantity_of(name));
  QStringList names;
  for (const std::string& name : quantities)
    names << QString::fromStdString(name);
  QStringList before;
  for (int i = 0; i < quantity_->count(); ++i)
    before << quantity_->itemText(i);
  if (names != before) {
    const QSignalBlocker blocker(quantity_);
    const QString current = quantity_->count() > 0 ? quantity_->currentText() : QStringLiteral("loss");
    quantity_->clear();
    quantity_->addItems(names);
    quantity_->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(current))));
  }
  show_curves();
  show_differences();
  show_metrics();
  show_recall();
  show_scores();
}

void RunPanels::add_live(int job, const QString& name, qint64 step, double value) {
  auto& points = live_[job][name.toStdString()];
  if (!std::isfinite(value) || (!points.empty() && points.back().first >= double(step)))
    return;
  points.emplace_back(double(step), value);
  if (points.size() == 1)
    return show_runs(std::move(shown_));
  if (QString::fromStdString(quantity_of(name.toStdString())) == quantity_->currentText())
    show_curves();
}

void RunPanels::clear_live(int job) {
  live_.erase(job);
  show_curves();
}

void RunPanels::show_curves() {
  const std::string quantity = quantity_->currentText().toStdString();
  std::vector<Course> courses;
  for (const auto& [job, metrics] : live_) {
    Course course{tr("training now"), {}};
    for (const auto& [name, values] : metrics)
      for (const auto& [x, y] : values)
        course.metrics[name].emplace_back(x, y);
    courses.push_back(std::move(course));
  }
  for (const workflow::RunDetail& detail : shown_.details) {
    Course course{QString::fromStdString(detail.run.name), {}};
    for (const store::MetricPoint& point : detail.history)
      if (std::isfinite(point.value))
        course.metrics[point.name].emplace_back(double(point.step), point.value);
    courses.push_back(std::move(course));
  }
  std::vector<Curve> curves;
  double before = 0, last = 0;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    before = std::max(before, courses[i].before());
    for (auto& [name, points] : courses[i].of(quantity)) {
      last = std::max(last, points.back().x());
      // One run shows its terms in colours of their own, several runs one colour each.
      const std::size_t color = courses.size() == 1 ? curves.size() : i;
      const QString term = QString::fromStdString(name);
      curves.push_back({courses.size() == 1 ? term : tr("%1 · %2").arg(courses[i].who, term), points,
                        static_cast<int>(color), !name.ends_with("/train")});
    }
  }
  curves_->set_bands(before > 0
                         ? std::vector<CurveBand>{{0, before + 0.5, tr("Pre-training")},
                                                  {before + 0.5, std::max(last, before + 1), tr("Training")}}
                         : std::vector<CurveBand>());
  curves_->set_axis_titles(tr("Epoch"), quantity_->currentText());
  curves_->set_curves(std::move(curves));
}

void RunPanels::show_differences() {
  QStringList names;
  for (const workflow::RunDetail& detail : shown_.details)
    names << QString::fromStdString(detail.run.name);
  const bool compared = shown_.comparison.has_value();
  difference_note_->setText(!compared ? tr("Choose two runs or more to see what differs between them.")
                            : shown_.comparison->differences.empty()
                                ? tr("Nothing differs: model, options, seed, data and versions are the same.")
                                : tr("Settings that differ: %1. Everything else is the same.")
                                      .arg(shown_.comparison->differences.size()));
  differences_->set_runs(compared ? names : QStringList());
  differences_->set_rows(std::make_shared<const std::vector<workflow::CompareOut::Difference>>(
      compared ? shown_.comparison->differences : std::vector<workflow::CompareOut::Difference>()));
  difference_table_->resizeColumnsToContents();
}

QString RunPanels::comparison_text(const workflow::CompareOut& comparison, const QStringList& names) {
  QString text;
  if (!comparison.gaps.empty())
    text += QLatin1Char('\n') + tr("%1 minus %2, on the same items:").arg(names.value(1), names.value(0));
  for (const GapName& each : gap_names) {
    const auto gap = comparison.gaps.find(each.metric);
    if (gap == comparison.gaps.end() || std::isnan(gap->second.difference.value))
      continue;
    const Estimate& difference = gap->second.difference;
    text += QLatin1Char('\n') +
            tr("%1: %2 [%3, %4], p = %5 (%6).")
                .arg(tr(each.name), gap_number(difference.value), gap_number(difference.low),
                     gap_number(difference.high), QString::number(gap->second.p_value, 'g', 2),
                     gap->second.is_real() ? tr("a real difference") : tr("may be chance"));
  }
  switch (comparison.missing) {
  case workflow::CompareOut::Missing::nothing:
    return text;
  case workflow::CompareOut::Missing::not_evaluated:
    return text + QLatin1Char('\n') + tr("Evaluate both runs to see whether they really differ.");
  case workflow::CompareOut::Missing::other_data:
    return text + QLatin1Char('\n') +
           tr("They were evaluated on different data: evaluate both on the same to see whether they really "
              "differ.");
  case workflow::CompareOut::Missing::other_items:
    return text + QLatin1Char('\n') + tr("They did not score the same items: evaluate both again.");
  case workflow::CompareOut::Missing::pixels:
    return text + QLatin1Char('\n') + QString::fromStdString(comparison.missing_reason);
  }
  return text;
}

void RunPanels::show_metrics() {
  std::map<std::string, IntervalRow> rows;
  QStringList names;
  for (std::size_t run = 0; run < shown_.details.size(); ++run) {
    names << QString::fromStdString(shown_.details[run].run.name);
    for (const auto& [metric, estimate] : shown_.details[run].metrics) {
      if (!(estimate.value >= 0 && estimate.value <= 1))
        continue;
      IntervalRow& row = rows[metric];
      row.name = QString::fromStdString(metric);
      row.estimates.resize(shown_.details.size(), Estimate{NAN, NAN, NAN});
      row.estimates[run] = estimate;
    }
  }
  std::vector<IntervalRow> list;
  for (auto& [metric, row] : rows)
    list.push_back(std::move(row));
  QString text = list.empty() ? tr("None of the chosen runs was evaluated yet.")
                              : tr("Dots are values, whiskers 95 % intervals.");
  if (shown_.comparison)
    text += comparison_text(*shown_.comparison, names);
  gap_->setText(text);
  intervals_->set_rows(std::move(list), names);
}

void RunPanels::show_recall() {
  // Kinds by their names, then areas from the smallest.
  std::map<std::pair<double, std::string>, IntervalRow> rows;
  QStringList names;
  for (std::size_t run = 0; run < shown_.details.size(); ++run) {
    names << QString::fromStdString(shown_.details[run].run.name);
    for (const workflow::GroupRecall& group : shown_.details[run].groups) {
      IntervalRow& row = rows[{group.area_low, group.name}];
      row.name = group.by == "area" ? tr("%1 to %2 pixels").arg(group.area_low).arg(group.area_high - 1)
                                    : QString::fromStdString(group.name);
      row.estimates.resize(shown_.details.size(), Estimate{NAN, NAN, NAN});
      row.estimates[run] = group.recall;
    }
  }
  recall_note_->setText(
      rows.empty() ? tr("Evaluate a run on images with defects to see which of them it finds.")
                   : tr("Share of the defects found, with 95 % intervals: by kind, images that the "
                        "line calls; by area, regions of the ground truth that the contours touch."));
  std::vector<IntervalRow> list;
  for (auto& [place, row] : rows)
    list.push_back(std::move(row));
  recall_->set_rows(std::move(list), names);
}

void RunPanels::show_scores() {
  std::vector<Distribution> distributions;
  const auto add = [&](const QString& name, const std::vector<workflow::ScoreRow>& rows, int label,
                       int color) {
    Distribution distribution{name, {}, color};
    for (const workflow::ScoreRow& row : rows)
      if ((label == -2 || row.label == label) && std::isfinite(row.score))
        distribution.values.push_back(row.score);
    if (!distribution.values.empty())
      distributions.push_back(std::move(distribution));
  };
  const bool one = shown_.scores.size() == 1;
  for (std::size_t run = 0; run < shown_.scores.size(); ++run) {
    const QString name = QString::fromStdString(shown_.details[run].run.name);
    const auto& rows = shown_.scores[run].rows;
    if (one) {
      add(tr("normal"), rows, 0, -1);
      add(tr("abnormal"), rows, 1, -2);
      add(tr("no label"), rows, -1, 2);
    } else {
      add(tr("%1 · normal").arg(name), rows, 0, static_cast<int>(2 * run));
      add(tr("%1 · abnormal").arg(name), rows, 1, static_cast<int>(2 * run + 1));
    }
  }
  score_note_->setText(distributions.empty() ? tr("None of the chosen runs has scores yet: evaluate it.")
                                             : tr("Share of windows of each class by anomaly score. Scores "
                                                  "of different models have different units."));
  const bool line = one && !shown_.details.front().thresholds.empty();
  histogram_->set_distributions(std::move(distributions));
  histogram_->set_threshold(line ? std::optional(shown_.details.front().thresholds.front().threshold)
                                 : std::nullopt,
                            tr("threshold"));
}

void RunPanels::toggle_log() {
  log_->toggle();
}

void RunPanels::retranslate() {
  const QString titles[] = {tr("Training curves"), tr("Differences"), tr("Metrics"), tr("Defects found"),
                            tr("Score distributions")};
  for (int i = 0; i < count(); ++i)
    setTabText(i, titles[i]);
  log_->setText(tr("Lo&garithmic"));
  setAccessibleName(tr("Details of the chosen runs"));
  quantity_->setAccessibleName(tr("Quantity of the training curves"));
  curves_->setAccessibleName(tr("Training curves"));
  difference_table_->setAccessibleName(tr("Differences between runs"));
  intervals_->setAccessibleName(tr("Metrics with intervals"));
  intervals_->set_axis_titles(tr("Value"), {});
  recall_->setAccessibleName(tr("Share of the defects found, by kind and by area"));
  recall_->set_axis_titles(tr("Share found"), {});
  histogram_->setAccessibleName(tr("Score distributions"));
  histogram_->set_axis_titles(tr("Anomaly score"), tr("Share of windows (%)"));
  show_runs(std::move(shown_));
}

} // namespace andon::ui
