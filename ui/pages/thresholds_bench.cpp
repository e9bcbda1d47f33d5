#include "ui/pages/thresholds_bench.h"

#include "core/base/random.h"
#include "core/workflow/bench_table.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/thresholds_page.h"
#include "ui/pages/thresholds_tail.h"
#include "ui/plot/pyramid_bench.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"

#include <QImage>

namespace andon::ui {
namespace {

constexpr std::int64_t default_scores = 100'000;
constexpr int steps = 40; ///< a tab
constexpr int tail_tabs = 5;

/// Windows of a second; the last tenth of the scored ones holds faults of a minute.
std::vector<workflow::ScoreRow> windows(std::int64_t n, std::uint64_t seed, bool faults) {
  Random random(Seed{seed});
  std::vector<workflow::ScoreRow> rows(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].item = "line@" + std::to_string(i);
    rows[i].start = static_cast<double>(i);
    rows[i].end = rows[i].start + 1;
    rows[i].label = faults && 10 * i >= 9 * rows.size() && i / 60 % 5 == 0 ? 1 : 0;
    rows[i].score = random.exponential() + 4 * rows[i].label;
  }
  return rows;
}

Result<workflow::ThresholdView> view_of(const std::filesystem::path& folder, std::int64_t scores) {
  ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
  store::Run run;
  run.name = "line";
  run.model = "motor";
  run.config_json = run.versions_json = "{}";
  ANDON_ASSIGN(run, workspace.store().add_run(run));
  const auto place = workspace.run_folder(run.name);
  ANDON_TRY(workflow::write_scores(workflow::validation_scores_file(place), windows(scores, 1, false)));
  ANDON_TRY(workflow::write_scores(workflow::scores_file(place, "line", "test"), windows(scores, 2, true)));
  ANDON_TRY(workspace.store().finish_run(run.id, store::RunState::finished, 1, "{}", ""));
  Progress silent;
  return workflow::threshold_view(workspace, run.name, silent, {});
}

} // namespace

Result<ThresholdsFigures> bench_thresholds(const std::filesystem::path& folder, std::int64_t scores) {
  ANDON_ASSIGN(workflow::ThresholdView view, view_of(folder / "workspace", scores));
  Selection selection;
  ActionRegistry actions;
  MessageBar messages;
  Settings settings(folder / "settings");
  JobList jobs;
  PageContext context{folder / "workspace", selection, jobs, actions, messages, settings, {}};
  ThresholdsPage page(context);
  page.resize(1600, 900);
  page.show_view(std::move(view));
  page.set_line(7);
  QImage frame(page.size(), QImage::Format_RGB32);
  page.render(&frame); // layout and the first picture are not a step
  std::vector<double> lines, starts;
  for (int tab = 0; tab < tail_tabs; ++tab) {
    page.tail().setCurrentIndex(tab);
    page.render(&frame);
    for (int step = 0; step < steps; ++step) {
      lines.push_back(1000 * workflow::seconds_of([&] {
                        page.set_line(6.5 + 0.05 * step);
                        page.render(&frame);
                      }));
      starts.push_back(1000 * workflow::seconds_of([&] {
                         page.set_tail_start(80.5 + 0.4 * step);
                         page.render(&frame);
                       }));
    }
  }
  using workflow::at_share;
  return ThresholdsFigures{at_share(lines, 0.5), at_share(lines, 0.95), at_share(starts, 0.5),
                           at_share(starts, 0.95), scores};
}

std::string to_json(const ThresholdsFigures& figures) {
  const std::tuple<const char*, double, const char*> rows[] = {{"line_ms_p50", figures.line_ms_p50, "ms"},
                                                               {"line_ms_p95", figures.line_ms_p95, "ms"},
                                                               {"start_ms_p50", figures.start_ms_p50, "ms"},
                                                               {"start_ms_p95", figures.start_ms_p95, "ms"}};
  return results_json(rows);
}

std::optional<int> run_thresholds_bench(const QStringList& arguments) {
  if (!bench_wanted(arguments, "thresholds"))
    return std::nullopt;
  return bench_answer(bench_thresholds(bench_value(arguments, "--bench-folder").toStdString(),
                                       bench_number(arguments, "--bench-scores", default_scores)));
}

} // namespace andon::ui
