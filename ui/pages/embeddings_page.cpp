#include "ui/pages/embeddings_page.h"

#include "ui/jobs/job_list.h"
#include "ui/models/window_model.h"
#include "ui/pages/embeddings_look.h"
#include "ui/pages/page_states.h"
#include "ui/plot/axis.h"
#include "ui/plot/legend.h"
#include "ui/shell/action_registry.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <set>

namespace andon::ui {

EmbeddingsPage::EmbeddingsPage(PageContext& context)
    : Page(context), title_(new QLabel), method_label_(new QLabel), color_label_(new QLabel),
      part_label_(new QLabel), method_(new QComboBox), color_(new QComboBox), part_(new QComboBox),
      scatter_(new Scatter), owned_inspector_(new QWidget), inspector_(owned_inspector_.get()),
      legend_title_(new QLabel), legend_(new Legend(*scatter_)), list_title_(new QLabel),
      windows_(new WindowModel(this)), table_(new QTableView), open_(new QPushButton) {
  build();
  build_inspector();
  add_actions();
  connect(method_, &QComboBox::currentIndexChanged, this, [this] { load(true); });
  connect(part_, &QComboBox::currentIndexChanged, this, [this] { load(true); });
  connect(color_, &QComboBox::currentIndexChanged, this, [this] { recolor(); });
  connect(scatter_, &Scatter::selection_changed, this, &EmbeddingsPage::selected);
  connect(scatter_, &Scatter::activated, this, [this](int point) { open_window(window_of(point)); });
  connect(&this->context().selection, &Selection::changed, this,
          [this](const Selection::State& now) { follow(now); });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load(false);
  });
  scatter_->set_tool_tip([this](int point) {
    const workflow::ScoreRow& row = set_->windows[static_cast<std::size_t>(window_of(point))];
    return tr("%1 of %2\n%3 s … %4 s\nanomaly score %5, %6")
        .arg(point < static_cast<int>(set_->windows.size()) ? tr("command") : tr("current"),
             QString::fromStdString(row.item))
        .arg(row.start, 0, 'g', 6)
        .arg(row.end, 0, 'g', 6)
        .arg(quantity_text(row.score, {}))
        .arg(WindowModel::label_text(row.label));
  });
  retranslate();
}

EmbeddingsPage::~EmbeddingsPage() = default;

void EmbeddingsPage::build() {
  for (int i = 0; i < 2; ++i)
    method_->addItem(QString());
  for (int i = 0; i < 4; ++i) {
    color_->addItem(QString());
    part_->addItem(QString());
  }
  method_->setObjectName(QStringLiteral("method"));
  color_->setObjectName(QStringLiteral("color"));
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  bar->addWidget(title_, 1);
  for (const auto& [label, box] :
       {std::pair(method_label_, method_), {color_label_, color_}, {part_label_, part_}}) {
    label->setBuddy(box);
    bar->addWidget(label);
    bar->addWidget(box);
  }
  scatter_->set_ticks_visible(false);
  states_ = new PageStates(scatter_, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("runs");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] { load(true); });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addLayout(bar);
  column->addWidget(states_, 1);
}

