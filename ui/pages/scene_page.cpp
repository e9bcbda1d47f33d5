#include "ui/pages/scene_page.h"

#include "core/workflow/decode.h"
#include "core/workflow/item_id.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/augment_preview.h"
#include "ui/pages/decode_editor.h"
#include "ui/pages/scene_inspector.h"
#include "ui/pages/signals_scene.h"
#include "ui/pages/track_actions.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace andon::ui {

using workflow::DecodedValue;
using workflow::Halves;
using Words = std::vector<std::shared_ptr<const WordEnvelope>>;

ScenePage::ScenePage(PageContext& context)
    : Page(context), loader_(new SceneLoader(context, this)), tracks_(new TrackView(this)),
      owned_inspector_(std::make_unique<SceneInspector>(draft_)), inspector_(owned_inspector_.get()),
      states_(new PageStates(tracks_, this)), bar_(new QToolBar(this)), title_(new QLabel(this)) {
  build();
  add_actions();
  connect_parts();
  retranslate();
  follow(context.selection.state());
}

ScenePage::~ScenePage() = default;

void ScenePage::build() {
  tracks_->set_joinable(true);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* header = new QHBoxLayout;
  header->setContentsMargins(space, space_small, space, 0);
  header->addWidget(title_, 1);
  header->addWidget(bar_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space_small);
  layout->addLayout(header);
  layout->addWidget(states_, 1);
}

void ScenePage::connect_parts() {
  connect(&context().selection, &Selection::changed, this,
          [this](const Selection::State& now) { follow(now); });
  connect(&context().selection, &Selection::workspace_changed, this, [this] {
    if (!loader_->dataset())
      loader_->set_data(loader_->data(), true);
  });
  connect(loader_, &SceneLoader::data_changed, this, &ScenePage::show_data);
  connect(loader_, &SceneLoader::scene_changed, this, &ScenePage::show_scene);
  connect(loader_, &SceneLoader::failed, this, &ScenePage::show_failure);
  connect(inspector_, &SceneInspector::scene_chosen, this, [this](const QString& id) {
    Selection::State next = context().selection.state();
    next.item = id;
    next.start.reset();
    next.end.reset();
    next.page.clear();
    context().selection.select(next);
  });
  connect(&inspector_->editor(), &DecodeEditor::save_wanted, this, &ScenePage::save);
  connect(&inspector_->editor(), &DecodeEditor::refused, this, [this](const QString& sentence) {
    context().messages.show_message(MessageBar::Kind::warning, sentence);
  });
  connect(&inspector_->preview(), &AugmentPreview::changed, this, &ScenePage::show_preview);
  connect(&draft_, &DecodeDraft::changed, this, &ScenePage::show_changes);
  connect(tracks_, &TrackView::lane_clicked, this, &ScenePage::choose);
  connect(tracks_, &TrackView::lanes_joined, this, [this](const QString& low, const QString& high) {
    if (!draft_.find(low.toStdString()) || !draft_.find(high.toStdString()))
      return; // a decoded value is no half
    inspector_->editor().pair_with(low, high);
    choose(low);
  });
  connect(states_, &PageStates::action_wanted, this, [this] {
    Selection::State state = context().selection.state();
    state.page = QStringLiteral("start");
    context().selection.select(state);
  });
  connect(states_, &PageStates::retry_wanted, this,
          [this] { loader_->set_data(context().selection.state().data, true); });
}

