#include "ui/pages/signals_page.h"

#include "core/workflow/item_id.h"
#include "ui/pages/signals_actions.h"
#include "ui/pages/signals_inspector.h"
#include "ui/pages/signals_scene.h"
#include "ui/plot/track_view.h"
#include "ui/shell/action_registry.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {

using workflow::ScoreRow;

SignalsPage::SignalsPage(PageContext& context)
    : Page(context), loader_(new SceneLoader(context, this)), tracks_(new TrackView(this)),
      owned_inspector_(std::make_unique<SignalsInspector>()), inspector_(owned_inspector_.get()),
      states_(new PageStates(tracks_, this)), bar_(new QToolBar(this)), title_(new QLabel(this)) {
  build();
  add_signals_actions(context.actions, *this, *tracks_, *bar_,
                      {[this](int direction) { go_to_flagged(direction); },
                       [this](int step) {
                         if (const QString scene = inspector_->scene_beside(step); !scene.isEmpty())
                           choose_item(scene);
                       }});
  connect(&context.selection, &Selection::changed, this,
          [this](const Selection::State& now) { follow(now); });
  connect(&context.selection, &Selection::workspace_changed, this, [this] {
    loader_->set_run(loader_->run(), true);
    if (!loader_->dataset())
      loader_->set_data(loader_->data(), true);
  });
  connect(loader_, &SceneLoader::data_changed, this, &SignalsPage::show_data);
  connect(loader_, &SceneLoader::scores_changed, this, &SignalsPage::show_scores);
  connect(loader_, &SceneLoader::scene_changed, this, &SignalsPage::show_scene);
  connect(loader_, &SceneLoader::failed, this, &SignalsPage::show_failure);
  connect(inspector_, &SignalsInspector::scene_chosen, this, &SignalsPage::choose_item);
  connect(inspector_, &SignalsInspector::sensors_checked, tracks_, &TrackView::show_sensors);
  connect(tracks_, &TrackView::time_clicked, this, &SignalsPage::window_clicked);
  connect(tracks_, &TrackView::state_changed, this,
          [this] { refresh_signals_actions(this->context().actions, *tracks_); });
  retranslate();
  follow(context.selection.state());
}

SignalsPage::~SignalsPage() = default;

void SignalsPage::build() {
  bar_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar_->setIconSize({16, 16});
  auto* header = new QHBoxLayout;
  header->setContentsMargins(space, space_small, space, 0);
  header->addWidget(title_, 1);
  header->addWidget(bar_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space_small);
  layout->addLayout(header);
  layout->addWidget(states_, 1);
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State state = context().selection.state();
    state.page = QStringLiteral("start");
    context().selection.select(state);
  });
  connect(states_, &PageStates::retry_wanted, this,
          [this] { loader_->set_data(context().selection.state().data, true); });
}

void SignalsPage::retranslate() {
  tracks_->setAccessibleName(tr("Tracks of the scene"));
  inspector_->retranslate();
  states_->set_texts(tr("Signals of a scene appear here: sensors, scores and labels on one time axis.\n"
                        "Open a data set, or try the motor demonstration."),
                     tr("Go to Start"), tr("Try again"));
  show_title();
  show_facts();
}

void SignalsPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    refresh_signals_actions(context().actions, *tracks_);
  Page::changeEvent(event);
}

QWidget* SignalsPage::inspector() {
  owned_inspector_.release();
  return inspector_;
}

void SignalsPage::activated() {
  follow(context().selection.state());
  tracks_->setFocus();
}

void SignalsPage::follow(const Selection::State& now) {
  loader_->set_run(now.run);
  loader_->set_data(now.data);
  if (now.data.isEmpty())
    show_state(State::empty);
  else if (loader_->dataset())
    follow_scene();
  else if (state() != State::failed)
    show_state(State::busy);
}

void SignalsPage::follow_scene() {
  const QString& item = context().selection.state().item;
  const QString scene = item.isEmpty() ? loader_->scene() : loader_->scene_of(item);
  loader_->set_scene(scene.isEmpty() ? loader_->first_scene() : scene);
  if (loader_->recording() && loader_->recording()->scene().id == loader_->scene().toStdString()) {
    show_time_range();
    show_facts();
    show_title();
  }
}

void SignalsPage::show_state(State state) {
  if (state == State::busy)
    states_->show_busy(tr("Opening %1 …").arg(loader_->data()));
  else
    states_->show_state(state);
  bar_->setEnabled(state == State::filled);
  show_title();
}

