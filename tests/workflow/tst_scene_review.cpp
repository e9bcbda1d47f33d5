#include "core/workflow/adapt.h"
#include "core/workflow/drift.h"
#include "core/workflow/feedback.h"
#include "core/workflow/item_id.h"
#include "core/workflow/labels.h"
#include "core/workflow/models_in_use.h"
#include "core/workflow/queue.h"
#include "core/workflow/review_view.h"
#include "tests/workflow/story_fixture.h"

#include <set>

using namespace andon;
using namespace andon::workflow;

/// Scenes go through the same queue, labels, fine-tuning and drift as windows and images; what is judged is a
/// moment of one sensor.
class TestSceneReview : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

  std::string data() const { return (story_.folder() / "scenes").string(); }
  void say(Workspace& workspace, const std::string& item, const std::string& label) {
    VALUE(event, add_label(workspace, {.run = "first",
                                       .data = data(),
                                       .item = item,
                                       .label = label,
                                       .who = {"kim", "", "top"},
                                       .start = {},
                                       .end = {}}));
    QCOMPARE(event.item, item);
  }
  static ScoreRow row(const std::string& item, const std::string& sensor, double start) {
    ScoreRow result;
    result.item = item;
    result.sensor = sensor;
    result.start = start;
    return result;
  }

private Q_SLOTS:
  void initTestCase() {
    const OptionMap options{{"train", std::int64_t{10}},
                            {"validation", std::int64_t{3}},
                            {"test", std::int64_t{6}},
                            {"sensors", std::int64_t{8}},
                            {"duration", 8.0},
                            {"anomaly_length_max", 3.0},
                            {"abnormal", 1.0}};
    VALUE(simulated,
          simulate({.simulator = "scenes", .options = options, .seed = 4, .out = data()}, silent_, {}));
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace,
                         {.model = "scenes",
                          .data = data(),
                          .name = "first",
                          .options = {{"epochs", std::int64_t{2}}, {"width", std::int64_t{8}}}},
                         silent_, {}));
    VALUE(scored, score(workspace, {.run = "first", .data = data(), .out = {}}, silent_, {}));
  }

  void an_id_names_the_moment_and_the_scene_is_read_back() {
    QCOMPARE(id_of(row("line 3", "", 2)), std::string("line 3"));
    QCOMPARE(id_of(row("line@3", "temp/x@1", 2.5)), std::string("line@3@2.5/temp/x@1"));
    const ItemPlace place = place_of("plant@a@2.5/temp/x");
    QCOMPARE(place.scene, std::string("plant@a"));
    QCOMPARE(place.start.value_or(-1), 2.5);
    QCOMPARE(place.sensor, std::string("temp/x"));
    QCOMPARE(scene_of("plant@a"), std::string("plant@a"));
    QCOMPARE(scene_of("run@12"), std::string("run"));
    QCOMPARE(scene_of("@12"), std::string("@12"));
  }

  void the_queue_asks_about_moments_of_sensors() {
    Workspace workspace = story_.open();
    VALUE(queue,
          review_queue(workspace, {.run = "first", .data = data(), .policy = "top", .k = 12}, silent_, {}));
    std::set<std::string> ids;
    for (const QueuedItem& each : queue.items)
      ids.insert(id_of(each.row));
    QCOMPARE(ids.size(), std::size_t{12});
    VALUE(view, ReviewView::open(workspace, queue, silent_, {}));
    VALUE(item, view->item(queue.items.front().row));
    QCOMPARE(item.sensors.front().info.id, queue.items.front().row.sensor);
    const std::string first = id_of(queue.items.front().row);
    say(workspace, first, "normal");
    VALUE(next,
          review_queue(workspace, {.run = "first", .data = data(), .policy = "top", .k = 12}, silent_, {}));
    for (const QueuedItem& each : next.items)
      QVERIFY(id_of(each.row) != first);
    QCOMPARE(next.labelled, std::int64_t{1});
  }

  void a_label_that_names_no_moment_gets_the_nearest() {
    Workspace workspace = story_.open();
    VALUE(scored, score(workspace, {.run = "first", .data = data(), .out = {}}, silent_, {}));
    const std::string near = id_of(scored.rows.front()) + "x";
    const auto given = add_label(workspace, {.run = "first",
                                             .data = data(),
                                             .item = near,
                                             .label = "normal",
                                             .who = {"kim", "", ""},
                                             .start = {},
                                             .end = {}});
    QVERIFY(!given);
    QCOMPARE(given.error().code, ErrorCode::not_found);
    QVERIFY(given.error().message.find("did you mean") != std::string::npos);
  }

  void what_is_called_abnormal_rises_and_what_is_called_normal_sinks() {
    Workspace workspace = story_.open();
    VALUE(before, score(workspace, {.run = "first", .data = data(), .out = {}}, silent_, {}));
    std::vector<ScoreRow> normal;
    std::size_t abnormal = 0;
    for (const ScoreRow& each : before.rows)
      if (each.label == 1) {
        say(workspace, id_of(each), "abnormal");
        ++abnormal;
      } else {
        normal.push_back(each);
      }
    std::ranges::sort(normal, std::greater(), &ScoreRow::score);
    normal.resize(2 * abnormal);
    for (const ScoreRow& each : normal)
      say(workspace, id_of(each), "normal");
    VALUE(out,
          adapt(workspace,
                {.run = "first", .options = {{"holdout", 0.4}, {"learning_rate", 0.01}}, .author = "kim"},
                silent_, {}));
    QVERIFY(out.holdout > 0);
    VALUE(after, score(workspace, {.run = out.candidate, .data = data(), .out = {}}, silent_, {}));
    QCOMPARE(after.rows.size(), before.rows.size());
    std::set<std::string> false_calls;
    for (const ScoreRow& each : normal)
      false_calls.insert(id_of(each));
    const auto gap = [&](const std::vector<ScoreRow>& rows) {
      double called = 0, wrongly = 0;
      for (const ScoreRow& each : rows) {
        called += each.label == 1 ? each.score / static_cast<double>(abnormal) : 0;
        wrongly += false_calls.contains(id_of(each)) ? each.score / static_cast<double>(normal.size()) : 0;
      }
      return called - wrongly;
    };
    QVERIFY(gap(after.rows) > gap(before.rows) + 0.2);
    for (const ChangedItem& changed : out.changed)
      QVERIFY(place_of(changed.item).start.has_value());
    VALUE(line, model_line(workspace, "first"));
    QCOMPARE(line.active, std::string("first"));
  }

  void drift_follows_the_moments_of_scenes() {
    Workspace workspace = story_.open();
    VALUE(out, drift(workspace, {.run = "first", .data = data(), .part = "test"}, silent_, {}));
    QVERIFY(!out.tracks.empty());
    std::set<std::pair<std::string, double>> moments;
    for (const ScoreRow& each : out.rows)
      moments.insert({each.item, each.start});
    QCOMPARE(moments.size(), out.rows.size());
    QVERIFY(out.rows.size() >= 6 * 15);
  }
};

QTEST_GUILESS_MAIN(TestSceneReview)
#include "tst_scene_review.moc"
