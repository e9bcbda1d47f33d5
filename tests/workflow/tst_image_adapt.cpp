#include "core/inspection/patchcore.h"
#include "core/workflow/adapt.h"
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"
#include "core/workflow/images.h"
#include "core/workflow/labels.h"
#include "core/workflow/run_session.h"
#include "core/workflow/score_file.h"
#include "tests/workflow/image_story_fixture.h"

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// What people say of images changes the memory bank: a training image with a defect is found and forgotten,
/// a good one that was rejected is learnt, defects are remembered.
class TestImageAdapt : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;
  std::string bad_; ///< the defective test image that scores highest
  const std::string hidden_ = "train/good/900.png", good_ = "test/good/000.png";

  void train_run(Workspace& workspace, const std::string& name, const std::string& model = "patchcore",
                 const OptionMap& more = {}) {
    OptionMap options = ImageStory::bank_options();
    for (const auto& [key, value] : more)
      options[key] = value;
    VALUE(trained,
          train(workspace,
                {.model = model, .data = story_.surfaces().string(), .name = name, .options = options},
                silent_, {}));
    VALUE(scored,
          score(workspace, {.run = name, .data = story_.surfaces().string(), .out = {}}, silent_, {}));
  }
  void say(Workspace& workspace, const std::string& run, const std::string& item, const std::string& label) {
    VALUE(context, label_context(workspace, run, story_.surfaces().string()));
    VALUE(log, LabelLog::open(workspace));
    VALUE(given, log.give(workspace, context, {item, 0, 0, 0}, label, {"kim", "", "suspicious"}));
  }
  static AdaptIn lesson(const std::string& run, double holdout = 0) {
    return {.run = run,
            .options = {{"min_labels", std::int64_t{1}}, {"holdout", holdout}, {"defect_p", 0.2}},
            .author = "kim"};
  }
  static AdaptIn lesson_of(const std::string& run, const QString& method) {
    AdaptIn in = lesson(run);
    if (method != "patchcore")
      in.options.erase("defect_p");
    return in;
  }
  double score_of(Workspace& workspace, const std::string& run, const std::string& item) {
    const auto desk = ImageDesk::open(workspace, run, story_.surfaces().string());
    if (!desk)
      qFatal("%s", desk.error().message.c_str());
    return (*desk)->view(item)->score;
  }
  std::vector<std::string> bank_of(Workspace& workspace, const std::string& run) {
    const auto opened = images::open_detector(workspace.run_folder(run), "cpu");
    if (!opened)
      qFatal("%s", opened.error().message.c_str());
    std::vector<std::string> ids = dynamic_cast<const Patchcore&>(*opened->detector).bank().images();
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  static bool holds(const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    fs::copy_file(story_.surfaces() / "test/missing_part/000.png", story_.surfaces() / hidden_);
    Workspace workspace = story_.open();
    train_run(workspace, "bank");
    VALUE(shown, gallery(workspace, "bank"));
    const auto worst = std::ranges::find(shown.rows, 1, &GalleryRow::label);
    QVERIFY(worst != shown.rows.end());
    bad_ = worst->id;
  }

  void every_training_image_is_ranked() {
    Workspace workspace = story_.open();
    VALUE(suspicious, suspicious_images(workspace, "bank"));
    QCOMPARE(suspicious.size(), std::size_t{11});
    QVERIFY(std::ranges::find(suspicious, hidden_, &SuspiciousImage::id) != suspicious.end());
    QVERIFY(std::ranges::is_sorted(suspicious, std::greater<>(), &SuspiciousImage::score));
  }

  void a_training_image_called_abnormal_is_forgotten_whatever_the_holdout() {
    Workspace workspace = story_.open();
    say(workspace, "bank", hidden_, label_class::abnormal);
    FAILS_WITH(adapt(workspace, {.run = "bank"}, silent_, {}), ErrorCode::insufficient_data, "min_labels");
    std::stop_source stop;
    stop.request_stop();
    FAILS_WITH(adapt(workspace, lesson("bank"), silent_, stop.get_token()), ErrorCode::cancelled,
               "unchanged");
    VALUE(report, adapt(workspace, lesson("bank", 0.9), silent_, {}));
    QCOMPARE(report.abnormal, std::int64_t{1});
    QCOMPARE(report.holdout, std::int64_t{0});
    QVERIFY(holds(bank_of(workspace, "bank"), hidden_));
    const std::vector<std::string> bank = bank_of(workspace, report.candidate);
    QCOMPARE(bank.size(), std::size_t{10});
    QVERIFY(!holds(bank, hidden_));
    QVERIFY(score_of(workspace, report.candidate, hidden_) > 1.5 * score_of(workspace, "bank", hidden_));
    VALUE(card, images::read_card(workspace.run_folder(report.candidate)));
    QCOMPARE(card.train_images, std::int64_t{10});
    QVERIFY2(card.summary.find("patches of defects") != std::string::npos, card.summary.c_str());
    VALUE(normal, read_scores(validation_scores_file(workspace.run_folder(report.candidate))));
    QCOMPARE(normal.size(), std::size_t{10});
    QVERIFY(
        std::none_of(normal.begin(), normal.end(), [&](const ScoreRow& row) { return row.item == hidden_; }));
    QVERIFY(std::isfinite(report.after.threshold));
  }

  void good_images_join_and_defects_are_remembered() {
    Workspace workspace = story_.open();
    say(workspace, "bank", good_, label_class::normal);
    say(workspace, "bank", bad_, label_class::abnormal);
    AdaptIn strong = lesson("bank"), none = lesson("bank");
    none.options["defect_weight"] = 0.0;
    VALUE(taught, adapt(workspace, strong, silent_, {}));
    VALUE(forgetful, adapt(workspace, none, silent_, {}));
    QVERIFY(holds(bank_of(workspace, taught.candidate), good_));
    QCOMPARE(bank_of(workspace, taught.candidate).size(), std::size_t{11});
    const double remembered = score_of(workspace, taught.candidate, bad_),
                 only_distance = score_of(workspace, forgetful.candidate, bad_);
    QVERIFY2(remembered > only_distance, qPrintable(QString::number(remembered)));
    VALUE(opened, images::open_detector(workspace.run_folder(taught.candidate), "cpu"));
    const auto& detector = dynamic_cast<const Patchcore&>(*opened.detector);
    VALUE(image, read_image(story_.surfaces() / good_));
    StageTimes times;
    VALUE(distances, detector.distances(image, {}, "", times, {}));
    const float farthest = std::ranges::max(distances.values.front());
    QVERIFY2(static_cast<double>(farthest) <= detector.bank().cover_radius() * (1 + 1e-6),
             "what was confirmed as good is covered");
    VALUE(again, adapt(workspace, strong, silent_, {}));
    VALUE(first_card, images::read_card(workspace.run_folder(taught.candidate)));
    VALUE(second_card, images::read_card(workspace.run_folder(again.candidate)));
    QVERIFY2(first_card.files == second_card.files, "the same labels give the same detector");
  }

  void what_is_taken_back_is_unlearnt() {
    Workspace workspace = story_.open();
    VALUE(first, adapt(workspace, lesson("bank"), silent_, {}));
    VALUE(accepted, accept_candidate(workspace, {.run = first.candidate, .author = "kim"}));
    say(workspace, "bank", hidden_, label_class::normal);
    say(workspace, "bank", good_, label_class::unsure);
    VALUE(second, adapt(workspace, lesson("bank"), silent_, {}));
    QCOMPARE(second.before.run, first.candidate);
    const std::vector<std::string> bank = bank_of(workspace, second.candidate);
    QVERIFY(holds(bank, hidden_) && !holds(bank, good_));
    say(workspace, "bank", hidden_, label_class::abnormal);
    VALUE(back, roll_back(workspace, {.run = "bank"}));
    QCOMPARE(back.active, std::string("bank"));
  }

  void other_methods_and_splits_train_again_on_the_corrected_list() {
    Workspace workspace = story_.open();
    train_run(workspace, "nearest", "global_knn",
              {{"calibration", std::string("split")}, {"calibration_fraction", 0.3}});
    say(workspace, "nearest", hidden_, label_class::abnormal);
    VALUE(before, images::read_card(workspace.run_folder("nearest")));
    AdaptIn wrong = lesson("nearest"), plain = lesson("nearest");
    plain.options.erase("defect_p");
    VALUE(report, adapt(workspace, plain, silent_, {}));
    VALUE(card, images::read_card(workspace.run_folder(report.candidate)));
    QCOMPARE(before.train_images + before.validation_images, std::int64_t{11});
    QCOMPARE(card.train_images + card.validation_images, std::int64_t{10});
    FAILS_WITH(adapt(workspace, wrong, silent_, {}), ErrorCode::invalid_argument, "defect_p");
  }

  void images_of_another_folder_teach_too() {
    const fs::path other = story_.folder() / "other_line";
    VALUE(simulated, story_.simulate_surfaces(other));
    Workspace workspace = story_.open();
    VALUE(context, label_context(workspace, "bank", other.string()));
    VALUE(log, LabelLog::open(workspace));
    VALUE(given, log.give(workspace, context, {good_, 0, 0, 0}, label_class::normal, {"kim", "", ""}));
    VALUE(report, adapt(workspace, lesson("bank"), silent_, {}));
    QVERIFY(holds(bank_of(workspace, report.candidate), fs::absolute(other / good_).string()));
    VALUE(desk, ImageDesk::open(workspace, report.candidate, other.string()));
    VALUE(view, desk->view(good_));
    VALUE(nearest, desk->nearest(view, 20, 20, 1));
    QVERIFY(fs::exists(nearest.front().path));
  }

  void a_new_light_is_taken_for_good_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("calibration");
    QTest::newRow("taught") << "patchcore"
                            << "auto";
    QTest::newRow("fitted anew") << "global_knn"
                                 << "split";
  }
  void a_new_light_is_taken_for_good() {
    QFETCH(QString, method);
    QFETCH(QString, calibration);
    const fs::path recent = story_.folder() / (method.toStdString() + "_recent"),
                   unseen = story_.folder() / (method.toStdString() + "_unseen");
    const OptionMap light{{"gradient", 0.45}, {"noise", 0.05}, {"train", std::int64_t{40}}};
    VALUE(made, story_.simulate_surfaces(recent, light, 31));
    VALUE(more, story_.simulate_surfaces(unseen, light, 32));
    Workspace workspace = story_.open();
    const std::string run = "light_" + method.toStdString();
    train_run(workspace, run, method.toStdString(),
              {{"calibration", calibration.toStdString()}, {"precision", std::string("bf16")}});
    AdaptIn in{.run = run, .recent = recent.string(), .recent_part = "train", .author = "kim"};
    VALUE(report, adapt(workspace, in, silent_, {}));
    QVERIFY(report.without_labels);
    const AdaptCondition& condition = report.conditions.back();
    QCOMPARE(condition.learnt + condition.checked + condition.held, std::int64_t{40});
    QVERIFY(condition.learnt > 8 && condition.checked > 0 && condition.held > 0);
    QVERIFY(report.before.metrics.at("flagged_recent").value > 0.9);
    QVERIFY2(report.after.metrics.at("flagged_recent").value < 0.5,
             qPrintable(QString::number(report.after.metrics.at("flagged_recent").value)));
    const auto flagged = [&](const std::string& name) {
      const auto out =
          score(workspace, {.run = name, .data = unseen.string(), .part = "train", .out = {}}, silent_, {});
      if (!out)
        qFatal("%s", out.error().message.c_str());
      return std::ranges::count(out->rows, 1, &ScoreRow::decision);
    };
    QVERIFY(flagged(run) > 30);
    QVERIFY2(flagged(report.candidate) < 20, qPrintable(QString::number(flagged(report.candidate))));
    // What was learnt without labels stays learnt when labels follow.
    VALUE(accepted, accept_candidate(workspace, {.run = report.candidate, .author = "kim"}));
    say(workspace, run, hidden_, label_class::abnormal);
    VALUE(later, adapt(workspace, lesson_of(run, method), silent_, {}));
    QCOMPARE(later.conditions.size(), std::size_t{1});
    QVERIFY2(flagged(later.candidate) < 20, qPrintable(QString::number(flagged(later.candidate))));
    // In fp32 all of its normal images are scored again, wherever they lie.
    const fs::path file = story_.folder() / "light.pt";
    VALUE(out, export_run(workspace,
                          {.run = later.candidate, .format = "torchscript", .out = file, .replace = true},
                          silent_, {}));
    VALUE(normal, read_scores(validation_scores_file(workspace.run_folder(later.candidate))));
    QCOMPARE(out.precision->images, std::int64_t(normal.size()));
    in.options = {{"holdout", 0.9}};
    in.recent_part = "test";
    FAILS_WITH(adapt(workspace, in, silent_, {}), ErrorCode::insufficient_data, "more recent images");
    VALUE(back, roll_back(workspace, {.run = run}));
  }

  void remembered_defects_are_exported() {
    Workspace workspace = story_.open();
    train_run(workspace, "top", "patchcore", {{"image_score", std::string("top")}});
    say(workspace, "top", hidden_, label_class::abnormal);
    VALUE(report, adapt(workspace, lesson("top", 0.9), silent_, {}));
    VALUE(card, images::read_card(workspace.run_folder(report.candidate)));
    QVERIFY2(card.summary.find("patches of defects") != std::string::npos, card.summary.c_str());
    for (const char* format : {"torchscript", "onnx"}) {
      const fs::path file = story_.folder() / "exported" / format;
      VALUE(out,
            export_run(workspace, {.run = report.candidate, .format = format, .out = file}, silent_, {}));
      qInfo("%s: largest gap %.2g", format, out.parity_max);
      QVERIFY(out.parity_max <= most_bundle_gap);
    }
  }
};

QTEST_GUILESS_MAIN(TestImageAdapt)
#include "tst_image_adapt.moc"
