#include "ui/shell/screenshots.h"

#include "core/workflow/demo.h"
#include "ui/jobs/child_training.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QEventLoop>
#include <QTimer>

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

Result<void> shoot(MainWindow& window, const std::filesystem::path& folder, const QString& state) {
  for (const char* theme : {"light", "dark"})
    for (const char* language : {"en", "ko"})
      for (const PageEntry& page : window.pages()) {
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
  Q_EMIT window.context().selection.workspace_changed();
  Selection::State found;
  found.data = QString::fromStdString(demo.data);
  found.run = QString::fromStdString(demo.run);
  found.item = QString::fromStdString(demo.top.item);
  found.start = demo.top.start;
  found.end = demo.top.end;
  window.context().selection.select(found);
  while (!window.context().messages.text().isEmpty())
    window.context().messages.dismiss();
  return shoot(window, folder, QStringLiteral("filled"));
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
