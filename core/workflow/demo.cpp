#include "core/workflow/demo.h"

#include "core/workflow/data.h"
#include "core/workflow/report.h"

#include <algorithm>
#include <chrono>

namespace andon::workflow {

namespace {

/// What a demonstration is made of.
struct Story {
  std::string data, simulator, model;
  OptionMap simulated;
};

Result<void> prepare_data(Workspace& workspace, const Story& story, std::uint64_t seed, Progress& progress,
                          std::stop_token stop) {
  if (workspace.store().dataset(story.data))
    return {};
  const std::filesystem::path source = workspace.cache_folder() / (story.data + "-source");
  const auto simulated = simulate({.simulator = story.simulator,
                                   .options = story.simulated,
                                   .seed = seed,
                                   .out = source,
                                   .replace = true},
                                  progress, stop);
  if (!simulated)
    return fail_in("simulate", simulated.error());
  const auto imported =
      import_data(workspace, {.path = source, .name = story.data, .replace = true}, progress, stop);
  std::error_code ignored;
  std::filesystem::remove_all(source, ignored);
  if (!imported)
    return fail_in("import", imported.error());
  return {};
}

Result<DemoOut> tell(Workspace& workspace, const Story& story, const DemoIn& in, Progress& progress,
                     std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  ANDON_TRY(prepare_data(workspace, story, in.seed, progress, stop));
  const TrainIn training{.model = story.model, .data = story.data, .seed = in.seed};
  const auto trained = in.trainer ? in.trainer(workspace, training, progress, stop)
                                  : train(workspace, training, progress, stop);
  if (!trained)
    return fail_in("train", trained.error());
  DemoOut out{.data = story.data, .run = trained->run};
  if (auto fitted = fit_threshold(workspace, {.run = out.run, .author = "demo"}, progress, stop); !fitted)
    return fail_in("threshold", fitted.error());
  auto scored = score(workspace, {.run = out.run, .data = story.data}, progress, stop);
  if (!scored)
    return fail_in("score", scored.error());
  out.rows = std::move(scored->rows);
  if (out.rows.empty())
    return fail(ErrorCode::insufficient_data, "the demonstration data has nothing to score");
  out.top =
      *std::max_element(out.rows.begin(), out.rows.end(), [](auto& a, auto& b) { return a.score < b.score; });
  out.flagged = std::count_if(out.rows.begin(), out.rows.end(), [](auto& row) { return row.decision == 1; });
  const auto evaluated = evaluate(workspace, {.run = out.run, .data = story.data}, progress, stop);
  if (!evaluated)
    return fail_in("evaluate", evaluated.error());
  if (const auto found = evaluated->metrics.find("auroc"); found != evaluated->metrics.end())
    out.auroc = found->second.value;
  if (!in.report.empty()) {
    ANDON_ASSIGN(out.report, write_report(workspace, {.run = out.run, .out = in.report}, progress, stop));
  }
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return out;
}

} // namespace

Result<DemoOut> motor_demo(Workspace& workspace, const DemoIn& in, Progress& progress, std::stop_token stop) {
  return tell(workspace, {"motor-demo", "motor", "motor", {}}, in, progress, stop);
}

Result<DemoOut> surface_demo(Workspace& workspace, const DemoIn& in, Progress& progress,
                             std::stop_token stop) {
  const OptionMap small{{"texture", std::string("stamped_part")},
                        {"size", std::int64_t{192}},
                        {"train", std::int64_t{40}},
                        {"test_good", std::int64_t{12}},
                        {"test_defect", std::int64_t{4}}};
  return tell(workspace, {"surface-demo", "surfaces", "patchcore", small}, in, progress, stop);
}

} // namespace andon::workflow