void ScenePage::add_actions() {
  ActionRegistry& actions = context().actions;
  add_track_actions(actions, "scene", *this, *tracks_);
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys, auto run) {
    return actions.add({id, "scene", text, tip, QKeySequence(QLatin1String(keys))}, this, run);
  };
  DecodeEditor* editor = &inspector_->editor();
  add("scene.next_sensor", QT_TRANSLATE_NOOP("actions", "Next sensor"),
      QT_TRANSLATE_NOOP("actions", "Choose the track below"), "Down", [this] { step_sensor(1); });
  add("scene.previous_sensor", QT_TRANSLATE_NOOP("actions", "Previous sensor"),
      QT_TRANSLATE_NOOP("actions", "Choose the track above"), "Up", [this] { step_sensor(-1); });
  add("scene.next_scene", QT_TRANSLATE_NOOP("actions", "Next scene"),
      QT_TRANSLATE_NOOP("actions", "Open the next scene of the list"), "PgDown", [this] { step_scene(1); });
  add("scene.previous_scene", QT_TRANSLATE_NOOP("actions", "Previous scene"),
      QT_TRANSLATE_NOOP("actions", "Open the previous scene of the list"), "PgUp",
      [this] { step_scene(-1); });
  bar_->addAction(add("scene.pair", QT_TRANSLATE_NOOP("actions", "Make a pair"),
                      QT_TRANSLATE_NOOP("actions", "The chosen sensor is the low half, the one named in the "
                                                   "inspector the high half of one 32-bit value"),
                      "J", [editor] { editor->pair(); }));
  bar_->addAction(add("scene.exchange", QT_TRANSLATE_NOOP("actions", "Exchange halves"),
                      QT_TRANSLATE_NOOP("actions", "The low half becomes the high half"), "O",
                      [editor] { editor->exchange_halves(); }));
  bar_->addAction(add("scene.apart", QT_TRANSLATE_NOOP("actions", "Take apart"),
                      QT_TRANSLATE_NOOP("actions", "Both halves stand alone again"), "Shift+J",
                      [editor] { editor->take_apart(); }));
  bar_->addSeparator();
  bar_->addAction(add("scene.undo", QT_TRANSLATE_NOOP("actions", "Undo"),
                      QT_TRANSLATE_NOOP("actions", "Take back the last change that is not saved"), "Ctrl+Z",
                      [this] { draft_.undo(); }));
  bar_->addAction(add("scene.redo", QT_TRANSLATE_NOOP("actions", "Redo"),
                      QT_TRANSLATE_NOOP("actions", "Make the change again"), "Ctrl+Shift+Z",
                      [this] { draft_.redo(); }));
  bar_->addAction(add("scene.save", QT_TRANSLATE_NOOP("actions", "Save what the words mean"),
                      QT_TRANSLATE_NOOP("actions", "Write the changes into the data set"), "Ctrl+S",
                      [this] { save(); }));
}

void ScenePage::retranslate() {
  tracks_->setAccessibleName(tr("Tracks of the scene by rate"));
  inspector_->retranslate();
  states_->set_texts(
      tr("Scenes of many sensors appear here: values, bits, states and 32-bit values on one time "
         "axis.\nOpen a data set, or simulate scenes."),
      tr("Go to Start"), tr("Try again"));
  show_title();
  show_lanes();
}

QWidget* ScenePage::inspector() {
  owned_inspector_.release();
  return inspector_;
}

void ScenePage::activated() {
  follow(context().selection.state());
  tracks_->setFocus();
}

void ScenePage::follow(const Selection::State& now) {
  if (!isVisible())
    return;
  loader_->set_data(now.data);
  if (now.data.isEmpty())
    states_->show_state(State::empty);
  else if (loader_->dataset())
    follow_scene();
  else if (state() != State::failed)
    states_->show_busy(tr("Opening %1 …").arg(loader_->data()));
  bar_->setEnabled(state() == State::filled);
}

void ScenePage::follow_scene() {
  const QString& item = context().selection.state().item;
  const QString scene = item.isEmpty() ? loader_->scene() : loader_->scene_of(item);
  loader_->set_scene(scene.isEmpty() ? loader_->first_scene() : scene);
  if (loader_->recording() && loader_->recording()->scene().id == loader_->scene().toStdString())
    show_time_range();
}

void ScenePage::show_data() {
  if (!loader_->dataset()) {
    inspector_->set_scenes({});
    if (!loader_->data().isEmpty())
      states_->show_busy(tr("Opening %1 …").arg(loader_->data()));
    return;
  }
  inspector_->set_scenes(scene_rows(*loader_));
  if (loader_->dataset()->items().empty())
    show_failure(tr("Showing %1").arg(loader_->data()),
                 {ErrorCode::insufficient_data, tr("it holds no scene; import data into it").toStdString()});
  else
    follow_scene();
}

