#include "core/base/atomic_file.h"
#include "core/base/safetensors.h"
#include "core/workflow/drift.h"
#include "core/workflow/feedback.h"
#include "core/workflow/image_model.h"
#include "core/workflow/item_vectors.h"
#include "core/workflow/mask_edit.h"
#include "core/workflow/review_view.h"
#include "tests/workflow/image_story_fixture.h"

#include <cmath>
#include <set>

using namespace andon;
using namespace andon::workflow;
namespace fs = std::filesystem;

namespace {

/// Which stages a job went through; asks to stop when `stop_at` begins.
struct Stages : Progress {
  std::set<std::string> seen;
  std::string stop_at;
  std::stop_source source;
  void stage(std::string_view name, std::int64_t) override {
    seen.insert(std::string(name));
    if (name == stop_at)
      source.request_stop();
  }
};

} // namespace

/// The review queue of images: unlike items, neighbours, nearest normal image.
class TestImageReview : public QObject {
  Q_OBJECT
  ImageStory story_;
  Progress silent_;

  QueueIn wish(const std::string& policy, std::int64_t k = 6) const {
    return {.run = "bank",
            .data = story_.surfaces().string(),
            .part = "all",
            .policy = policy,
            .k = k,
            .options = {},
            .reuse = true};
  }
  /// Vectors by the detector itself, without any cache.
  std::map<std::string, std::vector<float>> fresh_vectors(Workspace& workspace) {
    const auto opened = open_run(workspace, "bank", story_.surfaces().string(), "all");
    if (!opened)
      qFatal("%s", opened.error().message.c_str());
    const auto set = images::features(opened->job, silent_, {});
    std::map<std::string, std::vector<float>> vectors;
    for (std::size_t i = 0; i < set->rows.size(); ++i) {
      const auto begin = set->values.begin() + static_cast<std::ptrdiff_t>(i) * set->dimension;
      vectors[set->rows[i].item] = {begin, begin + set->dimension};
    }
    return vectors;
  }
  static double gap(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
      sum += (double(a[k]) - double(b[k])) * (double(a[k]) - double(b[k]));
    return std::sqrt(sum);
  }
  fs::path cache(Workspace& workspace) const {
    return workspace.run_folder("bank") / "scores" / "surfaces-all.vectors.safetensors";
  }

private Q_SLOTS:
  void initTestCase() {
    story_.write_weights();
    VALUE(simulated, story_.simulate_surfaces(story_.surfaces()));
    Workspace workspace = story_.open();
    VALUE(trained, story_.train_bank(workspace));
  }

