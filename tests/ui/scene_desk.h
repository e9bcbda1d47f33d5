#pragma once
// Generated scenes, small runs on them and what a page needs, for the tests of scene pages.
#include "core/signal/dataset.h"
#include "core/workflow/data.h"
#include "core/workflow/runs.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>
#include <QWidget>

namespace andon::ui {

inline constexpr int wait_ms = 20'000;

/// Scenes of one machine, made once for all tests; every test works on a copy.
class Scenes {
public:
  static const std::filesystem::path& folder() {
    static Scenes scenes;
    return scenes.data_;
  }

private:
  Scenes() : data_(std::filesystem::path(root_.path().toStdString()) / "scenes") {
    const OptionMap options{{"train", std::int64_t{4}},  {"validation", std::int64_t{0}},
                            {"test", std::int64_t{2}},   {"sensors", std::int64_t{16}},
                            {"duration", 12.0},          {"machines", std::int64_t{1}},
                            {"pair_share", 0.4},         {"bits_share", 0.2},
                            {"binary_share", 0.1},       {"torn_reads", 0.5},
                            {"anomaly_length_max", 4.0}, {"float_share", 0.6},
                            {"swapped_bytes", 0.0}};
    Progress silent;
    const auto made = workflow::simulate(
        {.simulator = "scenes", .options = options, .seed = 4, .out = data_, .replace = false}, silent, {});
    if (!made)
      qFatal("%s", made.error().message.c_str());
  }
  QTemporaryDir root_;
  std::filesystem::path data_;
};

/// Small runs of both scene models on these scenes, trained once.
class Trained {
public:
  static const std::filesystem::path& workspace() {
    static Trained trained;
    return trained.folder_;
  }

private:
  Trained() : folder_(std::filesystem::path(root_.path().toStdString()) / "workspace") {
    train("structure", "words",
          {{"epochs", std::int64_t{20}}, {"width", std::int64_t{8}}, {"embedding", std::int64_t{16}}});
    train("scenes", "watch",
          {{"epochs", std::int64_t{2}}, {"width", std::int64_t{8}}, {"bank", std::int64_t{128}}});
  }
  void train(const std::string& model, const std::string& name, const OptionMap& options) {
    auto workspace = workflow::Workspace::open(folder_, {.device = "cpu", .threads = 1, .store = ""});
    if (!workspace)
      qFatal("%s", workspace.error().message.c_str());
    Progress silent;
    workflow::TrainIn in;
    in.model = model;
    in.data = Scenes::folder().string();
    in.name = name;
    in.options = options;
    if (const auto out = workflow::train(*workspace, in, silent, {}); !out)
      qFatal("%s", out.error().message.c_str());
    if (const auto out = workflow::evaluate(*workspace, {name, in.data, "test"}, silent, {}); !out)
      qFatal("%s", out.error().message.c_str());
  }
  QTemporaryDir root_;
  std::filesystem::path folder_;
};

struct Desk {
  explicit Desk(std::filesystem::path workspace = {}) {
    if (!workspace.empty())
      context.workspace = std::move(workspace);
    std::filesystem::copy(Scenes::folder(), data(), std::filesystem::copy_options::recursive);
  }
  std::filesystem::path data() const { return std::filesystem::path(folder.path().toStdString()) / "scenes"; }
  std::vector<SensorInfo> stored(std::size_t item) const {
    auto dataset = Dataset::open(data());
    return dataset ? dataset->items()[item].sensors : std::vector<SensorInfo>();
  }
  QTemporaryDir folder;
  Selection selection;
  ActionRegistry actions;
  MessageBar messages;
  Settings settings{folder.path().toStdString() + "/settings"};
  JobList jobs;
  PageContext context{
      folder.path().toStdString() + "/workspace", selection, jobs, actions, messages, settings};
};

/// A page with its inspector beside it; a picture is kept when the environment names a folder.
inline void keep_picture(QWidget& page, QWidget* panel, const char* name) {
  const QString folder = qEnvironmentVariable("ANDON_PICTURES");
  if (folder.isEmpty())
    return;
  QImage picture(page.width() + (panel ? 300 : 0), page.height(), QImage::Format_RGB32);
  picture.fill(colors(page.palette()).window);
  page.render(&picture);
  if (panel) {
    panel->resize(300, page.height());
    panel->ensurePolished();
    panel->render(&picture, QPoint(page.width(), 0));
  }
  picture.save(folder + "/" + name + ".png");
}

} // namespace andon::ui
