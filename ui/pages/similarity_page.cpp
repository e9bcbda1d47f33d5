#include "ui/pages/similarity_page.h"

#include "ui/jobs/job_list.h"
#include "ui/pages/page_states.h"
#include "ui/pages/pair_view.h"
#include "ui/plot/heatmap.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QComboBox>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace andon::ui {

SimilarityPage::SimilarityPage(PageContext& context)
    : Page(context), title_(new QLabel), readout_(new QLabel), part_label_(new QLabel), part_(new QComboBox),
      previous_(new QToolButton), next_(new QToolButton), heatmap_(new Heatmap),
      owned_inspector_(new PairView), pair_(owned_inspector_.get()) {
  build();
  add_actions();
  connect(part_, &QComboBox::currentIndexChanged, this, [this] {
    first_ = 0;
    load(true);
  });
  connect(previous_, &QToolButton::clicked, this, [this] { step(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { step(1); });
  connect(heatmap_, &Heatmap::picked, this, &SimilarityPage::show_pair);
  connect(heatmap_, &Heatmap::hovered, this, [this](int row, int column) {
    readout_->setText(row < 0 ? QString()
                              : tr("command %1 · current %2 · cosine %3")
                                    .arg(QString::fromStdString(matrix_.windows[std::size_t(row)].item),
                                         QString::fromStdString(matrix_.windows[std::size_t(column)].item))
                                    .arg(heatmap_->value(row, column), 0, 'f', 3));
  });
  connect(&this->context().selection, &Selection::changed, this,
          [this](const Selection::State& now) { follow(now); });
  connect(&this->context().selection, &Selection::workspace_changed, this, [this] {
    if (isVisible())
      load(false);
  });
  retranslate();
}

SimilarityPage::~SimilarityPage() = default;

void SimilarityPage::build() {
  for (int i = 0; i < 4; ++i)
    part_->addItem(QString());
  part_->setCurrentIndex(3);
  part_label_->setBuddy(part_);
  previous_->setIcon(icon(QStringLiteral("previous"), palette()));
  next_->setIcon(icon(QStringLiteral("next"), palette()));
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space);
  bar->addWidget(title_, 1);
  for (QWidget* each : std::initializer_list<QWidget*>{part_label_, part_, previous_, next_})
    bar->addWidget(each);
  auto* content = new QWidget;
  auto* inner = new QVBoxLayout(content);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->addWidget(heatmap_, 1);
  inner->addWidget(readout_);
  readout_->setMinimumHeight(fontMetrics().height() + space_small);
  states_ = new PageStates(content, this);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State next = context().selection.state();
    next.page = QStringLiteral("runs");
    context().selection.select(next);
  });
  connect(states_, &PageStates::retry_wanted, this, [this] {
    first_ = 0;
    load(true);
  });
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space, space, space, space);
  column->setSpacing(space);
  column->addLayout(bar);
  column->addWidget(states_, 1);
}

void SimilarityPage::add_actions() {
  ActionRegistry& actions = context().actions;
  actions.add({"similarity.fit", "similarity", QT_TRANSLATE_NOOP("actions", "Fit the matrix"),
               QT_TRANSLATE_NOOP("actions", "Show the whole batch"), QKeySequence("F")},
              this, [this] { heatmap_->fit(); });
  actions.add({"similarity.next_batch", "similarity", QT_TRANSLATE_NOOP("actions", "Next batch"),
               QT_TRANSLATE_NOOP("actions", "Show the next 64 windows"), QKeySequence("PgDown")},
              this, [this] { step(1); });
  actions.add({"similarity.previous_batch", "similarity", QT_TRANSLATE_NOOP("actions", "Previous batch"),
               QT_TRANSLATE_NOOP("actions", "Show the 64 windows before"), QKeySequence("PgUp")},
              this, [this] { step(-1); });
  actions.add({"similarity.next_mismatch", "similarity", QT_TRANSLATE_NOOP("actions", "Next mismatch"),
               QT_TRANSLATE_NOOP("actions", "Choose the next command whose best current is not its own"),
               QKeySequence("N")},
              this, [this] { next_mismatch(1); });
  actions.add({"similarity.previous_mismatch", "similarity",
               QT_TRANSLATE_NOOP("actions", "Previous mismatch"),
               QT_TRANSLATE_NOOP("actions", "Choose the mismatch before"), QKeySequence("P")},
              this, [this] { next_mismatch(-1); });
}

