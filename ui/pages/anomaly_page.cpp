#include "ui/pages/anomaly_page.h"

#include "core/workflow/run_choice.h"
#include "ui/jobs/job_list.h"
#include "ui/models/contribution_model.h"
#include "ui/plot/load_bars.h"
#include "ui/plot/score_map.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {

using workflow::AnomalyScene;
using workflow::AnomalyView;

AnomalyPage::AnomalyPage(PageContext& context)
    : Page(context), model_(new ContributionModel(this)), map_(new ScoreMap), ranking_(new QTableView),
      bars_(new LoadBars), scenes_(new QComboBox), sentence_(new QLabel), moment_(new QLabel),
      experts_(new QLabel), warning_(new QLabel) {
  build();
  add_actions();
  connect(map_, &ScoreMap::picked, this, &AnomalyPage::pick);
  connect(scenes_, &QComboBox::currentIndexChanged, this, [this] { show_scene(); });
  connect(ranking_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& now) {
            const ContributionRow* row = now.isValid() ? model_->row(now.row()) : nullptr;
            if (!setting_ && row)
              pick(static_cast<int>(row->part.sensor), map_->current_column());
          });
  connect(ranking_, &QTableView::activated, this, [this] { go_to(QStringLiteral("scene")); });
  connect(&context.selection, &Selection::changed, this,
          [this](const Selection::State& now, const Selection::State& before) {
            if (isVisible() && now.run != before.run)
              load(false);
          });
  connect(&context.selection, &Selection::workspace_changed, this, [this] {
    wanted_.clear();
    if (isVisible())
      load(true);
  });
  retranslate();
}

AnomalyPage::~AnomalyPage() = default;

void AnomalyPage::build() {
  for (QLabel* label : {sentence_, moment_, experts_, warning_})
    label->setWordWrap(true);
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  moment_->setFont(bold);
  experts_->setFont(bold);
  scenes_->setMinimumWidth(220);
  scenes_->setObjectName(QStringLiteral("anomaly_scenes"));
  ranking_->setModel(model_);
  ranking_->setSelectionBehavior(QAbstractItemView::SelectRows);
  ranking_->setSelectionMode(QAbstractItemView::SingleSelection);
  ranking_->setTabKeyNavigation(false);
  ranking_->setAlternatingRowColors(true);
  ranking_->verticalHeader()->hide();
  ranking_->horizontalHeader()->setStretchLastSection(true);
  auto* side = new QWidget;
  auto* facts = new QVBoxLayout(side);
  facts->setContentsMargins(space, 0, 0, 0);
  facts->setSpacing(space_small);
  facts->addWidget(moment_);
  facts->addWidget(ranking_, 1);
  facts->addSpacing(space);
  facts->addWidget(experts_);
  facts->addWidget(bars_);
  facts->addWidget(warning_);
  auto* split = new QSplitter;
  split->addWidget(map_);
  split->addWidget(side);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setChildrenCollapsible(false);
  split->setSizes({700, 440});
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  bar->addWidget(scenes_);
  bar->addWidget(sentence_, 1);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space);
  inner->addLayout(bar);
  inner->addWidget(split, 1);
  states_ = new PageStates(content, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State state = context().selection.state();
    state.page = QStringLiteral("runs");
    context().selection.select(state);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(true); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->addWidget(states_, 1);
}

void AnomalyPage::add_actions() {
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto run) {
    context().actions.add({id, "anomaly", text, tip, QKeySequence(QLatin1String(keys))}, this, run);
  };
  add("anomaly.scene", QT_TRANSLATE_NOOP("actions", "Show the moment in Scene"),
      QT_TRANSLATE_NOOP("actions", "Go to the tracks of the chosen sensor and time"), "O",
      [this] { go_to(QStringLiteral("scene")); });
  add("anomaly.signals", QT_TRANSLATE_NOOP("actions", "Show the moment in Signals"),
      QT_TRANSLATE_NOOP("actions", "Go to the signals of the chosen time"), "Shift+O",
      [this] { go_to(QStringLiteral("signals")); });
  add("anomaly.worst", QT_TRANSLATE_NOOP("actions", "Highest score of the scene"),
      QT_TRANSLATE_NOOP("actions", "Choose the sensor and moment with the highest score"), "N", [this] {
        if (const AnomalyScene* shown = scene())
          pick(static_cast<int>(shown->sensor), static_cast<int>(shown->bin));
      });
  add("anomaly.next", QT_TRANSLATE_NOOP("actions", "Next scene"),
      QT_TRANSLATE_NOOP("actions", "Open the next scene of the list"), "PgDown", [this] { step(1); });
  add("anomaly.previous", QT_TRANSLATE_NOOP("actions", "Previous scene"),
      QT_TRANSLATE_NOOP("actions", "Open the previous scene of the list"), "PgUp", [this] { step(-1); });
}

