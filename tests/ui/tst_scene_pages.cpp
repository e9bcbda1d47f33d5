// The pages of multi-rate scenes, driven by mouse and keys on generated scenes.
#include "core/signal/dataset.h"
#include "scene_desk.h"
#include "ui/models/contribution_model.h"
#include "ui/models/structure_model.h"
#include "ui/pages/anomaly_page.h"
#include "ui/pages/augment_preview.h"
#include "ui/pages/decode_editor.h"
#include "ui/pages/run_panels.h"
#include "ui/pages/scene_inspector.h"
#include "ui/pages/scene_page.h"
#include "ui/pages/structure_page.h"
#include "ui/plot/bit_lane.h"
#include "ui/plot/curve_chart.h"
#include "ui/plot/heatmap.h"
#include "ui/plot/load_bars.h"
#include "ui/plot/pair_graph.h"
#include "ui/plot/score_map.h"
#include "ui/plot/state_lane.h"
#include "ui/plot/track_view.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include <algorithm>
#include <bit>

using namespace andon;
using namespace andon::ui;

namespace {

const SensorInfo* low_half(const std::vector<SensorInfo>& sensors) {
  const auto found =
      std::ranges::find(sensors, WordPart::low, [](const SensorInfo& s) { return s.meta.part; });
  return found == sensors.end() ? nullptr : &*found;
}

struct SceneDesk : Desk {
  SceneDesk() {
    page.resize(980, 800);
    page.show();
    selection.select({.data = QString::fromStdString(data().string())});
  }
  void wait() {
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), ScenePage::State::filled, wait_ms);
    QTRY_VERIFY_WITH_TIMEOUT(!page.shown().words.empty() &&
                                 page.shown().decoded.size() == halves_of(page.shown().sensors).size(),
                             wait_ms);
    QApplication::setActiveWindow(&page);
    page.tracks().setFocus();
  }
  QPoint name_of(const QString& id) {
    const SignalLane* lane = page.tracks().lane_of(id);
    return {120, static_cast<int>(page.tracks().plot_of(*lane).top()) - 8};
  }
  ScenePage page{context};
};

} // namespace