QWidget* SimilarityPage::inspector() {
  owned_inspector_.release(); // the dock takes it
  return pair_;
}

void SimilarityPage::activated() {
  load(false);
}

void SimilarityPage::follow(const Selection::State& now) {
  if (isVisible() && (now.run.toStdString() != shown_.run || now.data.toStdString() != shown_.data)) {
    first_ = 0;
    load(false);
  }
}

void SimilarityPage::step(int batches) {
  const std::int64_t next = first_ + batches * batch;
  if (states_->state() != PageStates::State::filled || next < 0 || (batches > 0 && matrix_.n < batch))
    return;
  first_ = next;
  load(true);
}

void SimilarityPage::load(bool anew) {
  static constexpr const char* parts[] = {"all", "train", "val", "test"};
  const Selection::State& now = context().selection.state();
  workflow::EmbeddingIn in{now.run.toStdString(), now.data.toStdString(), parts[part_->currentIndex()]};
  const QString key =
      QStringLiteral("%1\n%2\n%3\n%4").arg(now.run, now.data).arg(part_->currentIndex()).arg(first_);
  if (key == wanted_key_ && !anew && states_->state() != PageStates::State::empty)
    return;
  wanted_key_ = key;
  context().jobs.cancel(job_);
  states_->show_busy(tr("Comparing commands with currents …"));
  job_ = context().jobs.run<Loaded>(
      tr("Similarity"), Lane::compute, this,
      [folder = context().workspace, in, first = first_](Progress& progress,
                                                         std::stop_token stop) -> Result<Loaded> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const workflow::EmbeddingIn resolved, workflow::resolve_view(workspace, in));
        ANDON_ASSIGN(workflow::SimilarityMatrix matrix,
                     workflow::similarity(workspace, resolved, first, batch, progress, stop));
        return Loaded{in, std::move(matrix)};
      },
      [this, key](Result<Loaded> loaded) {
        if (key != wanted_key_)
          return;
        if (!loaded)
          return show_failure(loaded.error());
        shown_ = loaded->in;
        show_result(loaded->matrix);
      });
}

void SimilarityPage::show_failure(const Error& error) {
  if (error.code == ErrorCode::not_found && context().selection.state().run.isEmpty())
    states_->show_state(PageStates::State::empty);
  else
    states_->show_failed(error.code == ErrorCode::cancelled ? tr("Cancelled.")
                                                            : QString::fromStdString(error.message));
}

void SimilarityPage::show_result(const workflow::SimilarityMatrix& matrix) {
  matrix_ = matrix;
  heatmap_->set_matrix(static_cast<int>(matrix.n), matrix.similarity,
                       {matrix.best.begin(), matrix.best.end()});
  readout_->clear();
  pair_->show_note(tr("Click a cell to see the command, the current and the best other current."));
  show_facts();
  states_->show_state(PageStates::State::filled);
}

void SimilarityPage::show_facts() {
  previous_->setEnabled(first_ > 0);
  next_->setEnabled(matrix_.n == batch);
  if (matrix_.n == 0)
    return;
  int mismatches = 0;
  for (int row = 0; row < heatmap_->size(); ++row)
    mismatches += heatmap_->is_mismatch(row);
  title_->setText(tr("Windows %1 to %2 · retrieval@1 %3 % (chance %4 %) · framed mismatches: %5")
                      .arg(first_ + 1)
                      .arg(first_ + matrix_.n)
                      .arg(100 * matrix_.retrieval_at_1, 0, 'f', 1)
                      .arg(100 * matrix_.chance, 0, 'f', 1)
                      .arg(mismatches));
}