void AnomalyPage::retranslate() {
  states_->set_texts(tr("Scores of every sensor over time appear here, with who carries a moment.\n"
                        "Train the model 'scenes' and evaluate it first."),
                     tr("Go to Runs"), tr("Try again"));
  map_->setAccessibleName(tr("Scores by sensor and time"));
  map_->set_axis_titles(tr("Time (s)"), tr("Sensor"));
  map_->set_value_title(tr("Anomaly score"));
  ranking_->setAccessibleName(tr("Sensors by their part in the moment"));
  bars_->setAccessibleName(tr("Load of the experts"));
  scenes_->setAccessibleName(tr("Scene"));
  for (int i = 0; i < scenes_->count(); ++i)
    scenes_->setItemText(i, name_of(view_.scenes[static_cast<std::size_t>(i)]));
  show_sentence();
  show_moment();
  show_experts();
}

QString AnomalyPage::name_of(const AnomalyScene& scene) const {
  const QString item = QString::fromStdString(scene.item);
  return scene.flagged ? tr("%1 (flagged)").arg(item) : item;
}

void AnomalyPage::activated() {
  load(false);
}

void AnomalyPage::load(bool anew) {
  const QString run = context().selection.state().run;
  const QString key = QStringLiteral("run:") + run;
  if (key == wanted_ && !anew)
    return;
  wanted_ = key;
  context().jobs.cancel(job_);
  states_->show_busy(tr("Reading the scores …"));
  job_ = context().jobs.run<AnomalyView>(
      tr("Scores by sensor"), Lane::io, this,
      [folder = context().workspace, name = run.toStdString()](Progress&,
                                                               std::stop_token) -> Result<AnomalyView> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const std::string chosen, workflow::run_of_model(workspace, name, "scenes"));
        return workflow::anomaly_view(workspace, chosen);
      },
      [this, key](Result<AnomalyView> view) {
        if (key != wanted_)
          return;
        if (view)
          show_view(std::move(*view));
        else if (view.error().code == ErrorCode::not_found)
          states_->show_state(PageStates::State::empty);
        else
          states_->show_failed(QString::fromStdString(view.error().message));
      });
}

void AnomalyPage::show_view(AnomalyView view) {
  view_ = std::move(view);
  setting_ = true;
  scenes_->clear();
  for (const AnomalyScene& each : view_.scenes)
    scenes_->addItem(name_of(each), QString::fromStdString(each.item));
  scenes_->setCurrentIndex(std::max(0, scenes_->findData(context().selection.state().item)));
  setting_ = false;
  states_->show_state(PageStates::State::filled);
  show_scene();
  show_experts();
}

const AnomalyScene* AnomalyPage::scene() const {
  const int index = scenes_->currentIndex();
  return index < 0 || index >= static_cast<int>(view_.scenes.size())
             ? nullptr
             : &view_.scenes[static_cast<std::size_t>(index)];
}

void AnomalyPage::show_scene() {
  const AnomalyScene* shown = scene();
  if (setting_ || !shown)
    return;
  ScoreMap::Cells cells;
  for (const std::string& sensor : shown->sensors)
    cells.sensors << QString::fromStdString(sensor);
  cells.starts = shown->starts;
  cells.ends = shown->ends;
  cells.scores = shown->scores;
  cells.labels = shown->labels;
  cells.low = view_.low;
  cells.high = view_.high;
  cells.has_threshold = view_.threshold.has_value();
  cells.threshold = view_.threshold.value_or(0);
  map_->set_cells(std::move(cells));
  map_->set_current(static_cast<int>(shown->sensor), static_cast<int>(shown->bin));
  show_sentence();
  show_moment();
}