class TestScenePages : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void initTestCase() { apply_theme(*qApp, ThemeChoice::light); }

  void a_scene_shows_every_kind_of_lane() {
    SceneDesk desk;
    QCOMPARE(desk.page.state(), ScenePage::State::busy);
    desk.wait();
    const auto& lanes = desk.page.tracks().signal_lanes();
    const auto sensors = desk.stored(0);
    QCOMPARE(lanes.size(), sensors.size() + halves_of(sensors).size());
    double rate = 1e9;
    int groups = 0, bits = 0;
    for (const auto& lane : lanes) {
      QVERIFY(lane->source().info().rate <= rate); // grouped, fast ones first
      groups += lane->source().info().rate < rate;
      QCOMPARE(!lane->group().isEmpty(), lane->source().info().rate < rate);
      rate = lane->source().info().rate;
      bits += qobject_cast<BitLane*>(lane.get()) != nullptr;
    }
    QVERIFY(groups >= 2 && bits >= 1);
    const auto binary = std::ranges::find_if(sensors, [](const SensorInfo& sensor) {
      return sensor.meta.type == SensorType::bits && std::popcount(std::uint64_t(sensor.meta.bit_mask)) == 1;
    });
    QVERIFY(binary != sensors.end());
    const QString id = QString::fromStdString(binary->id);
    QVERIFY(desk.page.draft().apply({DecodeChange::Kind::type, binary->id}));
    const auto* bar = qobject_cast<StateLane*>(desk.page.tracks().lane_of(id));
    QVERIFY(bar && bar->states().size() == 2);
    desk.page.choose(id);
    desk.page.tracks().grab();
    QVERIFY(!bar->bars().empty());
    keep_picture(desk.page, &desk.page.panel(), "scene-light");
  }

  void a_value_stands_above_its_halves_with_its_roll_overs() {
    SceneDesk desk;
    desk.wait();
    const auto sensors = desk.stored(0);
    const SensorInfo* low = low_half(sensors);
    QVERIFY(low);
    const auto& lanes = desk.page.tracks().signal_lanes();
    const auto at = std::ranges::find_if(
        lanes, [&](const auto& lane) { return lane->source().info().id.toStdString() == low->id; });
    QVERIFY(at != lanes.begin() && at + 1 != lanes.end());
    const SignalLane& value = **(at - 1);
    QCOMPARE(value.source().info().id, QString::fromStdString(low->id + " · " + low->meta.pair));
    QCOMPARE((*(at + 1))->source().info().id.toStdString(), low->meta.pair);
    const auto plain = std::ranges::count(value.marks(), false, &LaneMark::warning);
    QCOMPARE(static_cast<std::size_t>(plain), low->meta.rollovers.size());
    QVERIFY(value.source().info().offset >= 0);
  }

  void bits_are_exact_at_every_zoom() {
    auto series = std::make_shared<Series>();
    series->rate = 1000;
    series->values.assign(200'000, 2.0F); // bit 1 stays set, bit 0 moves once, bit 4 never
    series->values[123'456] = 3;
    auto words = std::make_shared<WordEnvelope>();
    words->add(*series);
    words->finish();
    QCOMPARE(words->range().moving(), std::uint16_t{1});
    QCOMPARE(words->states(), (std::vector<float>{2, 3}));
    auto envelope = std::make_shared<const Envelope>(Envelope::build(series->values));
    const SampleSource::Info info{"w", {}, Role::feature, 0, 1000, 200'000};
    TrackView view;
    view.resize(700, 300);
    view.set_lane_maker([&](const std::shared_ptr<SampleSource>& source, int) {
      return std::make_unique<BitLane>(source, 0, words, 0x13);
    });
    view.set_recording({std::make_shared<SampleSource>(info, series, envelope)});
    auto& lane = static_cast<BitLane&>(*view.signal_lanes().front());
    QCOMPARE(lane.shown_bits(), (std::vector<int>{4, 1, 0}));
    const QRectF plot = view.plot_of(lane);
    QCOMPARE(lane.bit_at(plot.bottom() - 2, plot), 0);
    const QColor back = colors(view.palette()).surface;
    for (double span = 200; span > 0.05; span /= 2.3) {
      view.time().show({123.456 - 0.4 * span, 123.456 + 0.6 * span});
      const QImage image = view.grab().toImage();
      // The row of bit 0 is low but for one sample, whose rise is drawn above the low line.
      const int y = static_cast<int>(plot.bottom() - plot.height() / 6);
      int drawn = 0;
      for (int x = static_cast<int>(plot.left()) + 2; x < static_cast<int>(plot.right()); ++x)
        drawn += image.pixelColor(x, y) != back && image.pixelColor(x, y) != colors(view.palette()).grid;
      QVERIFY2(drawn > 0, qPrintable(QString::number(span)));
      QVERIFY2(drawn < 40 || span < 0.2, qPrintable(QString("%1: %2").arg(span).arg(drawn)));
    }
  }

  void dragging_a_name_onto_another_makes_a_pair_that_undo_takes_back() {
    SceneDesk desk;
    desk.wait();
    const auto sensors = desk.stored(0);
    const SensorInfo* low = low_half(sensors);
    QVERIFY(low);
    const QString first = QString::fromStdString(low->id), second = QString::fromStdString(low->meta.pair);
    desk.page.choose(first);
    QTest::keyClick(&desk.page, Qt::Key_J, Qt::ShiftModifier); // take it apart
    QVERIFY(!desk.page.draft().find(low->id)->meta.raw32);
    QVERIFY(desk.page.draft().dirty());
    TrackView& tracks = desk.page.tracks();
    tracks.choose(first);
    const QPoint from = desk.name_of(first), to = desk.name_of(second);
    QTest::mousePress(&tracks, Qt::LeftButton, {}, from);
    QTest::mouseMove(&tracks, (from + to) / 2);
    QTest::mouseMove(&tracks, to);
    keep_picture(desk.page, &desk.page.panel(), "scene-drag");
    QTest::mouseRelease(&tracks, Qt::LeftButton, {}, to);
    QCOMPARE(desk.page.draft().find(low->id)->meta.pair, low->meta.pair);
    QCOMPARE(desk.page.draft().changes().size(), std::size_t{2});
    QTest::keyClick(&desk.page, Qt::Key_O); // the other order
    QCOMPARE(desk.page.draft().find(low->id)->meta.part, WordPart::high);
    QTest::keyClick(&desk.page, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(desk.page.draft().find(low->id)->meta.part, WordPart::low);
    QTest::keyClick(&desk.page, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(desk.page.draft().find(low->id)->meta.part, WordPart::high);
    QCOMPARE(low_half(desk.stored(0))->meta.pair, low->meta.pair); // nothing is written before it is saved
  }

  void bits_are_marked_and_saved() {
    SceneDesk desk;
    desk.wait();
    const auto sensors = desk.stored(0);
    const auto bits = std::ranges::find(sensors, SensorType::bits, [](const auto& s) { return s.meta.type; });
    QVERIFY(bits != sensors.end());
    desk.page.choose(QString::fromStdString(bits->id));
    auto* button = desk.page.panel().findChild<QToolButton*>("bit_15");
    QCOMPARE(button->isChecked(), (bits->meta.bit_mask >> 15 & 1) == 1);
    button->click();
    const std::int64_t wanted = bits->meta.bit_mask ^ 0x8000;
    QCOMPARE(desk.page.draft().find(bits->id)->meta.bit_mask, wanted);
    desk.page.tracks().time().show({2, 5});
    QTest::keyClick(&desk.page, Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.page.draft().dirty(), wait_ms);
    desk.wait();
    QCOMPARE(desk.page.draft().find(bits->id)->meta.bit_mask, wanted);
    QCOMPARE(desk.stored(0)[static_cast<std::size_t>(bits - sensors.begin())].meta.bit_mask, wanted);
    QVERIFY(desk.messages.text().contains("Saved"));
    QVERIFY(std::abs(desk.page.tracks().time().visible().start - 2) < 1e-6);
  }

  void keys_go_through_sensors_and_scenes() {
    SceneDesk desk;
    desk.wait();
    QApplication::setActiveWindow(&desk.page);
    desk.page.tracks().setFocus();
    const QString first = desk.page.chosen();
    QTest::keyClick(&desk.page.tracks(), Qt::Key_Down);
    QVERIFY(desk.page.chosen() != first);
    QVERIFY(desk.page.tracks().lane_of(desk.page.chosen())->chosen());
    QTest::keyClick(&desk.page.tracks(), Qt::Key_Up);
    QCOMPARE(desk.page.chosen(), first);
    QTest::keyClick(&desk.page.tracks(), Qt::Key_Plus);
    QVERIFY(std::abs(desk.page.tracks().time().visible().span() - 6) < 1e-6);
    QTest::keyClick(&desk.page.tracks(), Qt::Key_PageDown);
    QVERIFY(!desk.selection.state().item.isEmpty());
  }

  void an_augmentation_is_drawn_over_the_recording() {
    SceneDesk desk;
    desk.wait();
    const auto sensors = desk.stored(0);
    const auto value = std::ranges::find_if(
        sensors, [](const SensorInfo& s) { return s.meta.type == SensorType::one_word; });
    const auto bits = std::ranges::find(sensors, SensorType::bits, [](const auto& s) { return s.meta.type; });
    QVERIFY(value != sensors.end() && bits != sensors.end());
    desk.page.choose(QString::fromStdString(value->id));
    desk.page.panel().preview().choose("jitter", 1.0);
    const SignalLane* lane = desk.page.tracks().lane_of(desk.page.chosen());
    QVERIFY(lane->overlay() != nullptr);
    keep_picture(desk.page, &desk.page.panel(), "scene-augment");
    desk.page.choose(QString::fromStdString(bits->id)); // noise does not fit bits
    QVERIFY(desk.page.tracks().lane_of(desk.page.chosen())->overlay() == nullptr);
    desk.page.panel().preview().choose("bit_flip", 0.5);
    QVERIFY(desk.page.tracks().lane_of(desk.page.chosen())->overlay() != nullptr);
    desk.page.panel().preview().choose("", 0);
    QVERIFY(desk.page.tracks().lane_of(desk.page.chosen())->overlay() == nullptr);
  }

  void what_cannot_be_a_pair_is_refused_with_a_sentence() {
    SceneDesk desk;
    desk.wait();
    const auto& sensors = desk.page.draft().sensors();
    const auto other = std::ranges::find_if(
        sensors, [&](const SensorInfo& sensor) { return sensor.rate != sensors[0].rate; });
    QVERIFY(other != sensors.end());
    desk.page.panel().editor().pair_with(QString::fromStdString(sensors[0].id),
                                         QString::fromStdString(other->id));
    QVERIFY(!desk.page.draft().dirty());
    QVERIFY2(desk.messages.text().contains("rates"), qPrintable(desk.messages.text()));
  }

  void structure_stands_beside_what_is_known() {
    Desk desk(Trained::workspace());
    StructurePage page(desk.context);
    page.resize(1180, 720);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, wait_ms);
    QAbstractItemModelTester tester(page.table().model()), pairs(page.pair_table().model());
    const workflow::StructureItem* item = page.item();
    QVERIFY(item);
    QCOMPARE(page.table().model()->rowCount(), 16);
    QCOMPARE(page.attention().size(), 16);
    QCOMPARE(item->known, std::int64_t{16});
    std::int64_t right = 0, missed = 0;
    auto dataset = Dataset::open(Scenes::folder());
    QVERIFY(dataset);
    const auto truth = std::ranges::find(dataset->items(), item->item, &ItemInfo::id);
    for (std::size_t i = 0; i < item->sensors.size(); ++i)
      right += item->sensors[i].found == truth->sensors[i].meta.type;
    QCOMPARE(item->types_right, right);
    for (const workflow::StructurePair& pair : item->pairs)
      missed += pair.state == workflow::StructurePair::State::missed;
    const auto known = static_cast<std::int64_t>(halves_of(truth->sensors).size());
    const auto found = std::ranges::count_if(item->pairs, [](const auto& pair) {
      return pair.state == workflow::StructurePair::State::right ||
             pair.state == workflow::StructurePair::State::order_wrong;
    });
    QCOMPARE(found + missed, known);
    QVERIFY2(page.sentence().contains(QString("%1 of 16").arg(right)), qPrintable(page.sentence()));
    keep_picture(page, nullptr, "structure-light");

    // A click into the graph chooses the sensor in the table; O goes to its tracks.
    QTest::mouseClick(&page.graph(), Qt::LeftButton, {}, page.graph().place_of(5).toPoint());
    QCOMPARE(page.table().currentIndex().row(), 5);
    QTest::keyClick(&page.graph(), Qt::Key_Right);
    QCOMPARE(page.table().currentIndex().row(), 6);
    desk.actions.find("structure.open")->trigger();
    QCOMPARE(desk.selection.state().page, QString("scene"));
    QCOMPARE(desk.selection.state().items, QStringList(QString::fromStdString(item->sensors[6].id)));
    QCOMPARE(desk.selection.state().item, QString::fromStdString(item->item));
  }

  void anomalies_lead_to_the_sensor_and_the_moment() {
    Desk desk(Trained::workspace());
    AnomalyPage page(desk.context);
    page.resize(1180, 720);
    page.show();
    page.activated();
    QTRY_COMPARE_WITH_TIMEOUT(page.states().state(), PageStates::State::filled, wait_ms);
    const workflow::AnomalyScene* scene = page.scene();
    QVERIFY(scene);
    QCOMPARE(page.map().rows(), 16);
    QCOMPARE(page.map().columns(), 24);
    QCOMPARE(page.map().current_row(), static_cast<int>(scene->sensor));
    QCOMPARE(page.load_bars().bars().size(), std::size_t{3});
    keep_picture(page, nullptr, "anomaly-light");

    QTest::mouseClick(&page.map(), Qt::LeftButton, {}, page.map().cell(3, 10).center().toPoint());
    QCOMPARE(page.map().current_row(), 3);
    QCOMPARE(desk.selection.state().items, QStringList(QString::fromStdString(scene->sensors[3])));
    QVERIFY(*desk.selection.state().start < scene->starts[10] &&
            *desk.selection.state().end > scene->ends[10]);
    QTest::keyClick(&page.map(), Qt::Key_Down);
    QCOMPARE(page.map().current_row(), 4);

    // The ranking is of that moment, its shares make one, and its first is the highest there.
    double sum = 0, highest = -1;
    for (const workflow::Contribution& part : workflow::contributions(*scene, 10))
      sum += part.share;
    QVERIFY(std::abs(sum - 1) < 1e-9);
    for (std::size_t s = 0; s < 16; ++s)
      highest = std::max<double>(highest, scene->score(s, 10));
    QCOMPARE(workflow::contributions(*scene, 10).front().score, highest);
    page.ranking().selectRow(0);
    QCOMPARE(page.map().current_row(), static_cast<int>(workflow::contributions(*scene, 10).front().sensor));
    desk.actions.find("anomaly.scene")->trigger();
    QCOMPARE(desk.selection.state().page, QString("scene"));
    QVERIFY(!desk.selection.state().data.isEmpty());
  }

  void a_training_shows_its_terms_and_phases() {
    auto workspace = workflow::Workspace::open(Trained::workspace());
    QVERIFY(workspace);
    auto detail = workflow::run_detail(*workspace, "watch");
    QVERIFY(detail);
    RunsShown shown;
    shown.details.push_back(std::move(*detail));
    shown.scores.emplace_back();
    RunPanels panels;
    panels.resize(700, 500);
    panels.show();
    panels.show_runs(std::move(shown));
    auto* quantity = panels.findChild<QComboBox*>();
    QVERIFY(quantity->findText("loss") >= 0 && quantity->findText("expert") >= 0);
    QCOMPARE(quantity->findText("pretrain"), -1); // a phase is no quantity
    QCOMPARE(quantity->currentText(), QString("loss"));
    const std::vector<CurveBand>& bands = panels.curves().bands();
    QCOMPARE(bands.size(), std::size_t{2});
    QCOMPARE(bands[0].to, 1.5); // one epoch of pre-training, two of training
    QCOMPARE(bands[1].to, 3.0);
    QVERIFY(panels.curves().drawn_points(0) > 1);
    keep_picture(panels, nullptr, "training-light");
  }

  void a_dead_expert_is_told() {
    Desk desk;
    AnomalyPage page(desk.context);
    workflow::AnomalyView view;
    view.run = "watch";
    view.scenes.push_back({"a", {"s0", "s1"}, {0, 1}, {1, 2}, {1, 2, 3, 4}, {0, 0, 0, 1}, 1, 1, false});
    view.experts = {{"1", 0.6, false, {}}, {"2", 0.39, false, {}}, {"3", 0.01, true, {}}};
    page.show_view(view);
    QVERIFY2(page.warning().contains("Expert 3"), qPrintable(page.warning()));
    QVERIFY(!page.warning().contains("Expert 1"));
    view.experts.pop_back();
    page.show_view(view);
    QVERIFY(page.warning().isEmpty());
  }

  void pages_without_a_run_say_what_belongs_there() {
    Desk desk;
    StructurePage structure(desk.context);
    AnomalyPage anomaly(desk.context);
    for (Page* page : {static_cast<Page*>(&structure), static_cast<Page*>(&anomaly)}) {
      page->show();
      page->activated();
    }
    QTRY_COMPARE_WITH_TIMEOUT(structure.states().state(), PageStates::State::empty, wait_ms);
    QTRY_COMPARE_WITH_TIMEOUT(anomaly.states().state(), PageStates::State::empty, wait_ms);
  }

  void the_page_tells_what_failed() {
    Desk desk;
    ScenePage page(desk.context);
    page.show();
    page.activated();
    QCOMPARE(page.state(), ScenePage::State::empty);
    desk.selection.select({.data = "nowhere"});
    QTRY_COMPARE_WITH_TIMEOUT(page.state(), ScenePage::State::failed, wait_ms);
  }

  void pages_fill_in_the_dark_theme() {
    apply_theme(*qApp, ThemeChoice::dark);
    SceneDesk desk;
    desk.wait();
    keep_picture(desk.page, &desk.page.panel(), "scene-dark");
    Desk trained(Trained::workspace());
    StructurePage structure(trained.context);
    AnomalyPage anomaly(trained.context);
    for (Page* page : {static_cast<Page*>(&structure), static_cast<Page*>(&anomaly)}) {
      page->resize(1180, 720);
      page->show();
      page->activated();
    }
    QTRY_COMPARE_WITH_TIMEOUT(structure.states().state(), PageStates::State::filled, wait_ms);
    QTRY_COMPARE_WITH_TIMEOUT(anomaly.states().state(), PageStates::State::filled, wait_ms);
    keep_picture(structure, nullptr, "structure-dark");
    keep_picture(anomaly, nullptr, "anomaly-dark");
    apply_theme(*qApp, ThemeChoice::light);
  }
};

QTEST_MAIN(TestScenePages)
#include "tst_scene_pages.moc"