void EmbeddingsPage::build_inspector() {
  auto* proxy = new QSortFilterProxyModel(this);
  proxy->setSourceModel(windows_);
  proxy->setSortRole(sort_role);
  table_->setModel(proxy);
  table_->setSortingEnabled(true);
  table_->sortByColumn(WindowModel::score, Qt::DescendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setStretchLastSection(true);
  auto* side = new QVBoxLayout(inspector_);
  side->setContentsMargins(space, space, space, space);
  side->setSpacing(space);
  legend_->setMaximumHeight(190);
  side->addWidget(legend_title_);
  side->addWidget(legend_);
  side->addWidget(list_title_);
  side->addWidget(table_, 1);
  side->addWidget(open_);
  const auto open_row = [this](const QModelIndex& index) {
    const QString item = index.data(id_role).toString();
    for (std::size_t i = 0; set_ && i < set_->windows.size(); ++i)
      if (QString::fromStdString(set_->windows[i].item) == item)
        return open_window(static_cast<int>(i));
  };
  connect(table_, &QTableView::activated, this, open_row);
  connect(open_, &QPushButton::clicked, this, [this, open_row] {
    open_row(table_->currentIndex().isValid() ? table_->currentIndex() : table_->model()->index(0, 0));
  });
}

void EmbeddingsPage::add_actions() {
  ActionRegistry& actions = context().actions;
  actions.add({"embeddings.fit", "embeddings", QT_TRANSLATE_NOOP("actions", "Fit all points"),
               QT_TRANSLATE_NOOP("actions", "Show every point of the scatter"), QKeySequence("F")},
              this, [this] { scatter_->fit(); });
  actions.add(
      {"embeddings.next_method", "embeddings", QT_TRANSLATE_NOOP("actions", "Switch between PCA and t-SNE"),
       QT_TRANSLATE_NOOP("actions", "Project the embeddings with the other method"), QKeySequence("M")},
      this, [this] { method_->setCurrentIndex(1 - method_->currentIndex()); });
  actions.add({"embeddings.next_color", "embeddings",
               QT_TRANSLATE_NOOP("actions", "Colour by the next property"),
               QT_TRANSLATE_NOOP("actions", "Colour by label, score, recording or kind"), QKeySequence("L")},
              this, [this] { color_->setCurrentIndex((color_->currentIndex() + 1) % color_->count()); });
  actions.add({"embeddings.open", "embeddings",
               QT_TRANSLATE_NOOP("actions", "Open the selected window on Signals"),
               QT_TRANSLATE_NOOP("actions", "Show the first selected window's signals"), QKeySequence("O")},
              this, [this] {
                if (set_ && !scatter_->selected().empty())
                  open_window(window_of(scatter_->selected().front()));
              });
}

QWidget* EmbeddingsPage::inspector() {
  owned_inspector_.release(); // the dock takes it
  return inspector_;
}

void EmbeddingsPage::activated() {
  load(false);
}

void EmbeddingsPage::load(bool anew) {
  static constexpr const char* parts[] = {"all", "train", "val", "test"};
  const Selection::State& now = context().selection.state();
  workflow::EmbeddingIn in{now.run.toStdString(), now.data.toStdString(), parts[part_->currentIndex()]};
  const bool tsne = method_->currentIndex() == 1;
  const QString key =
      QStringLiteral("%1\n%2\n%3\n%4").arg(now.run, now.data).arg(part_->currentIndex()).arg(tsne);
  if (key == wanted_key_ && !anew && states_->state() != PageStates::State::empty)
    return;
  const bool same_set = set_ && in.run == shown_.run && in.data == shown_.data && in.part == shown_.part;
  wanted_key_ = key;
  context().jobs.cancel(job_);
  states_->show_busy(tsne ? tr("Projecting command and current of every window with t-SNE …")
                          : tr("Computing embeddings …"));
  job_ = context().jobs.run<Loaded>(
      tr("Embeddings"), Lane::compute, this,
      [folder = context().workspace, in, tsne,
       set = same_set ? set_ : nullptr](Progress& progress, std::stop_token stop) -> Result<Loaded> {
        Loaded loaded{in, set, {}};
        if (!loaded.set) {
          ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
          ANDON_ASSIGN(const workflow::EmbeddingIn resolved, workflow::resolve_view(workspace, in));
          ANDON_ASSIGN(workflow::EmbeddingSet made,
                       workflow::embeddings(workspace, resolved, progress, stop));
          loaded.set = std::make_shared<const workflow::EmbeddingSet>(std::move(made));
        }
        ANDON_ASSIGN(loaded.projection,
                     workflow::project(*loaded.set, tsne ? "tsne" : "pca", 1, progress, stop));
        return loaded;
      },
      [this, key](Result<Loaded> loaded) {
        if (key != wanted_key_)
          return;
        if (!loaded)
          return show_failure(loaded.error());
        shown_ = loaded->in;
        show_result(loaded->set, loaded->projection);
      });
}

void EmbeddingsPage::show_failure(const Error& error) {
  if (error.code == ErrorCode::not_found && context().selection.state().run.isEmpty())
    states_->show_state(PageStates::State::empty);
  else
    states_->show_failed(error.code == ErrorCode::cancelled ? tr("Cancelled.")
                                                            : QString::fromStdString(error.message));
}

void EmbeddingsPage::show_result(std::shared_ptr<const workflow::EmbeddingSet> set,
                                 const workflow::Projection& projection) {
  set_ = std::move(set);
  explained_ = projection.explained;
  scatter_->set_points(projection.xy);
  recolor();
  show_title();
  states_->show_state(PageStates::State::filled);
  follow(context().selection.state());
}

void EmbeddingsPage::recolor() {
  if (!set_)
    return;
  EmbeddingLook look = look_of(*set_, static_cast<EmbeddingColor>(color_->currentIndex()));
  const std::vector<ScatterGroup> groups = look.look.groups;
  scatter_->set_look(std::move(look.look));
  legend_->set_groups(groups, look.counts);
}

void EmbeddingsPage::selected(const std::vector<int>& points) {
  std::set<int> chosen;
  for (const int point : points)
    chosen.insert(window_of(point));
  Selection::State next = context().selection.state();
  next.items.clear();
  for (const int window : chosen)
    next.items << QString::fromStdString(set_->windows[static_cast<std::size_t>(window)].item);
  next.page.clear();
  context().selection.select(next);
}

void EmbeddingsPage::follow(const Selection::State& now) {
  if (isVisible() && (now.run.toStdString() != shown_.run || now.data.toStdString() != shown_.data))
    load(false);
  if (!set_)
    return;
  const QSet<QString> wanted(now.items.begin(), now.items.end());
  const int n = static_cast<int>(set_->windows.size());
  std::vector<int> points;
  auto rows = std::make_shared<std::vector<workflow::ScoreRow>>();
  for (int i = 0; i < n; ++i) {
    const workflow::ScoreRow& row = set_->windows[static_cast<std::size_t>(i)];
    const QString item = QString::fromStdString(row.item);
    if (wanted.contains(item) || (wanted.isEmpty() && !now.item.isEmpty() && item == now.item)) {
      points.insert(points.end(), {i, i + n});
      rows->push_back(row);
    }
  }
  open_->setEnabled(!rows->empty());
  list_title_->setText(tr("Selected windows: %1").arg(rows->size()));
  scatter_->highlight(std::move(points));
  windows_->set_rows(rows);
}

void EmbeddingsPage::open_window(int window) {
  const workflow::ScoreRow& row = set_->windows[static_cast<std::size_t>(window)];
  Selection::State next = context().selection.state();
  next.item = QString::fromStdString(row.item);
  next.start = row.start;
  next.end = row.end;
  next.page = QStringLiteral("signals");
  context().selection.select(next);
}

void EmbeddingsPage::show_title() {
  if (!set_)
    return title_->clear();
  const QLocale locale;
  QString text =
      tr("%1 of %2 windows")
          .arg(locale.toString(qlonglong(set_->windows.size())), locale.toString(qlonglong(set_->total)));
  if (explained_.size() == 2)
    text += tr(" · the axes explain %1 % and %2 % of the variance")
                .arg(100 * explained_[0], 0, 'f', 1)
                .arg(100 * explained_[1], 0, 'f', 1);
  title_->setText(text);
  const bool pca = explained_.size() == 2;
  scatter_->set_axis_titles(pca ? tr("First principal component") : tr("t-SNE, first coordinate"),
                            pca ? tr("Second principal component") : tr("t-SNE, second coordinate"));
}

void EmbeddingsPage::retranslate() {
  method_label_->setText(tr("&Projection"));
  color_label_->setText(tr("&Colour"));
  part_label_->setText(tr("Pa&rt"));
  const QStringList methods{tr("PCA"), tr("t-SNE")},
      properties{tr("label"), tr("anomaly score"), tr("recording"), tr("kind")},
      parts{tr("all"), tr("training"), tr("validation"), tr("test")};
  for (const auto& [box, texts] : {std::pair(method_, methods), {color_, properties}, {part_, parts}})
    for (int i = 0; i < texts.size(); ++i)
      box->setItemText(i, texts[i]);
  method_->setAccessibleName(tr("Projection"));
  color_->setAccessibleName(tr("Colour by"));
  part_->setAccessibleName(tr("Part of the data"));
  scatter_->setAccessibleName(tr("Scatter of embeddings"));
  scatter_->setAccessibleDescription(
      tr("Drag to lasso, Shift drags a rectangle, Ctrl adds, Enter opens the window on Signals."));
  legend_title_->setText(tr("Legend (uncheck to hide); circles are commands, triangles currents"));
  legend_title_->setWordWrap(true);
  legend_->setAccessibleName(tr("Legend"));
  table_->setAccessibleName(tr("Selected windows"));
  open_->setText(tr("Open on Signals"));
  open_->setAccessibleName(open_->text());
  show_title();
  recolor();
  follow(context().selection.state());
  states_->set_texts(tr("Every window of a run is a point here; windows that are alike lie together.\n"
                        "There is no finished run yet: train a model first."),
                     tr("Go to Runs"), tr("Try again"));
}

} // namespace andon::ui