void AnomalyPage::show_sentence() {
  const AnomalyScene* shown = scene();
  if (!shown)
    return sentence_->clear();
  sentence_->setText(tr("Run %1: highest score %2 at sensor %3, %4.")
                         .arg(QString::fromStdString(view_.run),
                              quantity_text(shown->score(shown->sensor, shown->bin), {}),
                              QString::fromStdString(shown->sensors[shown->sensor]),
                              duration_text(shown->starts[shown->bin])) +
                     QLatin1Char(' ') +
                     (view_.threshold ? tr("Threshold: %1.").arg(quantity_text(*view_.threshold, {}))
                                      : tr("No threshold yet: nothing is flagged.")));
}

void AnomalyPage::show_moment() {
  const AnomalyScene* shown = scene();
  const int bin = map_->current_column();
  if (!shown || bin < 0)
    return;
  const auto b = static_cast<std::size_t>(bin);
  moment_->setText(
      tr("Who carries %1 to %2").arg(duration_text(shown->starts[b]), duration_text(shown->ends[b])));
  auto rows = std::make_shared<std::vector<ContributionRow>>();
  int chosen = 0;
  for (const workflow::Contribution& part : workflow::contributions(*shown, b)) {
    if (static_cast<int>(part.sensor) == map_->current_row())
      chosen = static_cast<int>(rows->size());
    rows->push_back({QString::fromStdString(shown->sensors[part.sensor]), part});
  }
  setting_ = true;
  model_->set_rows(std::move(rows));
  ranking_->resizeColumnsToContents();
  ranking_->selectRow(chosen);
  setting_ = false;
}

void AnomalyPage::show_experts() {
  std::vector<LoadBars::Bar> bars;
  QStringList dead;
  for (const workflow::ExpertLoad& expert : view_.experts) {
    const QString name = tr("Expert %1").arg(QString::fromStdString(expert.name));
    bars.push_back({name, expert.share, expert.dead, expert.course});
    if (expert.dead)
      dead << name;
  }
  experts_->setText(tr("Load of the experts, and its course in training"));
  experts_->setVisible(!bars.empty());
  bars_->setVisible(!bars.empty());
  bars_->set_bars(std::move(bars));
  warning_->setText(dead.isEmpty()
                        ? QString()
                        : tr("%1 carries less than 2 % of the load: no signal of its kind, or the gate "
                             "gave it up. Train with more diversity, or longer with soft gates.")
                              .arg(dead.join(QStringLiteral(", "))));
  warning_->setVisible(!dead.isEmpty());
}

QString AnomalyPage::warning() const {
  return warning_->text();
}

void AnomalyPage::pick(int sensor, int bin) {
  const AnomalyScene* shown = scene();
  if (!shown || bin < 0)
    return;
  map_->set_current(sensor, bin);
  show_moment();
  Selection::State next = context().selection.state();
  next.item = QString::fromStdString(shown->item);
  next.items = {QString::fromStdString(shown->sensors[static_cast<std::size_t>(sensor)])};
  // The moment with as much time again on either side, so that it is seen in its surroundings.
  const auto b = static_cast<std::size_t>(bin);
  const double around = 3 * (shown->ends[b] - shown->starts[b]);
  next.start = std::max(shown->starts.front(), shown->starts[b] - around);
  next.end = std::min(shown->ends.back(), shown->ends[b] + around);
  next.page.clear();
  context().selection.select(next);
}

void AnomalyPage::go_to(const QString& page) {
  pick(map_->current_row(), map_->current_column());
  Selection::State next = context().selection.state();
  if (next.data.isEmpty())
    next.data = QString::fromStdString(view_.data);
  next.page = page;
  context().selection.select(next);
}

void AnomalyPage::step(int by) {
  scenes_->setCurrentIndex(std::clamp(scenes_->currentIndex() + by, 0, std::max(0, scenes_->count() - 1)));
}

} // namespace andon::ui
