#pragma once
#include "core/workflow/demo.h"

#include <QString>

namespace andon::ui {

/// Trains with the command line tool `program` as a child process, so that a crash there costs nothing here.
/// Errors, cancelling: as run_child_process. Threads: the returned function blocks its caller, any thread.
workflow::Trainer trainer_in_child(const QString& program);

} // namespace andon::ui