  void diverse_images_are_k_centres_of_their_vectors() {
    Workspace workspace = story_.open();
    QueueIn in = wish("diverse");
    in.options["pool"] = 1.0;
    VALUE(out, review_queue(workspace, in, silent_, {}));
    QCOMPARE(out.items.size(), std::size_t{6});
    const auto vectors = fresh_vectors(workspace);
    QCOMPARE(vectors.size(), std::size_t(out.total));
    // After the first, each is the farthest from what was chosen before it.
    for (std::size_t i = 1; i < out.items.size(); ++i) {
      const auto to_chosen = [&](const std::string& item) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < i; ++j)
          least = std::min(least, gap(vectors.at(item), vectors.at(out.items[j].row.item)));
        return least;
      };
      double farthest = 0;
      for (const auto& [item, vector] : vectors)
        farthest = std::max(farthest, to_chosen(item));
      QVERIFY(std::abs(to_chosen(out.items[i].row.item) - farthest) <= 1e-5 * farthest);
    }
    VALUE(mixed, review_queue(workspace, wish("mixed", 20), silent_, {}));
    QVERIFY(std::ranges::count(mixed.items, std::string("diverse"), &QueuedItem::policy) >= 2);
  }

  void vectors_are_kept_beside_the_scores_until_they_are_stale() {
    Workspace workspace = story_.open();
    fs::remove(cache(workspace));
    Stages first, second, third, fourth;
    VALUE(made, review_queue(workspace, wish("diverse"), first, {}));
    QVERIFY(first.seen.contains("describing images") && fs::exists(cache(workspace)));
    VALUE(again, review_queue(workspace, wish("diverse"), second, {}));
    QVERIFY(!second.seen.contains("describing images"));
    QVERIFY(write_atomic(cache(workspace), "not vectors").has_value());
    VALUE(mended, review_queue(workspace, wish("diverse"), third, {}));
    QVERIFY(third.seen.contains("describing images"));
    VALUE(set, read_safetensors(cache(workspace)));
    TensorSet stale = set;
    stale.metadata["data"] = std::string(64, '0'); // of images that were changed since
    QVERIFY(write_safetensors(cache(workspace), stale).has_value());
    VALUE(renewed, review_queue(workspace, wish("diverse"), fourth, {}));
    QVERIFY(fourth.seen.contains("describing images"));
    for (const QueueOut* each : {&again, &mended, &renewed})
      for (std::size_t i = 0; i < made.items.size(); ++i)
        QCOMPARE(each->items[i].row.item, made.items[i].row.item);
  }

  void describing_images_can_be_cancelled() {
    Workspace workspace = story_.open();
    fs::remove(cache(workspace));
    Stages stages;
    stages.stop_at = "describing images";
    FAILS_WITH(review_queue(workspace, wish("diverse"), stages, stages.source.get_token()),
               ErrorCode::cancelled, "cancelled");
    QVERIFY(!fs::exists(cache(workspace)));
  }

  void an_image_comes_with_neighbours_and_the_nearest_normal_one() {
    Workspace workspace = story_.open();
    const auto vectors = fresh_vectors(workspace);
    VALUE(queue, review_queue(workspace, wish("top"), silent_, {}));
    const ScoreRow row = queue.items.front().row;
    const auto nearest = [&](const auto& allowed) {
      std::pair<double, std::string> best{std::numeric_limits<double>::infinity(), ""};
      for (const auto& [item, vector] : vectors)
        if (item != row.item && allowed(item))
          best = std::min(best, {gap(vectors.at(row.item), vector), item});
      return best;
    };
    const auto good = [](const std::string& item) { return item.find("/good/") != std::string::npos; };
    VALUE(view, ReviewView::open(workspace, queue, silent_, {}));
    VALUE(item, view->item(row));
    QCOMPARE(item.neighbours.size(), std::size_t{5});
    const auto closest = nearest([](const std::string&) { return true; });
    QCOMPARE(item.neighbours.front().row.item, closest.second);
    QVERIFY(std::abs(item.neighbours.front().distance - closest.first) <= 1e-4 * closest.first);
    QVERIFY(item.normal && item.normal_confirmed && item.has_vectors);
    const std::string before = nearest(good).second;
    QCOMPARE(item.normal->row.item, before);
    VALUE(picture, read_image(story_.surfaces() / before));
    QCOMPARE(item.normal_image.bytes, picture.bytes);
    // What a person says counts more than the folder.
    VALUE(log, LabelLog::open(workspace));
    VALUE(said,
          log.give(workspace, queue.context, {before, 0, 0, 0}, label_class::abnormal, {"kim", "", ""}));
    VALUE(next, ReviewView::open(workspace, queue, silent_, {}));
    VALUE(later, next->item(row));
    QCOMPARE(later.normal->row.item,
             nearest([&](const std::string& each) { return good(each) && each != before; }).second);
  }

  void a_painted_region_is_a_mark_that_undo_takes_back() {
    Workspace workspace = story_.open("paint");
    const std::string item = "test/stain/000.png";
    const fs::path file = story_.surfaces() / "ground_truth/stain/000_mask.png";
    const std::string before = *read_file(file);
    VALUE(image, read_image(story_.surfaces() / item));
    MaskIn in{story_.surfaces().string(), item, {image.width, image.height, {}}, "", "kim"};
    in.mask.inside.assign(std::size_t(image.width) * std::size_t(image.height), 0);
    std::fill_n(in.mask.inside.begin(), 500, std::uint8_t{1});
    MaskIn nobody = in;
    nobody.reviewer.clear();
    FAILS_WITH(save_mask(workspace, nobody), ErrorCode::invalid_argument, "who painted");
    MaskIn lost = in;
    lost.run = "nowhere"; // the label cannot be written, so the mask must not stay
    FAILS_WITH(save_mask(workspace, lost), ErrorCode::not_found, "the mask was not saved");
    QCOMPARE(*read_file(file), before);
    VALUE(saved, save_mask(workspace, in));
    const std::string after = *read_file(file);
    QVERIFY(after != before);
    QVERIFY(is_region(saved.event) && saved.event.item == item);
    QCOMPARE(saved.event.new_class, std::string(label_class::abnormal));
    QVERIFY2(saved.event.reason.starts_with("region of 500 pixels; mask "), saved.event.reason.c_str());
    VALUE(log, LabelLog::open(workspace));
    VALUE(undone, log.undo(workspace, "kim", ""));
    QVERIFY(undone.kind == LabelKind::undo && undone.target == saved.event.number);
    QCOMPARE(*read_file(file), before);
    VALUE(redone, log.redo(workspace, "kim", ""));
    QCOMPARE(*read_file(file), after);
    // Somebody else's change is not overwritten by an undo.
    MaskIn other = in;
    other.reviewer = "lee";
    std::fill_n(other.mask.inside.begin(), 900, std::uint8_t{1});
    VALUE(newer, save_mask(workspace, other));
    VALUE(events, workspace.store().label_events());
    FAILS_WITH(log.undo(workspace, "kim", ""), ErrorCode::conflict, "changed since");
    VALUE(still, workspace.store().label_events());
    QCOMPARE(still.size(), events.size());
    VALUE(back, log.undo(workspace, "lee", ""));
    VALUE(first, log.undo(workspace, "kim", ""));
    QCOMPARE(*read_file(file), before);
    // Where there was no mask, undo leaves none.
    fs::remove(file);
    VALUE(fresh, save_mask(workspace, in));
    VALUE(gone, log.undo(workspace, "kim", ""));
    QVERIFY(!fs::exists(file));
    VALUE(again, log.redo(workspace, "kim", ""));
    QCOMPARE(*read_file(file), after);
    QVERIFY(write_atomic(file, before).has_value());
    VALUE(chain, verify_labels(workspace));
    QVERIFY(chain.ok);
    // It says that the image is abnormal, once, as long as nobody judged the image itself.
    FeedbackWish wish;
    wish.data = "surfaces";
    wish.modality = "images";
    wish.one_class_will_do = true;
    FeedbackRules rules;
    rules.min_labels = 1;
    rules.holdout = 0;
    VALUE(feedback, collect_feedback(workspace, wish, rules));
    QVERIFY(feedback.abnormal == 1 && feedback.marks == 0);
    const LabelContext context{"", "", 0, "surfaces", story_.surfaces().string(), again.data_sha256, ""};
    VALUE(judged, log.give(workspace, context, {item, 0, 0, 0}, label_class::normal, {"lee", "", ""}));
    VALUE(later, collect_feedback(workspace, wish, rules));
    QVERIFY(later.abnormal == 0 && later.normal == 1);
  }

  void drift_of_images_is_watched_by_their_vectors() {
    const fs::path known = story_.folder() / "known", later = story_.folder() / "later",
                   dark = story_.folder() / "dark";
    const OptionMap few{
        {"train", std::int64_t{30}}, {"test_good", std::int64_t{1}}, {"test_defect", std::int64_t{0}}};
    OptionMap fading = few;
    fading["gradient"] = 0.5;
    VALUE(first, story_.simulate_surfaces(known, few, 41));
    VALUE(second, story_.simulate_surfaces(later, few, 42));
    VALUE(third, story_.simulate_surfaces(dark, fading, 43));
    Workspace workspace = story_.open();
    VALUE(trained, train(workspace,
                         {.model = "patchcore",
                          .data = known.string(),
                          .name = "watched",
                          .options = ImageStory::bank_options()},
                         silent_, {}));
    const auto watched = [&](const fs::path& data) {
      return drift(workspace,
                   {.run = "watched",
                    .data = data.string(),
                    .part = "train",
                    .detectors = {"mmd"},
                    .options = {{"run_length", std::int64_t{200}}, {"mmd.window", std::int64_t{20}}}},
                   silent_, {});
    };
    VALUE(calm, watched(later));
    QCOMPARE(calm.reference_items, std::int64_t{30});
    QCOMPARE(calm.tracks.size(), std::size_t{1});
    QVERIFY(calm.tracks[0].limit > 1e-4 && calm.tracks[0].statistic.back() > 0);
    QVERIFY(calm.tracks[0].alarms.empty());
    QCOMPARE(calm.scatter.reference, std::size_t{30});
    QCOMPARE(calm.scatter.xy.size(), std::size_t{120}); // 30 before, 30 after, two coordinates each
    VALUE(changed, watched(dark));
    QVERIFY(!changed.tracks[0].alarms.empty());
    QVERIFY(std::ranges::find(changed.moved, "feature", &DriftGroup::kind) != changed.moved.end());
  }
  void a_model_without_vectors_says_so() {
    VALUE(simulated, story_.simulate_small(story_.data()));
    Workspace workspace = story_.open();
    VALUE(trained,
          train(workspace, {.model = "pca", .data = story_.data().string(), .name = "chart"}, silent_, {}));
    QueueIn in = wish("diverse");
    in.run = "chart";
    in.data = story_.data().string();
    FAILS_WITH(review_queue(workspace, in, silent_, {}), ErrorCode::unsupported,
               "model 'pca' has none; use top, uncertain, audit or mixed");
    in.policy = "mixed";
    VALUE(queue, review_queue(workspace, in, silent_, {}));
    VALUE(view, ReviewView::open(workspace, queue, silent_, {}));
    VALUE(item, view->item(queue.items.front().row));
    QVERIFY(!item.has_vectors && item.neighbours.empty() && !item.normal);
  }
};

QTEST_GUILESS_MAIN(TestImageReview)
#include "tst_image_review.moc"