void ScenePage::show_failure(const QString& what, const Error& error) {
  states_->show_failed(tr("%1 failed: %2").arg(what, QString::fromStdString(error.message)));
  bar_->setEnabled(false);
}

void ScenePage::show_scene() {
  shown_ = {loader_->recording(), {}, {}, {}, {}};
  decoding_.clear();
  tracks_->set_lane_maker({});
  tracks_->set_recording({});
  if (!shown_.recording) {
    draft_.start({});
    return;
  }
  const ItemInfo& scene = shown_.recording->scene();
  tracks_->set_recording(sample_sources(shown_.recording, context().jobs));
  tracks_->set_labels(label_bands(scene));
  inspector_->set_current_scene(loader_->scene());
  draft_.start(scene.sensors);
  if (!draft_.find(chosen_.toStdString()))
    chosen_ = scene.sensors.empty() ? QString() : QString::fromStdString(scene.sensors.front().id);
  states_->show_state(State::filled);
  bar_->setEnabled(true);
  show_lanes();
  choose(chosen_);
  show_time_range();
  if (const auto range = std::exchange(kept_range_, std::nullopt))
    tracks_->time().show(*range);
  show_title();
  look_at_words();
}

void ScenePage::look_at_words() {
  context().jobs.run<Words>(
      tr("Look at the words of %1").arg(loader_->scene()), Lane::io, this,
      [recording = shown_.recording](Progress& progress, std::stop_token stop) {
        return workflow::scene_words(*recording, progress, stop);
      },
      [this, recording = shown_.recording](Result<Words> words) {
        if (recording != shown_.recording)
          return;
        if (!words)
          return context().messages.show_error(tr("Looking at the words"), words.error());
        shown_.words = std::move(*words);
        show_lanes();
      });
}

void ScenePage::decode_values() {
  for (const Halves& halves : halves_of(shown_.sensors)) {
    if (shown_.decoded.contains(halves) || !decoding_.insert(halves).second)
      continue;
    using Made = std::shared_ptr<const DecodedValue>;
    context().jobs.run<Made>(
        {}, Lane::io, this,
        [recording = shown_.recording, halves](Progress&, std::stop_token stop) -> Result<Made> {
          ANDON_ASSIGN(DecodedValue value, workflow::decoded_value(*recording, halves, stop));
          return std::make_shared<const DecodedValue>(std::move(value));
        },
        [this, recording = shown_.recording, halves](Result<Made> made) {
          if (recording != shown_.recording)
            return;
          decoding_.erase(halves);
          if (!made)
            return context().messages.show_message(MessageBar::Kind::warning,
                                                   QString::fromStdString(made.error().message));
          shown_.decoded[halves] = std::move(*made);
          if (decoding_.empty())
            show_lanes();
        });
  }
}

void ScenePage::show_lanes() {
  if (!shown_.recording)
    return;
  shown_.sensors = draft_.sensors();
  decode_values();
  tracks_->set_lane_maker(scene_lane_maker(shown_));
  tracks_->replace_sources(scene_sources(shown_, context().jobs));
  tracks_->choose(chosen_);
  show_preview();
}

void ScenePage::show_changes() {
  show_lanes();
  ActionRegistry& actions = context().actions;
  const QString nothing = draft_.dirty() ? QString() : tr("Nothing was changed");
  ActionRegistry::set_disabled_reason(actions.find(QStringLiteral("scene.undo")), nothing);
  ActionRegistry::set_disabled_reason(actions.find(QStringLiteral("scene.save")), nothing);
  ActionRegistry::set_disabled_reason(actions.find(QStringLiteral("scene.redo")),
                                      draft_.can_redo() ? QString() : tr("Nothing was undone"));
}

void ScenePage::choose(const QString& sensor) {
  chosen_ = sensor;
  if (!draft_.find(sensor.toStdString()))
    for (const Halves& halves : halves_of(draft_.sensors()))
      if (decoded_id(halves) == sensor)
        chosen_ = QString::fromStdString(halves.low);
  tracks_->choose(chosen_);
  inspector_->editor().choose(chosen_);
  show_preview();
}

