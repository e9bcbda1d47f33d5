#include "core/workflow/demo.h"

#include "core/workflow/data.h"
#include "core/workflow/report.h"

#include <algorithm>
#include <chrono>

namespace andon::workflow {

namespace {

constexpr const char* data_name = "motor-demo";

Result<void> prepare_data(Workspace& workspace, std::uint64_t seed, Progress& progress,
                          std::stop_token stop) {
  if (workspace.store().dataset(data_name))
    return {};
  const std::filesystem::path source = workspace.cache_folder() / "motor-demo-source";
  const auto simulated =
      simulate({.simulator = "motor", .seed = seed, .out = source, .replace = true}, progress, stop);
  if (!simulated)
    return fail_in("simulate", simulated.error());
  const auto imported =
      import_data(workspace, {.path = source, .name = data_name, .replace = true}, progress, stop);
  std::error_code ignored;
  std::filesystem::remove_all(source, ignored);
  if (!imported)
    return fail_in("import", imported.error());
  return {};
}

} // namespace

Result<DemoOut> motor_demo(Workspace& workspace, const DemoIn& in, Progress& progress, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  ANDON_TRY(prepare_data(workspace, in.seed, progress, stop));
  const TrainIn training{.model = "motor", .data = data_name, .seed = in.seed};
  const auto trained = in.trainer ? in.trainer(workspace, training, progress, stop)
                                  : train(workspace, training, progress, stop);
  if (!trained)
    return fail_in("train", trained.error());
  DemoOut out{.data = data_name, .run = trained->run};
  if (auto fitted = fit_threshold(workspace, {.run = out.run, .author = "demo"}, progress, stop); !fitted)
    return fail_in("threshold", fitted.error());
  auto scored = score(workspace, {.run = out.run, .data = data_name}, progress, stop);
  if (!scored)
    return fail_in("score", scored.error());
  out.rows = std::move(scored->rows);
  if (out.rows.empty())
    return fail(ErrorCode::insufficient_data, "the demonstration data has no windows to score");
  out.top =
      *std::max_element(out.rows.begin(), out.rows.end(), [](auto& a, auto& b) { return a.score < b.score; });
  out.flagged = std::count_if(out.rows.begin(), out.rows.end(), [](auto& row) { return row.decision == 1; });
  const auto evaluated = evaluate(workspace, {.run = out.run, .data = data_name}, progress, stop);
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

} // namespace andon::workflow
