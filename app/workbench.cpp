#include "core/base/guard.h"
#include "core/workflow/demo.h"
#include "ui/jobs/child_training.h"
#include "ui/pages/gallery_bench.h"
#include "ui/pages/review_bench.h"
#include "ui/pages/scene_bench.h"
#include "ui/pages/thresholds_bench.h"
#include "ui/plot/pyramid_bench.h"
#include "ui/shell/main_window.h"
#include "ui/shell/screenshots.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <unistd.h>

namespace {

constexpr int exit_failed = 1;

class PrintedProgress : public andon::Progress {
public:
  void stage(std::string_view name, std::int64_t) override {
    std::fprintf(stderr, "%.*s\n", int(name.size()), name.data());
  }
};

int failed(const andon::Error& error) {
  std::fprintf(stderr, "andon-workbench: %s\n", error.message.c_str());
  return exit_failed;
}

void describe_options(QCommandLineParser& parser) {
  parser.setApplicationDescription(QStringLiteral("Andon: finds what is wrong in factory signals."));
  parser.addHelpOption();
  parser.addOption(
      {QStringLiteral("workspace"), QStringLiteral("Opens this folder."), QStringLiteral("DIR")});
  parser.addOption({QStringLiteral("reset-ui"), QStringLiteral("Forgets geometry, docks and shortcuts.")});
  parser.addOption({QStringLiteral("headless"),
                    QStringLiteral("Runs the motor demonstration without a display and writes its report.")});
  parser.addOption({QStringLiteral("report"),
                    QStringLiteral("Report of --headless, motor-demo.html in the workspace."),
                    QStringLiteral("FILE")});
  parser.addOption({QStringLiteral("screenshots"),
                    QStringLiteral("Saves pictures of every page into this folder."), QStringLiteral("DIR")});
  parser.addOption(
      {QStringLiteral("quit-after-first-paint"), QStringLiteral("Prints the seconds it took and leaves.")});
}

std::filesystem::path path_option(const QCommandLineParser& parser, const char* name) {
  return parser.value(QLatin1String(name)).toStdString();
}

int run_headless(const QCommandLineParser& parser) {
  std::filesystem::path folder = path_option(parser, "workspace");
  if (folder.empty())
    folder = andon::workflow::default_workspace();
  auto workspace = andon::workflow::Workspace::open(folder);
  if (!workspace)
    return failed(workspace.error());
  std::filesystem::path report = path_option(parser, "report");
  if (report.empty())
    report = workspace->folder() / "motor-demo.html";
  PrintedProgress progress;
  const QString program = QCoreApplication::applicationDirPath() + QStringLiteral("/andon");
  const auto out = andon::guard("motor demonstration", [&] {
    return andon::workflow::motor_demo(
        *workspace, {.trainer = andon::ui::trainer_in_child(program), .report = report}, progress, {});
  });
  if (!out)
    return failed(out.error());
  std::printf("run %s: AUROC %.4f, %lld of %zu windows flagged, first %s at %.3f s, %.1f s in all\n%s\n",
              out->run.c_str(), out->auroc, static_cast<long long>(out->flagged), out->rows.size(),
              out->top.item.c_str(), out->top.start, out->seconds, out->report.c_str());
  return 0;
}

/// Since the kernel started the process, so that loading the libraries counts. The clock's grain is 10 ms.
double seconds_since_process_start() {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string field;
  constexpr int start_time_after_name = 20;
  for (int i = 0; i < start_time_after_name; ++i)
    fields >> field;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const double started = std::strtod(field.c_str(), nullptr) / double(sysconf(_SC_CLK_TCK));
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9 - started;
}

bool has_flag(int argc, char** argv, const char* flag) {
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], flag) == 0)
      return true;
  return false;
}

int run_window(QApplication& application, const QCommandLineParser& parser) {
  andon::ui::MainWindow window(
      {.workspace = path_option(parser, "workspace"), .reset_ui = parser.isSet(QStringLiteral("reset-ui"))});
  if (parser.isSet(QStringLiteral("quit-after-first-paint")))
    QObject::connect(&window, &andon::ui::MainWindow::first_painted, &application, [&] {
      std::printf("{\"first_paint_s\": %.3f}\n", seconds_since_process_start());
      application.quit();
    });
  window.show();
  return application.exec();
}

} // namespace

int main(int argc, char** argv) {
  QCoreApplication::setOrganizationName(QStringLiteral("Andon"));
  QCoreApplication::setApplicationName(QStringLiteral("Andon"));
  QCommandLineParser parser;
  describe_options(parser);
  if (has_flag(argc, argv, "--headless")) {
    const QCoreApplication application(argc, argv);
    parser.process(application);
    return run_headless(parser);
  }
  QApplication application(argc, argv);
  if (const auto code = andon::ui::run_review_bench(QApplication::arguments()))
    return *code;
  if (const auto code = andon::ui::run_gallery_bench(QApplication::arguments()))
    return *code;
  if (const auto code = andon::ui::run_scene_bench(QApplication::arguments()))
    return *code;
  if (const auto code = andon::ui::run_thresholds_bench(QApplication::arguments()))
    return *code;
  if (const auto code = andon::ui::run_bench(QApplication::arguments()))
    return *code;
  parser.process(application);
  if (parser.isSet(QStringLiteral("screenshots"))) {
    const auto taken = andon::ui::take_screenshots(path_option(parser, "screenshots"), {});
    return taken ? 0 : failed(taken.error());
  }
  return run_window(application, parser);
}
