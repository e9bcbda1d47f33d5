#include "core/base/hash.h"
#include "core/workflow/adapt.h"
#include "core/workflow/bundle.h"
#include "core/workflow/image_model.h"
#include "core/workflow/images.h"
#include "core/workflow/labels.h"
#include "tests/workflow/image_story_fixture.h"

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

/// Where no pre-trained weights are at hand, a run learns its features from its normal images and keeps them.
class TestOwnFeatures : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

  static OptionMap small(std::int64_t epochs = 1, const std::string& backbone = "self") {
    return {{"backbone", backbone},
            {"image_side", std::int64_t{64}},
            {"precision", std::string("fp32")},
            {"layers", std::string("block2,block7")},
            {"self_epochs", epochs}};
  }
  TrainIn job(const std::string& name, OptionMap options, const std::string& model = "patchcore",
              std::uint64_t seed = 1) const {
    return {.model = model,
            .data = story_.surfaces().string(),
            .name = name,
            .options = std::move(options),
            .seed = seed};
  }
  static std::string hash_of(Workspace& workspace, const std::string& run) {
    return sha256_file(workspace.run_folder(run) / images::bundled_weights).value_or("none");
  }

private Q_SLOTS:
  void initTestCase() {
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace, job("own", small()), silent_, {}));
  }

  void a_run_keeps_what_it_learnt() {
    Workspace workspace = story_.open();
    const fs::path folder = workspace.run_folder("own");
    VALUE(card, images::read_card(folder));
    QCOMPARE(card.weights_id, std::string("self-supervised"));
    QCOMPARE(card.backbone, std::string("mobilenet_v3_small"));
    QCOMPARE(card.weights_sha256, hash_of(workspace, "own"));
    QVERIFY2(card.summary.find("learnt here from the normal images") != std::string::npos,
             card.summary.c_str());
    VALUE(manifest, read_file(folder / "manifest.json"));
    QVERIFY(manifest.find(images::bundled_weights) != std::string::npos);
    QVERIFY(!fs::exists(folder / "features"));
  }

  void auto_learns_where_nothing_is_at_hand() {
    if (weights_for("auto"))
      QSKIP("the source tree holds weights");
    struct Words : Progress {
      std::string said;
      void message(std::string_view text) override { said += text; }
    } words;
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace, job("auto", small(0, "auto")), words, {}));
    QVERIFY2(words.said.find("andon weights import") != std::string::npos, words.said.c_str());
    VALUE(card, images::read_card(workspace.run_folder("auto")));
    QCOMPARE(card.weights_id, std::string("self-supervised"));
  }

  void scores_are_the_same_again_and_from_a_bundle() {
    Workspace workspace = story_.open();
    const ScoreIn in{.run = "own", .data = story_.surfaces().string()};
    VALUE(first, score(workspace, in, silent_, {}));
    VALUE(second, score(workspace, in, silent_, {}));
    QCOMPARE(second.rows.size(), first.rows.size());
    const fs::path out = story_.folder() / "own.bundle";
    VALUE(exported, export_run(workspace, {.run = "own", .out = out}, silent_, {}));
    QCOMPARE(exported.parity_max, 0.0);
    VALUE(opened, images::open_detector(out, "cpu"));
    for (std::size_t i = 0; i < first.rows.size(); ++i) {
      QCOMPARE(second.rows[i].score, first.rows[i].score);
      VALUE(image, read_image(story_.surfaces() / first.rows[i].item));
      VALUE(scored, opened.detector->score(image, {}));
      QVERIFY(std::abs(scored.score - first.rows[i].score) < 1e-9);
    }
    VALUE(program,
          export_run(workspace, {.run = "own", .format = "torchscript", .out = story_.folder() / "own.pt"},
                     silent_, {}));
    QVERIFY(program.parity_max <= most_bundle_gap);
  }

  void one_seed_gives_one_network() {
    Workspace workspace = story_.open();
    VALUE(again, rerun(workspace, "own", silent_, {}));
    QString all;
    for (const auto& [key, pair] : again.differences)
      all += QString::fromStdString(key + ": " + pair.first + " -> " + pair.second + "\n");
    QVERIFY2(again.identical, qPrintable(all));
    VALUE(other, train(workspace, job("other", small(), "patchcore", 2), silent_, {}));
    QVERIFY(hash_of(workspace, "other") != hash_of(workspace, "own"));
  }

  void training_lowers_its_loss_and_resumes_bit_equal() {
    struct Losses : StopAfter {
      using StopAfter::StopAfter;
      std::vector<double> values;
      void metric(std::string_view name, std::int64_t step, double value) override {
        if (name == "features/loss/train")
          values.push_back(value);
        StopAfter::metric(name, step, value);
      }
    };
    Workspace workspace = story_.open();
    Losses whole("none", 1), broken("features/loss/train", 2);
    VALUE(trained, train(workspace, job("whole", small(4)), whole, {}));
    QCOMPARE(whole.values.size(), std::size_t{4});
    QVERIFY2(whole.values.back() < 0.9 * whole.values.front(), std::to_string(whole.values.back()).c_str());
    FAILS_WITH(train(workspace, job("broken", small(4)), broken, broken.token()), ErrorCode::cancelled,
               "--resume broken");
    VALUE(resumed, train(workspace, {.resume = "broken"}, silent_, {}));
    QCOMPARE(hash_of(workspace, "broken"), hash_of(workspace, "whole"));
  }

  void what_a_run_learnt_must_be_there() {
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace, job("robbed", small(0)), silent_, {}));
    fs::remove(workspace.run_folder("robbed") / images::bundled_weights);
    FAILS_WITH(score(workspace, {.run = "robbed", .data = story_.surfaces().string()}, silent_, {}),
               ErrorCode::not_found, "restore the run folder");
  }

  void a_candidate_takes_the_features_along() {
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace, job("parent", small(0)), silent_, {}));
    VALUE(scored, score(workspace, {.run = "parent", .data = story_.surfaces().string()}, silent_, {}));
    VALUE(context, label_context(workspace, "parent", story_.surfaces().string()));
    VALUE(log, LabelLog::open(workspace));
    VALUE(given,
          log.give(workspace, context, {"test/good/000.png", 0, 0, 0}, "normal", {"kim", "", "suspicious"}));
    VALUE(adapted, adapt(workspace,
                         {.run = "parent",
                          .options = {{"min_labels", std::int64_t{1}}, {"holdout", 0.0}, {"defect_p", 0.2}},
                          .author = "kim"},
                         silent_, {}));
    QCOMPARE(hash_of(workspace, adapted.candidate), hash_of(workspace, "parent"));
    VALUE(desk, ImageDesk::open(workspace, adapted.candidate, story_.surfaces().string()));
    VALUE(view, desk->view("test/good/000.png"));
  }

  void every_method_on_a_network_learns_one_data() {
    QTest::addColumn<QString>("method");
    for (const ImageMethod& method : image_methods().rows())
      if (method.needs_backbone && method.id != "patchcore")
        QTest::newRow(method.id.c_str()) << QString::fromStdString(method.id);
  }
  void every_method_on_a_network_learns_one() {
    QFETCH(QString, method);
    Workspace workspace = story_.open();
    OptionMap options = small(0);
    VALUE(row, model_table().find(method.toStdString()));
    for (const OptionInfo& info : row->options())
      if (info.key == "epochs" || info.key == "net_images")
        options[info.key] = std::int64_t{2};
      else if (info.key == "samples_an_epoch")
        options[info.key] = std::int64_t{8};
    VALUE(trained, train(workspace, job(method.toStdString(), options, method.toStdString()), silent_, {}));
    VALUE(scored, score(workspace, {.run = trained.run, .data = story_.surfaces().string()}, silent_, {}));
    QCOMPARE(scored.rows.size(), std::size_t{14});
    VALUE(card, images::read_card(workspace.run_folder(trained.run)));
    QVERIFY2(card.summary.find("learnt here from the normal images") != std::string::npos,
             card.summary.c_str());
  }
};

QTEST_GUILESS_MAIN(TestOwnFeatures)
#include "tst_own_features.moc"
