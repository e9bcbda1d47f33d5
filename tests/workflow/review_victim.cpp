// The process that tst_review_kill kills while it labels, adapts and accepts. Every line it prints was
// acknowledged.
#include "core/workflow/adapt.h"
#include "core/workflow/queue.h"

#include <cstdio>
#include <string>

using namespace andon;
using namespace andon::workflow;

namespace {

int stop(const Error& error) {
  std::printf("error %s\n", error.message.c_str());
  std::fflush(stdout);
  return 1;
}

void acknowledge(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

/// "<number> <kind> <item> <class>": a committed event.
std::string line_of(const LabelEvent& event) {
  return "event " + std::to_string(event.number) + " " + store::to_string(event.kind) + " " + event.item +
         " " + (event.new_class.empty() ? "-" : event.new_class);
}

/// Labels without end: verdicts, marks, undo and redo in turn.
Result<void> label_on(Workspace& workspace) {
  ANDON_ASSIGN(LabelContext context, label_context(workspace, "line", ""));
  ANDON_ASSIGN(LabelLog log, LabelLog::open(workspace));
  const char* const classes[] = {"normal", "abnormal", "unsure"};
  for (int i = 0;; ++i) {
    const LabelledItem item{"item-" + std::to_string(i % 40), 0, 2.5, 0.5};
    const LabelWho who{"kim", "", "top"};
    Result<LabelEvent> event = i % 7 == 5   ? log.undo(workspace, "kim", "")
                               : i % 7 == 6 ? log.redo(workspace, "kim", "")
                               : i % 7 == 4 ? log.mark(workspace, context, item, "abnormal", who)
                                            : log.give(workspace, context, item, classes[i % 3], who);
    if (!event)
      return fail(event.error());
    acknowledge(line_of(*event));
  }
}

Result<void> adapt_on(Workspace& workspace) {
  Progress silent;
  for (;;) {
    ANDON_ASSIGN(const AdaptOut out,
                 adapt(workspace, {.run = "line", .options = {{"epochs", std::int64_t{3}}}}, silent, {}));
    acknowledge("candidate " + out.candidate);
  }
}

/// Accepts the candidate and rolls back in turn.
Result<void> switch_on(Workspace& workspace) {
  for (;;) {
    ANDON_ASSIGN(const ModelLine line, model_line(workspace, "line"));
    const bool first = line.active == "line";
    ANDON_ASSIGN(const SwitchOut out, first ? accept_candidate(workspace, {.run = "line-c1", .author = "kim"})
                                            : roll_back(workspace, {.run = "line", .author = "kim"}));
    acknowledge("active " + out.active);
  }
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return 2;
  const std::string mode = argv[1];
  auto workspace = Workspace::open(argv[2], {.device = "cpu", .threads = 1, .store = ""});
  if (!workspace)
    return stop(workspace.error());
  acknowledge("open");
  const auto done = mode == "label"   ? label_on(*workspace)
                    : mode == "adapt" ? adapt_on(*workspace)
                                      : switch_on(*workspace);
  return done ? 0 : stop(done.error());
}
