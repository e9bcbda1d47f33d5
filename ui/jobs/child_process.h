#pragma once
#include "core/base/error.h"
#include "core/base/progress.h"

#include <QByteArray>
#include <QStringList>

#include <stop_token>

namespace andon::ui {

/// Runs `program` with `arguments` and `--progress json --json` and waits. Lines of JSON on its stderr become
/// progress:
/// {"stage","total"}, {"done"}, {"metric","step","value"}, {"message"}; other lines are kept for the error
/// text. A stop request sends SIGINT, and SIGKILL 10 s later. returns what it printed on stdout. Errors:
/// not_found (no such program), cancelled, internal (crashed, with the signal's meaning), or the failure
/// sentence of the child. Threads: any, blocks. Cancels within 100 ms plus the child's own time.
Result<QByteArray> run_child_process(const QString& program, const QStringList& arguments, Progress& progress,
                                     std::stop_token stop);

} // namespace andon::ui
