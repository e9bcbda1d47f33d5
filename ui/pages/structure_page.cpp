#include "ui/pages/structure_page.h"

#include "core/workflow/run_choice.h"
#include "ui/jobs/job_list.h"
#include "ui/models/structure_model.h"
#include "ui/plot/heatmap.h"
#include "ui/plot/pair_graph.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace andon::ui {
namespace {

using workflow::StructureItem;
using workflow::StructurePair;
using workflow::StructureView;

QTableView* table_of(QAbstractItemModel* model) {
  auto* table = new QTableView;
  table->setModel(model);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setTabKeyNavigation(false);
  table->setAlternatingRowColors(true);
  table->verticalHeader()->hide();
  table->horizontalHeader()->setStretchLastSection(true);
  return table;
}

PairGraph::Line line_of(StructurePair::State state) {
  switch (state) {
  case StructurePair::State::right:
    return PairGraph::Line::right;
  case StructurePair::State::order_wrong:
    return PairGraph::Line::warning;
  case StructurePair::State::wrong:
    return PairGraph::Line::wrong;
  case StructurePair::State::missed:
    return PairGraph::Line::missed;
  case StructurePair::State::unknown:
    break;
  }
  return PairGraph::Line::plain;
}

int place_in(const StructureItem& item, const std::string& id) {
  const auto found = std::ranges::find(item.sensors, id, &workflow::StructureSensor::id);
  return found == item.sensors.end() ? -1 : static_cast<int>(found - item.sensors.begin());
}

} // namespace

StructurePage::StructurePage(PageContext& context)
    : Page(context), model_(new StructureModel(this)), pair_model_(new PairModel(this)),
      table_(table_of(model_)), pair_table_(table_of(pair_model_)), graph_(new PairGraph),
      attention_(new Heatmap), tabs_(new QTabWidget), scenes_(new QComboBox), sentence_(new QLabel) {
  build();
  add_actions();
  const auto choose_row = [this](const QModelIndex& now) {
    if (!setting_ && now.isValid())
      choose_sensor(now.data(id_role).toString());
  };
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, choose_row);
  connect(pair_table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, choose_row);
  connect(table_, &QTableView::activated, this, [this] { open_scene(); });
  const auto choose_place = [this](int place) {
    if (const StructureItem* shown = item())
      choose_sensor(QString::fromStdString(shown->sensors[static_cast<std::size_t>(place)].id));
  };
  connect(graph_, &PairGraph::picked, this, choose_place);
  connect(attention_, &Heatmap::picked, this, [choose_place](int row, int) { choose_place(row); });
  connect(scenes_, &QComboBox::currentIndexChanged, this, [this] { show_item(); });
  connect(&context.selection, &Selection::changed, this, [this] {
    if (isVisible())
      load(false);
  });
  connect(&context.selection, &Selection::workspace_changed, this, [this] {
    wanted_.clear();
    if (isVisible())
      load(true);
  });
  retranslate();
}

StructurePage::~StructurePage() = default;

void StructurePage::build() {
  sentence_->setWordWrap(true);
  scenes_->setMinimumWidth(220);
  scenes_->setObjectName(QStringLiteral("structure_scenes"));
  attention_->setMinimumSize(300, 240);
  tabs_->setDocumentMode(true);
  for (QWidget* widget : std::initializer_list<QWidget*>{graph_, pair_table_, attention_})
    tabs_->addTab(widget, {});
  auto* split = new QSplitter;
  split->addWidget(table_);
  split->addWidget(tabs_);
  split->setStretchFactor(0, 5);
  split->setStretchFactor(1, 4);
  split->setChildrenCollapsible(false);
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

void StructurePage::add_actions() {
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto run) {
    context().actions.add({id, "structure", text, tip, QKeySequence(QLatin1String(keys))}, this, run);
  };
  add("structure.open", QT_TRANSLATE_NOOP("actions", "Show the sensor in Scene"),
      QT_TRANSLATE_NOOP("actions", "Go to the tracks of the chosen sensor"), "O", [this] { open_scene(); });
  add("structure.next", QT_TRANSLATE_NOOP("actions", "Next scene"),
      QT_TRANSLATE_NOOP("actions", "Open the next scene of the list"), "PgDown", [this] { step(1); });
  add("structure.previous", QT_TRANSLATE_NOOP("actions", "Previous scene"),
      QT_TRANSLATE_NOOP("actions", "Open the previous scene of the list"), "PgUp", [this] { step(-1); });
}

void StructurePage::retranslate() {
  states_->set_texts(
      tr("What a structure model finds out about the words of a machine stands here: types, halves "
         "of 32-bit values, bits.\nTrain the model 'structure' and evaluate it first."),
      tr("Go to Runs"), tr("Try again"));
  tabs_->setTabText(0, tr("Pair graph"));
  tabs_->setTabText(1, tr("Pairs"));
  tabs_->setTabText(2, tr("Attention"));
  table_->setAccessibleName(tr("Sensors and what they are"));
  pair_table_->setAccessibleName(tr("Pairs of the scene"));
  graph_->setAccessibleName(tr("Graph of the pairs"));
  attention_->setAccessibleName(tr("Attention between sensors"));
  attention_->set_axis_titles(tr("Sensor that is looked at"), tr("Sensor that looks"));
  attention_->set_value_title(tr("Attention"));
  tabs_->setAccessibleName(tr("Pairs and attention"));
  scenes_->setAccessibleName(tr("Scene"));
  graph_->set_legend({tr("value"), tr("half of a value"), tr("bits")},
                     {tr("right"), tr("order wrong"), tr("wrong"), tr("missed"), tr("not known")});
  show_sentence();
}