void SimilarityPage::next_mismatch(int direction) {
  const int n = heatmap_->size();
  for (int offset = 1; offset <= n; ++offset) {
    const int row =
        ((std::max(heatmap_->current_row(), direction > 0 ? -1 : 0) + direction * offset) % n + n) % n;
    if (!heatmap_->is_mismatch(row))
      continue;
    const int column = static_cast<int>(matrix_.best[std::size_t(row)]);
    heatmap_->set_current(row, column);
    return show_pair(row, column);
  }
  context().messages.show_message(MessageBar::Kind::note, tr("No mismatch in this batch."));
}

void SimilarityPage::show_pair(int row, int column) {
  const auto at = [this](int i) { return matrix_.windows[std::size_t(i)]; };
  int other = -1;
  for (int j = 0; j < heatmap_->size(); ++j)
    if (j != row && (other < 0 || heatmap_->value(row, j) > heatmap_->value(row, other)))
      other = j;
  if (other < 0)
    return pair_->show_note(tr("This batch has one window only: there is no other current."));
  PairValues pair{at(row), at(column), at(other)};
  pair.similarity = heatmap_->value(row, column);
  pair.own_similarity = heatmap_->value(row, row);
  pair.other_similarity = heatmap_->value(row, other);
  context().jobs.cancel(pair_job_);
  pair_job_ = context().jobs.run<PairValues>(
      tr("Waveforms of a pair"), Lane::io, this,
      [folder = context().workspace, in = shown_, pair](Progress&,
                                                        std::stop_token) mutable -> Result<PairValues> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const workflow::EmbeddingIn resolved, workflow::resolve_view(workspace, in));
        ANDON_ASSIGN(pair.command, workflow::window_values(workspace, resolved.data, pair.command_window));
        ANDON_ASSIGN(pair.current, workflow::window_values(workspace, resolved.data, pair.current_window));
        ANDON_ASSIGN(pair.other, workflow::window_values(workspace, resolved.data, pair.other_window));
        return pair;
      },
      [this](Result<PairValues> loaded) {
        if (loaded)
          pair_->show_pair(*loaded);
        else if (loaded.error().code != ErrorCode::cancelled)
          pair_->show_note(QString::fromStdString(loaded.error().message));
      });
  Selection::State next = context().selection.state();
  next.items = {QString::fromStdString(at(row).item), QString::fromStdString(at(column).item)};
  next.items.removeDuplicates();
  next.page.clear();
  context().selection.select(next);
}

void SimilarityPage::retranslate() {
  part_label_->setText(tr("Pa&rt"));
  const QStringList parts{tr("all"), tr("training"), tr("validation"), tr("test")};
  for (int i = 0; i < parts.size(); ++i)
    part_->setItemText(i, parts[i]);
  part_->setAccessibleName(tr("Part of the data"));
  previous_->setToolTip(tr("Previous batch (Page Up)"));
  next_->setToolTip(tr("Next batch (Page Down)"));
  previous_->setAccessibleName(tr("Previous batch"));
  next_->setAccessibleName(tr("Next batch"));
  heatmap_->set_axis_titles(tr("Current of window (number in the batch)"),
                            tr("Command of window (number in the batch)"));
  heatmap_->set_value_title(tr("Cosine similarity"));
  heatmap_->setAccessibleName(tr("Similarity of commands and currents"));
  heatmap_->setAccessibleDescription(tr("Arrows move the chosen cell, Enter shows the pair."));
  pair_->retranslate();
  show_facts();
  states_->set_texts(tr("Every command of a batch is compared with every current here.\n"
                        "There is no finished run yet: train a model first."),
                     tr("Go to Runs"), tr("Try again"));
}

} // namespace andon::ui