void SignalsPage::show_failure(const QString& what, const Error& error) {
  show_state(State::failed);
  states_->show_failed(tr("%1 failed: %2").arg(what, QString::fromStdString(error.message)));
}

void SignalsPage::show_data() {
  if (!loader_->dataset()) {
    inspector_->set_scenes({});
    show_state(loader_->data().isEmpty() ? State::empty : State::busy);
    return;
  }
  inspector_->set_scenes(scene_rows(*loader_));
  if (loader_->dataset()->items().empty())
    show_failure(tr("Showing %1").arg(loader_->data()),
                 {ErrorCode::insufficient_data, tr("it holds no scene; import data into it").toStdString()});
  else
    follow_scene();
}

void SignalsPage::show_scores() {
  if (loader_->dataset()) {
    inspector_->set_scenes(scene_rows(*loader_));
    inspector_->set_current_scene(loader_->scene());
  }
  show_score_strip();
  show_facts();
}

void SignalsPage::show_scene() {
  const auto& recording = loader_->recording();
  if (!recording) {
    tracks_->set_recording({});
    inspector_->set_sensors({});
    show_facts();
    return;
  }
  tracks_->set_recording(sample_sources(recording, context().jobs));
  inspector_->set_sensors(sensor_rows(recording->scene()));
  tracks_->show_sensors(inspector_->checked_sensors());
  tracks_->set_labels(label_bands(recording->scene()));
  inspector_->set_current_scene(loader_->scene());
  show_score_strip();
  show_state(State::filled);
  show_time_range();
  show_facts();
  refresh_signals_actions(context().actions, *tracks_);
}

void SignalsPage::show_score_strip() {
  tracks_->set_scores(loader_->scores() ? std::optional(score_strip(*loader_)) : std::nullopt);
  const bool any =
      loader_->scores() && std::ranges::any_of(loader_->scores()->rows, [this](const ScoreRow& row) {
        return loader_->scores()->flagged(row);
      });
  const QString reason = any                 ? QString()
                         : loader_->scores() ? tr("no window is flagged")
                                             : tr("choose a scored run first");
  for (const char* id : {"signals.next_flagged", "signals.previous_flagged"})
    ActionRegistry::set_disabled_reason(context().actions.find(QLatin1String(id)), reason);
}

void SignalsPage::show_time_range() {
  const Selection::State& now = context().selection.state();
  if (now.start && now.end && *now.end > *now.start)
    tracks_->time().show({*now.start, *now.end});
}

std::optional<ScoreRow> SignalsPage::selected_row() const {
  const std::vector<ScoreRow> rows = loader_->rows_of(loader_->scene());
  const std::string item = selected_item_.toStdString();
  const auto found = std::ranges::find(rows, item, &ScoreRow::item);
  if (found != rows.end())
    return *found;
  return rows.empty() ? std::nullopt : std::optional(*std::ranges::max_element(rows, {}, &ScoreRow::score));
}

void SignalsPage::show_facts() {
  selected_item_ = context().selection.state().item;
  inspector_->set_facts(loader_->recording() ? scene_facts(*loader_, selected_row()) : Facts{});
}

void SignalsPage::show_title() {
  QStringList parts;
  for (const QString& part : {loader_->data(), loader_->scene(), loader_->run()})
    if (!part.isEmpty())
      parts << part;
  title_->setText(parts.join(QStringLiteral("  ·  ")));
}

void SignalsPage::choose_item(const QString& item) {
  Selection::State next = context().selection.state();
  next.item = item;
  next.start.reset();
  next.end.reset();
  next.page.clear();
  context().selection.select(next);
}

void SignalsPage::go_to_flagged(int direction) {
  const auto row = selected_row();
  const ScoreRow* next = loader_->flagged_beside(loader_->scene(), row ? row->start : -1, direction);
  if (!next)
    return;
  Selection::State state = context().selection.state();
  state.item = QString::fromStdString(next->item);
  const bool whole = loader_->scene_of(state.item) == state.item;
  const double around = next->end - next->start;
  state.start = whole ? std::nullopt : std::optional(next->start - around);
  state.end = whole ? std::nullopt : std::optional(next->end + around);
  state.page.clear();
  context().selection.select(state);
}

void SignalsPage::window_clicked(double seconds) {
  for (const ScoreRow& row : loader_->rows_of(loader_->scene()))
    if (row.start <= seconds && seconds < row.end)
      return choose_item(QString::fromStdString(row.item));
}

} // namespace andon::ui
