#include "core/base/random.h"
#include "core/decision/spot.h"
#include "core/review/label_event.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/promise.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "story_fixture.h"

#include <cmath>

using namespace andon;
using namespace andon::workflow;

namespace {

/// Windows of 2 s every second, one scene an hour; '#' is abnormal and scores 9.
std::vector<ScoreRow> windows(std::size_t n, std::uint64_t seed, const std::string& abnormal = "") {
  Random random(Seed{seed});
  std::vector<ScoreRow> rows(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double start = static_cast<double>(i % 3600);
    rows[i].item = "hour" + std::to_string(i / 3600) + "@" + std::to_string(i % 3600);
    rows[i].start = start;
    rows[i].end = start + 2;
    rows[i].label = i < abnormal.size() && abnormal[i] == '#' ? 1 : 0;
    rows[i].score = rows[i].label == 1 ? 9 : 0.1 * random.exponential();
  }
  return rows;
}

} // namespace

/// Lines, promises and audits on runs whose scores are written by hand.
class TestLine : public QObject {
  Q_OBJECT
  Story story_;
  Progress silent_;

  /// A finished run with validation scores and scores on new data, without a model behind it.
  std::string scored_run(Workspace& workspace, const std::string& name, const std::vector<ScoreRow>& normal,
                         const std::vector<ScoreRow>& seen) {
    store::Run run;
    run.name = name;
    run.model = "motor";
    run.config_json = run.versions_json = run.summary_json = "{}";
    run = *workspace.store().add_run(run);
    if (!write_scores(validation_scores_file(workspace.run_folder(name)), normal) ||
        (!seen.empty() && !write_scores(scores_file(workspace.run_folder(name), "new", "all"), seen)) ||
        !workspace.store().finish_run(run.id, store::RunState::finished, 1, "{}", ""))
      qFatal("the run was not stored");
    return name;
  }

private Q_SLOTS:
  void items_per_hour_follow_the_stride() {
    QCOMPARE(*items_per_hour(windows(7000, 1)), 3600.0); // not 1,800, which the length would say
    std::vector<ScoreRow> scenes(5);
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      scenes[i].item = "unit" + std::to_string(i);
      scenes[i].end = 10;
    }
    QCOMPARE(*items_per_hour(scenes), 360.0);
    std::vector<ScoreRow> two = windows(100, 1), second = windows(100, 2);
    for (ScoreRow& row : two)
      row.sensor = "a";
    for (ScoreRow& row : second)
      row.sensor = "b";
    two.insert(two.end(), second.begin(), second.end());
    QCOMPARE(*items_per_hour(two), 7200.0);
    scenes[0].end = 0;
    QVERIFY(!items_per_hour(std::vector<ScoreRow>(scenes.begin(), scenes.begin() + 1)));
  }
  void alarms_do_not_cross_scenes() {
    auto rows = windows(7200, 1);
    rows[3599].score = rows[3600].score = 5; // the end of one hour and the start of the next
    const AlarmSummary apart = summarise_alarms(rows, 4, {});
    QCOMPARE(apart.alarms.size(), std::size_t{2});
    QCOMPARE(apart.alarms[0].item, std::string("hour0@3599"));
    QCOMPARE(apart.false_alarms, std::int64_t{2});
    QCOMPARE(apart.hours, 2.0);
    QCOMPARE(apart.load->per_operator_hour.value, 1.0);
    QCOMPARE(apart.load->band, AlarmBand::green);
    // Scenes of one item each follow each other on one line.
    std::vector<ScoreRow> units(6);
    for (std::size_t i = 0; i < units.size(); ++i) {
      units[i].item = "unit" + std::to_string(i);
      units[i].end = 600;
      units[i].score = i == 2 || i == 3 ? 1 : 0;
    }
    const AlarmSummary together = summarise_alarms(units, 1, {});
    QCOMPARE(together.alarms.size(), std::size_t{1});
    QCOMPARE(together.alarms[0].items, std::int64_t{2});
    QCOMPARE(together.unjudged, std::int64_t{1});
    QCOMPARE(together.hours, 1.0);
  }
  void faults_count_apart() {
    std::string abnormal(7200, '.');
    abnormal.replace(100, 5, "#####").replace(300, 3, "###");
    auto rows = windows(7200, 3, abnormal);
    rows[300].score = rows[301].score = rows[302].score = 0; // missed
    rows[500].score = 8;                                     // a false alarm
    const AlarmSummary summary = summarise_alarms(rows, 4, {});
    QCOMPARE(summary.on_faults, std::int64_t{1});
    QCOMPARE(summary.false_alarms, std::int64_t{1});
    QCOMPARE(summary.events, std::int64_t{2});
    QCOMPARE(summary.missed, std::int64_t{1});
    QVERIFY(std::abs(summary.normal_hours - 7192.0 / 3600) < 1e-12);
    QVERIFY(std::abs(summary.false_load->per_operator_hour.value - 3600.0 / 7192) < 1e-12);
    QCOMPARE(summarise_alarms(rows, 4, {.minimum_length = 2}).false_alarms, std::int64_t{0});
    // Images are parts of their own: neighbours in a folder are not one long fault.
    std::vector<ScoreRow> images(5);
    for (std::size_t i = 0; i < images.size(); ++i) {
      images[i].path = images[i].item = "test/dent/00" + std::to_string(i) + ".png";
      images[i].label = 1;
      images[i].score = i < 3 ? 5 : 1;
    }
    const AlarmSummary parts = summarise_alarms(images, 4, {});
    QVERIFY(parts.events == 5 && parts.missed == 2 && parts.on_faults == 3);
    QVERIFY(summarise_alarms(images, 4, {.minimum_length = 2}).alarms.size() == 1);
  }
  void groups_come_from_names() {
    std::vector<ScoreRow> rows(2);
    rows[0].item = "line1-unit7";
    rows[1].item = "line2-unit3";
    VALUE(lines, item_groups(rows, "^(line\\d)-"));
    QCOMPARE(lines, (std::vector<std::string>{"line1", "line2"}));
    FAILS_WITH(item_groups(rows, "line1"), ErrorCode::invalid_argument, "line2-unit3");
    FAILS_WITH(item_groups(rows, "("), ErrorCode::invalid_argument, "not a regular expression");
    rows[0].path = "bottle/good/1.png";
    rows[1].path = "cable/good/1.png";
    VALUE(folders, item_groups(rows, ""));
    QCOMPARE(folders, (std::vector<std::string>{"bottle/good", "cable/good"}));
  }
  void a_budget_is_promised_kept_and_audited() {
    Workspace workspace = story_.open("budget");
    const auto normal = windows(40 * 3600, 1);
    scored_run(workspace, "line", normal, windows(30 * 3600, 2));
    VALUE(out, fit_threshold(workspace, {.run = "line", .method = "pot-bound", .alpha = 4.0, .per = "day"},
                             silent_, {}));
    QVERIFY(out.version.supported && out.version.version == 1);
    QVERIFY(std::abs(out.version.alpha - 4.0 / (24 * 3600)) < 1e-12);
    QVERIFY(std::exp(-out.version.threshold / 0.1) < out.version.alpha); // the true law is exponential
    QVERIFY2(out.sentence.starts_with(
                 "At most 4 false alarms per line per day (95 % sure), from 40 normal hours; seen: "),
             out.sentence.c_str());
    // What was stored is the promise that was made.
    VALUE(audit, audit_run(workspace, {.run = "line"}, silent_, {}));
    QVERIFY(audit.promise && audit.audit);
    QCOMPARE(audit.promise->budget.period, std::string("day"));
    QCOMPARE(audit.promise->budget.items_per_hour, 3600.0);
    QCOMPARE(audit.promise->rate, out.version.alpha);
    QCOMPARE(audit.audit->hours, 30.0);
    QCOMPARE(audit.sentence, out.sentence);
    QVERIFY(audit.audit->status != AuditStatus::broken);
    // A process that has changed breaks it.
    auto worse = windows(30 * 3600, 3);
    for (ScoreRow& row : worse)
      row.score *= 2;
    QVERIFY(write_scores(scores_file(workspace.run_folder("line"), "worse", "all"), worse));
    VALUE(broken, audit_run(workspace, {.run = "line", .version = 1}, silent_, {}));
    QCOMPARE(broken.audit->status, AuditStatus::broken);
    QVERIFY2(broken.sentence.ends_with("— broken."), broken.sentence.c_str());
    FAILS_WITH(audit_run(workspace, {.run = "line", .version = 7}, silent_, {}), ErrorCode::not_found,
               "no threshold version 7");
  }
  void what_reviewers_say_counts() {
    Workspace workspace = story_.open("reviewed");
    auto seen = windows(3600, 2);
    for (ScoreRow& row : seen)
      row.label = -1;
    seen[10].score = seen[20].score = seen[30].score = 5;
    scored_run(workspace, "line", windows(3600, 1), seen);
    VALUE(line, fit_threshold(workspace, {.run = "line", .method = "manual", .options = {{"line", 4.0}}},
                              silent_, {}));
    VALUE(before, audit_run(workspace, {.run = "line"}, silent_, {}));
    QCOMPARE(before.alarms.unjudged, std::int64_t{3});
    const auto say = [&](std::size_t row, const char* verdict) {
      LabelEvent event;
      event.item = seen[row].item;
      event.data_name = "line-data";
      event.run = "line";
      event.reviewer = "kim";
      event.new_class = verdict;
      const auto head = workspace.store().label_events();
      QVERIFY(workspace.store().add_label_event(event, static_cast<std::int64_t>(head->size())));
    };
    say(10, label_class::normal);
    say(20, label_class::abnormal);
    say(30, label_class::unsure);
    VALUE(after, audit_run(workspace, {.run = "line"}, silent_, {}));
    QCOMPARE(after.alarms.false_alarms, std::int64_t{1});
    QCOMPARE(after.alarms.on_faults, std::int64_t{1});
    QCOMPARE(after.alarms.unjudged, std::int64_t{1});
  }
  void what_a_line_brought_is_counted_once() {
    Workspace workspace = story_.open("ledger");
    scored_run(workspace, "line", windows(40 * 3600, 1), windows(10, 2));
    VALUE(out, fit_threshold(workspace, {.run = "line", .method = "pot-bound", .alpha = 4.0, .per = "day"},
                             silent_, {}));
    VALUE(run, workspace.store().find_run("line"));
    VALUE(line, newest_line(workspace.store(), run.id));
    const auto monday = [&](const char* name) {
      ScoredData data{name, "all", "whole", {}, {}};
      for (int hour = 0; hour < 30; ++hour)
        data.recordings["hour" + std::to_string(hour)] = "monday " + std::to_string(hour);
      return data;
    };
    auto seen = windows(31 * 3600, 2);
    for (ScoreRow& row : seen) { // quiet but for four items
      row.label = -1;
      row.score = std::min(row.score, 0.5);
    }
    const std::vector<ScoreRow> tuesday(seen.begin() + 30 * 3600, seen.end());
    seen.resize(30 * 3600);
    seen[100].score = seen[8000].score = seen[8001].score = seen[90000].score = 50;
    seen[90000].label = 1;
    // The same data, under another name, and longer by an hour, count once.
    VALUE(first, count_realised(workspace, run, monday("monday"), seen, line));
    QCOMPARE(first, std::int64_t{30 * 3600});
    VALUE(copied, count_realised(workspace, run, monday("copy"), seen, line));
    QCOMPARE(copied, std::int64_t{0});
    auto longer = monday("week");
    longer.recordings["hour30"] = "tuesday 0";
    auto both = seen;
    both.insert(both.end(), tuesday.begin(), tuesday.end());
    VALUE(more, count_realised(workspace, run, longer, both, line));
    QCOMPARE(more, std::int64_t{3600});
    // What the model learnt from proves nothing.
    ScoredData training{"healthy", "train", "other", {{"hour0", "x"}}, {"hour0"}};
    VALUE(learnt, count_realised(workspace, run, training, windows(3600, 5), line));
    QCOMPARE(learnt, std::int64_t{0});
    VALUE(audit, audit_run(workspace, {.run = "line"}, silent_, {}));
    QVERIFY(audit.realised && audit.audit);
    QCOMPARE(audit.realised->scorings, std::int64_t{2});
    QCOMPARE(audit.realised->alarms, std::int64_t{3});
    QCOMPARE(audit.realised->on_faults, std::int64_t{1});
    QCOMPARE(audit.realised->unjudged, std::int64_t{2});
    QVERIFY(std::abs(audit.audit->hours - (31.0 - 1.0 / 3600)) < 1e-9);
    QCOMPARE(audit.audit->alarms, std::int64_t{2});
    // Exact Poisson limits of 2 in 31 hours, a day being 24: scipy.stats.chi2.ppf([.025, .975], [4, 6]) / 2.
    const double days = audit.audit->hours / 24;
    QVERIFY(std::abs(audit.audit->per_period.low - 0.24220927854396496 / days) < 1e-9);
    QVERIFY(std::abs(audit.audit->per_period.high - 7.22468766772396 / days) < 1e-9);
    const std::string since = "; seen since " + day_of(out.version.created) + ": 2 in 31 hours — ";
    QVERIFY2(audit.sentence.find(since) != std::string::npos, audit.sentence.c_str());
    // A verdict given afterwards changes the count.
    LabelEvent event;
    event.item = seen[8001].item;
    event.data_name = "monday";
    event.run = "line";
    event.reviewer = "kim";
    event.new_class = label_class::abnormal;
    QVERIFY(workspace.store().add_label_event(event, 0));
    VALUE(judged, realised_alarms(workspace, run, out.version));
    QCOMPARE(judged.on_faults, std::int64_t{2});
    QCOMPARE(judged.held_against(), std::int64_t{1});
    QVERIFY(judged.normal_hours < audit.audit->hours);
    // Another version of the line starts anew, and sees the same data for the first time.
    VALUE(next, fit_threshold(workspace, {.run = "line", .method = "manual", .options = {{"line", 4.0}}},
                              silent_, {}));
    VALUE(new_line, newest_line(workspace.store(), run.id));
    VALUE(unseen, realised_alarms(workspace, run, next.version));
    QCOMPARE(unseen.scorings, std::int64_t{0});
    VALUE(again, count_realised(workspace, run, monday("monday"), seen, new_line));
    QCOMPARE(again, std::int64_t{30 * 3600});
    QVERIFY(workspace.store().check());
  }
  void every_group_has_its_own_line() {
    Workspace workspace = story_.open("groups");
    const auto named = [](std::size_t n, std::uint64_t seed) { // line2 scores ten times as high
      auto rows = windows(n, seed);
      for (std::size_t i = 0; i < n; ++i) {
        rows[i].item = (i % 2 ? "line2-" : "line1-") + rows[i].item;
        rows[i].score *= i % 2 ? 10 : 1;
      }
      return rows;
    };
    auto seen = named(7200, 2);
    scored_run(workspace, "line", named(7200, 1), seen);
    const OptionMap pattern{{"group.pattern", std::string("^(line\\d)-")}};
    VALUE(out,
          fit_threshold(workspace, {.run = "line", .method = "mondrian", .options = pattern, .alpha = 0.01},
                        silent_, {}));
    VALUE(line, newest_line(workspace.store(), out.version.run));
    QVERIFY(line.groups && line.groups->lines.size() == 2);
    const double low = line.groups->lines.at("line1"), high = line.groups->lines.at("line2");
    QVERIFY(high > 5 * low);
    QCOMPARE(*line.threshold, high);
    std::vector<ScoreRow> rows(4);
    const char* items[] = {"line1-a@0", "line2-a@0", "line3-a@0", "nothing"};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].item = items[i];
      rows[i].score = low;
    }
    decide_rows(rows, line);
    QVERIFY(rows[0].decision == 1 && rows[1].decision == 0 && rows[2].decision == 0 && rows[3].decision == 0);
    QCOMPARE(lines_of(rows, line), (std::vector<double>{low, high, high, high}));
    QCOMPARE(groups_of(rows, line), (std::vector<std::string>{"line1", "line2", "", ""}));
    // About one in a hundred of each is called, not of both together.
    decide_rows(seen, line);
    for (std::size_t first : {0, 1}) {
      std::int64_t called = 0;
      for (std::size_t i = first; i < seen.size(); i += 2)
        called += seen[i].decision;
      QVERIFY2(called > 15 && called < 65, qPrintable(QString::number(called)));
    }
    VALUE(audit, audit_run(workspace, {.run = "line"}, silent_, {}));
    QCOMPARE(audit.groups.size(), std::size_t{2});
    QCOMPARE(audit.groups[0].threshold, low);
    QCOMPARE(audit.groups[0].seen.items, std::int64_t{3600});
    QVERIFY(audit.groups[0].seen.false_alarms > 10 && audit.groups[1].seen.false_alarms > 10);
    // The ledger keeps them apart too, beside items of a product that nobody calibrated.
    VALUE(run, workspace.store().find_run("line"));
    seen.push_back(rows[2]);
    seen.back().score = 1000;
    ScoredData data{"day", "all", "whole", {}, {}};
    VALUE(counted, count_realised(workspace, run, data, seen, line));
    QCOMPARE(counted, std::int64_t{7201});
    VALUE(live, audit_run(workspace, {.run = "line"}, silent_, {}));
    QCOMPARE(live.groups.size(), std::size_t{3});
    QCOMPARE(live.groups[0].group, std::string());
    QVERIFY(live.groups[0].seen.alarms == 1 && live.groups[0].threshold == high);
    QCOMPARE(live.groups[1].seen.false_alarms, audit.groups[0].seen.false_alarms);
    QCOMPARE(live.realised->alarms,
             live.groups[0].seen.alarms + live.groups[1].seen.alarms + live.groups[2].seen.alarms);
    // A promise is held to each of them.
    OptionMap budget = pattern;
    budget["budget.items_per_hour"] = 3600.0;
    VALUE(
        promised,
        fit_threshold(workspace,
                      {.run = "line", .method = "mondrian", .options = budget, .alpha = 36.0, .per = "hour"},
                      silent_, {}));
    VALUE(each, audit_run(workspace, {.run = "line"}, silent_, {}));
    QVERIFY(promised.version.supported && each.groups.size() == 2);
    QVERIFY(each.groups[0].audit && each.groups[0].audit->status != AuditStatus::broken);
    QCOMPARE(each.groups[0].audit->hours, 1.0);
  }
  void a_moving_line_follows_the_scores() {
    Workspace workspace = story_.open("stream");
    scored_run(workspace, "line", windows(20000, 1), {});
    VALUE(out, fit_threshold(workspace, {.run = "line", .method = "dspot", .alpha = 1e-4}, silent_, {}));
    VALUE(line, newest_line(workspace.store(), out.version.run));
    QVERIFY(line.stream && !is_one_number(line));
    QVERIFY(std::abs(lines_of({ScoreRow{}}, line).front() - out.version.threshold) < 1e-12);
    // The level of one sensor climbs far beyond the first line; the other's stays.
    auto rows = windows(20000, 2);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].sensor = i % 2 ? "still" : "drifting";
      if (i % 2 == 0)
        rows[i].score += 5 * static_cast<double>(i) / static_cast<double>(rows.size());
    }
    rows[19000].score += 30;
    rows[19001].score += 30;
    decide_rows(rows, line);
    const auto called = std::ranges::count_if(rows, [](const ScoreRow& row) { return row.decision == 1; });
    QVERIFY2(called >= 2 && called < 40, qPrintable(QString::number(called)));
    QVERIFY(rows[19000].decision == 1 && rows[19001].decision == 1);
    const auto lines = lines_of(rows, line);
    QVERIFY(lines[19998] > lines[0] + 4 && std::abs(lines[19999] - lines[1]) < 0.5);
    // The same rows give the same lines; the stream that ran through gives them too.
    QCOMPARE(lines_of(rows, line), lines);
    auto by_hand = Spot::restore(*line.stream);
    QVERIFY(by_hand);
    for (std::size_t i = 0; i < rows.size(); i += 2) {
      QCOMPARE(lines[i], by_hand->threshold());
      QCOMPARE(by_hand->update(rows[i].score), rows[i].decision == 1);
    }
    QVERIFY(by_hand->state().peaks.size() <= 1000 && by_hand->state().recent.size() == 100);
    QCOMPARE(by_hand->check_integrity(), std::string());
    const AlarmSummary alarms = summarise_alarms(rows, line);
    QVERIFY(static_cast<std::ptrdiff_t>(alarms.alarms.size()) <= called && alarms.alarms.size() >= 2);
    SpotState torn = *line.stream;
    torn.peaks.clear();
    FAILS_WITH(Spot::restore(torn), ErrorCode::corrupt, "cannot be taken up");
  }
  void too_few_hours_are_an_answer() {
    Workspace workspace = story_.open("few");
    scored_run(workspace, "line", windows(3 * 3600, 1), {});
    VALUE(out, fit_threshold(workspace, {.run = "line", .method = "pot-bound", .alpha = 2.0, .per = "week"},
                             silent_, {}));
    QVERIFY(!out.version.supported && std::isnan(out.version.threshold) && out.version.version == 0);
    QVERIFY(out.needed_more > 0 && out.hours_needed > 0);
    QVERIFY2(out.sentence.starts_with("Not supported by these data: "), out.sentence.c_str());
    QVERIFY(out.sentence.find("more normal hours needed") != std::string::npos);
    VALUE(detail, run_detail(workspace, "line"));
    QVERIFY(detail.thresholds.empty());
  }
  void options_say_what_the_items_do_not() {
    Workspace workspace = story_.open("images");
    auto images = windows(6000, 1);
    for (ScoreRow& row : images) {
      row.path = "train/good/" + row.item + ".png";
      row.start = row.end = 0;
    }
    scored_run(workspace, "parts", images, {});
    const ThresholdIn shift{.run = "parts", .method = "pot-bound", .alpha = 1.0, .per = "shift"};
    FAILS_WITH(fit_threshold(workspace, shift, silent_, {}), ErrorCode::invalid_argument,
               "budget.items_per_hour");
    ThresholdIn told = shift;
    told.options = {{"budget.items_per_hour", 200.0}, {"alarm.minimum_length", std::int64_t{2}}};
    VALUE(out, fit_threshold(workspace, told, silent_, {}));
    QVERIFY(std::abs(out.version.alpha - 2 * 1.0 / (8 * 200)) < 1e-12); // two items make an alarm
    QVERIFY2(out.sentence.find("from 6000 normal images") != std::string::npos, out.sentence.c_str());
    VALUE(line, newest_line(workspace.store(), out.version.run));
    QCOMPARE(line.logic.minimum_length, std::int64_t{2});
    told.options["budget.alarm"] = 1.0;
    FAILS_WITH(fit_threshold(workspace, told, silent_, {}), ErrorCode::invalid_argument, "budget.alarms");
    FAILS_WITH(fit_threshold(workspace, {.run = "parts", .alpha = 1.0, .per = "month"}, silent_, {}),
               ErrorCode::invalid_argument, "hour, shift, day or week");
  }
  void a_band_lies_below_its_line() {
    Workspace workspace = story_.open("band");
    scored_run(workspace, "line", windows(3600, 1), {});
    const OptionMap at{{"line", 0.5}};
    VALUE(out, fit_threshold(workspace, {.run = "line", .method = "manual", .options = at, .low = 0.3},
                             silent_, {}));
    QCOMPARE(*out.version.low, 0.3);
    FAILS_WITH(
        fit_threshold(workspace, {.run = "line", .method = "manual", .options = at, .low = 0.5}, silent_, {}),
        ErrorCode::invalid_argument, "not below the threshold");
    VALUE(tried, fit_threshold(workspace, {.run = "line", .method = "manual", .options = at, .keep = false},
                               silent_, {}));
    QCOMPARE(tried.version.version, std::int64_t{0});
    QCOMPARE(tried.version.threshold, 0.5);
  }
};

QTEST_GUILESS_MAIN(TestLine)
#include "tst_line.moc"