void ScenePage::show_preview() {
  if (!shown_.recording)
    return;
  const std::string plain = inspector_->preview().on() ? chosen_.toStdString() : std::string();
  if (plain != shown_.plain) {
    shown_.plain = plain;
    return show_lanes(); // which comes back here
  }
  for (const auto& lane : tracks_->signal_lanes())
    if (lane->overlay())
      lane->set_overlay({});
  SignalLane* lane = tracks_->lane_of(chosen_);
  const SensorInfo* sensor = draft_.find(chosen_.toStdString());
  if (!lane || !sensor || !inspector_->preview().on())
    return;
  const auto recorded = std::ranges::find(shown_.recording->sensors(), sensor->id,
                                          [](const auto& each) { return each.info.id; });
  if (!recorded->whole)
    return context().messages.show_message(
        MessageBar::Kind::note, tr("%1 is too long to preview; choose a shorter scene.").arg(chosen_));
  Result<Series> changed = inspector_->preview().apply(*sensor, *recorded->whole);
  if (!changed)
    return; // the preview says why
  auto series = std::make_shared<const Series>(std::move(*changed));
  auto envelope = std::make_shared<const Envelope>(Envelope::build(series->values, series->missing));
  lane->set_overlay(std::make_shared<SampleSource>(lane->source().info(), series, envelope));
}

void ScenePage::show_time_range() {
  const Selection::State& now = context().selection.state();
  if (now.start && now.end && *now.end > *now.start)
    tracks_->time().show({*now.start, *now.end});
  if (now.items.size() == 1 && draft_.find(now.items.first().toStdString()))
    choose(now.items.first());
}

void ScenePage::show_title() {
  QStringList parts;
  for (const QString& part : {loader_->data(), loader_->scene()})
    if (!part.isEmpty())
      parts << part;
  title_->setText(parts.join(QStringLiteral("  ·  ")));
}

void ScenePage::step_sensor(int step) {
  const auto& lanes = tracks_->signal_lanes();
  const auto here =
      std::ranges::find_if(lanes, [this](const auto& lane) { return lane->source().info().id == chosen_; });
  auto at = here - lanes.begin() + step;
  while (at >= 0 && at < std::ssize(lanes) &&
         !draft_.find(lanes[static_cast<std::size_t>(at)]->source().info().id.toStdString()))
    at += step; // over decoded values
  if (at >= 0 && at < std::ssize(lanes))
    choose(lanes[static_cast<std::size_t>(at)]->source().info().id);
}

void ScenePage::step_scene(int step) {
  if (const QString scene = inspector_->scene_beside(step); !scene.isEmpty())
    Q_EMIT inspector_->scene_chosen(scene);
}

void ScenePage::save() {
  if (!draft_.dirty())
    return;
  inspector_->editor().set_saving(true);
  workflow::DecodeIn in{loader_->data().toStdString(), loader_->scene().toStdString(), draft_.changes()};
  context().jobs.run<std::string>(
      tr("Save what the words of %1 mean").arg(loader_->scene()), Lane::io, this,
      [folder = context().workspace, in](Progress& progress, std::stop_token stop) -> Result<std::string> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const workflow::DecodeOut out, workflow::decode(workspace, in, progress, stop));
        return out.sha256;
      },
      [this](Result<std::string> sha256) { saved(sha256); });
}

void ScenePage::saved(const Result<std::string>& sha256) {
  inspector_->editor().set_saving(false);
  if (!sha256)
    return context().messages.show_error(tr("Saving what the words mean"), sha256.error());
  // The scene is read again, so that what is seen is what was written.
  kept_range_ = tracks_->time().visible();
  Selection::State here = context().selection.state();
  here.item = loader_->scene();
  here.page.clear();
  context().selection.select(here);
  context().messages.show_message(
      MessageBar::Kind::note, tr("Saved. The data set has a new hash, because what is known is part of it."));
  Q_EMIT context().selection.workspace_changed();
  loader_->set_data(loader_->data(), true);
}

} // namespace andon::ui
