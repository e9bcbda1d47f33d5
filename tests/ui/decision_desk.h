#pragma once
#include "core/base/random.h"
#include "core/workflow/run_files.h"
#include "core/workflow/score_file.h"
#include "tests/ui/page_bench.h"
#include "ui/pages/page_states.h"

#include <QtTest>

// Pages on runs whose scores are written by hand.

namespace andon::ui {

/// Windows of one second; from `fault` on they are abnormal and score higher.
inline std::vector<workflow::ScoreRow> windows(std::size_t n, std::uint64_t seed, std::size_t fault) {
  Random random(Seed{seed});
  std::vector<workflow::ScoreRow> rows(n);
  for (std::size_t i = 0; i < n; ++i) {
    rows[i].item = "line@" + std::to_string(i);
    rows[i].start = static_cast<double>(i);
    rows[i].end = rows[i].start + 1;
    rows[i].label = i >= fault ? 1 : 0;
    rows[i].score = 0.1 * random.exponential() + (i >= fault ? 0.6 : 0);
  }
  return rows;
}

/// A finished run with scores but without a model: what the pages need.
inline void add_run(Bench& bench, const std::string& name) {
  workflow::Workspace workspace = *workflow::Workspace::open(bench.context.workspace);
  store::Run run;
  run.name = name;
  run.model = "motor";
  run.config_json = run.versions_json = "{}";
  run = *workspace.store().add_run(run);
  const auto folder = workspace.run_folder(name);
  if (!workflow::write_scores(workflow::validation_scores_file(folder), windows(7200, 1, 7200)) ||
      !workflow::write_scores(workflow::scores_file(folder, "line", "test"), windows(1500, 2, 1000)) ||
      !workspace.store().finish_run(run.id, store::RunState::finished, 1, "{}", ""))
    qFatal("the run was not stored");
}

/// Set ANDON_SHOTS to a folder to look at what a test shows.
inline void keep_picture(QWidget& widget, const QString& name) {
  if (const QString folder = qEnvironmentVariable("ANDON_SHOTS"); !folder.isEmpty()) {
    QTest::qWait(50);
    widget.grab().save(folder + "/" + name + ".png");
  }
}

inline bool ends_in(PageStates& states, PageStates::State state) {
  return QTest::qWaitFor([&] { return states.state() == state; }, 30000);
}

template <class Shown>
bool opens(Shown& page, int width, int height) {
  page.resize(width, height);
  page.show();
  page.activated();
  return ends_in(page.states(), PageStates::State::filled);
}

inline void trigger(Bench& bench, const char* id) {
  QAction* action = bench.actions.find(QLatin1String(id));
  QVERIFY2(action, id);
  action->trigger();
}

} // namespace andon::ui