void StructurePage::activated() {
  load(false);
}

void StructurePage::load(bool anew) {
  const QString run = context().selection.state().run;
  const QString key = QStringLiteral("run:") + run;
  if (key == wanted_ && !anew)
    return;
  wanted_ = key;
  context().jobs.cancel(job_);
  states_->show_busy(tr("Reading what was found …"));
  job_ = context().jobs.run<StructureView>(
      tr("Structure"), Lane::io, this,
      [folder = context().workspace, name = run.toStdString()](Progress&,
                                                               std::stop_token) -> Result<StructureView> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const std::string chosen, workflow::run_of_model(workspace, name, "structure"));
        return workflow::structure_view(workspace, chosen);
      },
      [this, key](Result<StructureView> view) {
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

void StructurePage::show_view(StructureView view) {
  view_ = std::move(view);
  setting_ = true;
  scenes_->clear();
  for (const StructureItem& each : view_.items)
    scenes_->addItem(QString::fromStdString(each.item));
  const int wanted = scenes_->findText(context().selection.state().item);
  scenes_->setCurrentIndex(std::max(0, wanted));
  setting_ = false;
  states_->show_state(view_.items.empty() ? PageStates::State::empty : PageStates::State::filled);
  show_item();
}

const StructureItem* StructurePage::item() const {
  const int index = scenes_->currentIndex();
  return index < 0 || index >= static_cast<int>(view_.items.size())
             ? nullptr
             : &view_.items[static_cast<std::size_t>(index)];
}

void StructurePage::show_item() {
  const StructureItem* shown = item();
  if (setting_ || !shown)
    return;
  setting_ = true;
  model_->set_rows(std::make_shared<const std::vector<workflow::StructureSensor>>(shown->sensors));
  pair_model_->set_rows(std::make_shared<const std::vector<StructurePair>>(shown->pairs));
  table_->resizeColumnsToContents();
  pair_table_->resizeColumnsToContents();
  setting_ = false;
  const int n = static_cast<int>(shown->sensors.size());
  std::vector<int> own(shown->sensors.size());
  std::iota(own.begin(), own.end(), 0);
  attention_->set_matrix(n, shown->attention, std::move(own));
  attention_->set_tool_tip([this](int row, int column) {
    const StructureItem* now = item();
    return now ? tr("%1 looks at %2: %3")
                     .arg(QString::fromStdString(now->sensors[static_cast<std::size_t>(row)].id),
                          QString::fromStdString(now->sensors[static_cast<std::size_t>(column)].id))
                     .arg(attention_->value(row, column), 0, 'f', 3)
               : QString();
  });
  show_graph(*shown);
  show_sentence();
  table_->selectRow(0);
}

void StructurePage::show_graph(const StructureItem& item) {
  std::vector<PairGraph::Node> nodes;
  for (const workflow::StructureSensor& sensor : item.sensors)
    nodes.push_back({QString::fromStdString(sensor.id), sensor.found == SensorType::two_words ? 1
                                                        : sensor.found == SensorType::bits    ? 2
                                                                                              : 0});
  std::vector<PairGraph::Edge> edges;
  for (const StructurePair& pair : item.pairs) {
    const int low = place_in(item, pair.low), high = place_in(item, pair.high);
    if (low >= 0 && high >= 0)
      edges.push_back({low, high, line_of(pair.state), pair.probability > 0 ? pair.probability : 0});
  }
  graph_->set_graph(std::move(nodes), std::move(edges));
}

void StructurePage::show_sentence() {
  const StructureItem* shown = item();
  if (!shown)
    return sentence_->clear();
  const auto count = [&](StructurePair::State state) {
    return std::ranges::count(shown->pairs, state, &StructurePair::state);
  };
  using State = StructurePair::State;
  const QString run =
      tr("Run %1 on %2.").arg(QString::fromStdString(view_.run), QString::fromStdString(view_.data));
  const QString types = shown->known > 0
                            ? tr("Types: %1 of %2 right.").arg(shown->types_right).arg(shown->known)
                            : tr("Nobody said yet what these sensors are.");
  const QString pairs = tr("Pairs: %1 right, %2 in the wrong order, %3 wrong, %4 missed.")
                            .arg(count(State::right))
                            .arg(count(State::order_wrong))
                            .arg(count(State::wrong))
                            .arg(count(State::missed));
  sentence_->setText(shown->known > 0 ? run + QLatin1Char(' ') + types + QLatin1Char(' ') + pairs
                                      : run + QLatin1Char(' ') + types);
}

QString StructurePage::sentence() const {
  return sentence_->text();
}

void StructurePage::choose_sensor(const QString& id) {
  const StructureItem* shown = item();
  const int place = shown ? place_in(*shown, id.toStdString()) : -1;
  if (place < 0 || setting_)
    return;
  setting_ = true;
  table_->selectRow(place);
  setting_ = false;
  graph_->set_current(place);
  attention_->set_current(place, place);
}

void StructurePage::open_scene() {
  const QModelIndex row = table_->currentIndex();
  if (!item() || !row.isValid())
    return;
  Selection::State next = context().selection.state();
  next.data = QString::fromStdString(view_.data);
  next.item = QString::fromStdString(item()->item);
  next.items = {row.data(id_role).toString()};
  next.start.reset();
  next.end.reset();
  next.page = QStringLiteral("scene");
  context().selection.select(next);
}

void StructurePage::step(int by) {
  scenes_->setCurrentIndex(std::clamp(scenes_->currentIndex() + by, 0, std::max(0, scenes_->count() - 1)));
}

} // namespace andon::ui
