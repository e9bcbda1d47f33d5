#pragma once
#include "ui/jobs/job_list.h"
#include "ui/pages/page.h"
#include "ui/settings/settings.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/selection.h"

#include <QTemporaryDir>

namespace andon::ui {

/// Everything a page needs, over an empty workspace.
struct Bench {
  explicit Bench(QString tool = {}) : program(std::move(tool)) {}
  QString program; ///< the command line tool that children run
  QTemporaryDir folder;
  Settings settings{std::filesystem::path(folder.filePath("settings").toStdString())};
  Selection selection;
  JobList jobs{nullptr, program};
  ActionRegistry actions;
  MessageBar messages;
  PageContext context{std::filesystem::path(folder.filePath("workspace").toStdString()),
                      selection,
                      jobs,
                      actions,
                      messages,
                      settings};
};

} // namespace andon::ui
