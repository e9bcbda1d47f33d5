#include "ui/shell/screenshots.h"

#include "core/workflow/data.h"
#include "core/workflow/demo.h"
#include "ui/jobs/child_training.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace andon::ui {

namespace {

constexpr int settle_ms = 300, longest_wait_ms = 60'000, width = 1280, height = 800;

/// Lets the window work until no job has run for a moment.
void settle(JobList& jobs) {
  QEventLoop loop;
  QTimer quiet, limit;
  quiet.setSingleShot(true);
  quiet.setInterval(settle_ms);
  QObject::connect(&quiet, &QTimer::timeout, &loop, [&] { jobs.busy() ? quiet.start() : loop.quit(); });
  QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
  quiet.start();
  limit.start(longest_wait_ms);
  loop.exec();
}

/// `pages`: ids, empty = all.
Result<void> shoot(MainWindow& window, const std::filesystem::path& folder, const QString& state,
                   const QStringList& pages = {}) {
  for (const char* theme : {"light", "dark"})
    for (const char* language : {"en", "ko"})
      for (const PageEntry& page : window.pages()) {
        if (!pages.isEmpty() && !pages.contains(QLatin1String(page.id)))
          continue;
        window.set_theme(QLatin1String(theme));
        window.set_language(QLatin1String(language));
        window.show_page(QLatin1String(page.id));
        settle(window.context().jobs);
        const QString name =
            QStringLiteral("%1-%2-%3-%4.png")
                .arg(QLatin1String(page.id), state, QLatin1String(theme), QLatin1String(language));
        const std::filesystem::path file = folder / name.toStdString();
        if (!window.grab().save(QString::fromStdString(file.string())))
          return fail(ErrorCode::io,
                      "could not write the picture '" + file.string() + "'; check space and rights");
      }
  return {};
}

void show_run(MainWindow& window, const std::string& data, const std::string& run,
              const workflow::ScoreRow& top) {
  Q_EMIT window.context().selection.workspace_changed();
  Selection::State found;
  found.data = QString::fromStdString(data);
  found.run = QString::fromStdString(run);
  found.item = QString::fromStdString(top.item);
  found.start = top.start;
  found.end = top.end;
  window.context().selection.select(found);
  while (!window.context().messages.text().isEmpty())
    window.context().messages.dismiss();
}

/// Small scenes of unknown machines, what their words mean, and where they are wrong.
Result<void> shoot_scenes(MainWindow& window, workflow::Workspace& workspace,
                          const std::filesystem::path& folder) {
  Progress ignored;
  const std::filesystem::path data = workspace.folder() / "scenes";
  const OptionMap small{{"train", std::int64_t{60}}, {"validation", std::int64_t{12}},
                        {"test", std::int64_t{6}},   {"sensors", std::int64_t{16}},
                        {"duration", 15.0},          {"abnormal", 1.0}};
  ANDON_TRY(workflow::simulate({.simulator = "scenes", .options = small, .out = data, .replace = true},
                               ignored, {}));
  workflow::ScoreRow top;
  for (const char* model : {"structure", "scenes"}) {
    ANDON_TRY(workflow::train(
        workspace,
        {.model = model, .data = data.string(), .name = model, .options = {{"epochs", std::int64_t{15}}}},
        ignored, {}));
    ANDON_ASSIGN(const workflow::ScoreOut out,
                 workflow::score(workspace, {.run = model, .data = data.string(), .out = {}}, ignored, {}));
    top = *std::max_element(out.rows.begin(), out.rows.end(),
                            [](const auto& a, const auto& b) { return a.score < b.score; });
    if (std::string_view(model) == "structure")
      top.item = out.rows.front().item;
    show_run(window, data.string(), model, top);
    ANDON_TRY(shoot(window, folder, QStringLiteral("filled"),
                    std::string_view(model) == "structure"
                        ? QStringList{QStringLiteral("structure")}
                        : QStringList{QStringLiteral("scene"), QStringLiteral("anomaly")}));
  }
  return {};
}

Result<void> shoot_all(MainWindow& window, const std::filesystem::path& folder, const QString& program) {
  settle(window.context().jobs);
  ANDON_TRY(shoot(window, folder, QStringLiteral("empty")));
  Selection::State missing;
  missing.data = missing.run = QStringLiteral("lost-in-the-move");
  window.context().selection.select(missing);
  ANDON_TRY(shoot(window, folder, QStringLiteral("failed")));
  ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(window.context().workspace));
  Progress ignored;
  ANDON_ASSIGN(const workflow::DemoOut demo,
               workflow::motor_demo(workspace, {.trainer = trainer_in_child(program)}, ignored, {}));
  show_run(window, demo.data, demo.run, demo.top);
  ANDON_TRY(shoot(window, folder, QStringLiteral("filled")));
  ANDON_ASSIGN(const workflow::DemoOut parts,
               workflow::surface_demo(workspace, {.trainer = trainer_in_child(program)}, ignored, {}));
  show_run(window, parts.data, parts.run, parts.top);
  ANDON_TRY(
      shoot(window, folder, QStringLiteral("filled"), {QStringLiteral("images"), QStringLiteral("models")}));
  window.show_page(QStringLiteral("images"));
  settle(window.context().jobs);
  window.context().actions.find(QStringLiteral("images.measure"))->trigger();
  ANDON_TRY(shoot(window, folder, QStringLiteral("latency"), {QStringLiteral("images")}));
  window.context().actions.find(QStringLiteral("images.latency"))->trigger();
  return shoot_scenes(window, workspace, folder);
}

} // namespace

Result<void> take_screenshots(const std::filesystem::path& folder, const QString& program) {
  const std::filesystem::path scratch = folder / "scratch";
  std::error_code problem;
  std::filesystem::create_directories(scratch, problem);
  if (problem)
    return fail(ErrorCode::io, "could not create '" + scratch.string() + "': " + problem.message());
  Result<void> result;
  {
    MainWindow window(
        {.workspace = scratch / "workspace", .settings_folder = scratch / "settings", .program = program});
    window.resize(width, height);
    window.show();
    result = shoot_all(window, folder, window.context().jobs.program());
  }
  std::filesystem::remove_all(scratch, problem);
  return result;
}

} // namespace andon::ui
