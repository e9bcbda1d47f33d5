#include "app/command.h"
#include "app/console_progress.h"
#include "app/stop_signals.h"
#include "app/usage.h"
#include "core/base/guard.h"
#include "core/training/device.h"

#include <cstdio>
#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

namespace andon::cli {
namespace {

constexpr int exit_failed = 1, exit_usage = 2, exit_cancelled = 130;

/// The commands, in the order of the help text.
constexpr Declare declarations[] = {
    declare_version,  declare_doctor, declare_health,  declare_describe, declare_simulate, declare_import,
    declare_datasets, declare_decode, declare_train,   declare_score,    declare_evaluate, declare_threshold,
    declare_audit,    declare_label,  declare_queue,   declare_adapt,    declare_accept,   declare_rollback,
    declare_drift,    declare_runs,   declare_compare, declare_report,   declare_inspect,  declare_latency,
    declare_export,   declare_rerun,  declare_bench,   declare_weights};

/// OpenMP reads its wait policy when its library is loaded, before main. Idle threads that spin make a busy
/// machine ten times slower, so the program starts itself again once with the policy set.
void bound_spinning(char** argv) {
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT"))
    return;
  ::setenv("OMP_WAIT_POLICY", "passive", 1);
  ::execv("/proc/self/exe", argv);
  // Without /proc the program goes on as it is, only slower beside a busy neighbour.
}

/// Tensors of some megabytes come and go at every step. Given back to the system and fetched again each time,
/// their pages cost a third of a scene's scoring.
void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void declare_common(CLI::App& root, Common& common) {
  root.add_option("--workspace", common.workspace, "Workspace folder ($ANDON_WORKSPACE, else ~/Andon)");
  root.add_option("--store", common.store,
                  "postgresql://user:password@host/database instead of the workspace's own file");
  root.add_option("--device", common.device, "auto, cpu, cuda, cuda:N");
  root.add_option("--threads", common.threads, "Threads to use; 0 = all cores")->check(CLI::Range(0, 4096));
  root.add_option("--seed", common.seed, "Seed of everything random");
  root.add_option("--set", common.assignments,
                  "key=value of an option that 'andon describe' lists; may be repeated")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  root.add_option("--config", common.config, "Options from a .yaml or .json file");
  root.add_flag("--json", common.json, "Print exactly one JSON object on stdout");
  root.add_flag("--quiet", common.quiet, "No progress on stderr");
  root.add_option("--progress", common.progress, "auto, or json: one JSON object a line on stderr")
      ->check(CLI::IsMember({"auto", "json"}));
}

std::unique_ptr<Progress> make_progress(const Common& common) {
  if (common.progress == "json")
    return std::make_unique<JsonProgress>();
  if (common.quiet)
    return std::make_unique<Progress>();
  return std::make_unique<ConsoleProgress>(::isatty(STDERR_FILENO) == 1);
}

int exit_code(ErrorCode code) {
  if (code == ErrorCode::cancelled)
    return exit_cancelled;
  return code == ErrorCode::invalid_argument ? exit_usage : exit_failed;
}

int report_error(const Common& common, const Error& error) {
  if (common.json) {
    const nlohmann::json object{{"error", {{"code", to_string(error.code)}, {"message", error.message}}}};
    std::printf("%s\n", object.dump().c_str());
  }
  std::fprintf(stderr, "andon: %s\n", error.message.c_str());
  return exit_code(error.code);
}

int run_command(const Command& command, const Common& common, std::stop_token stop) {
  set_threads(common.threads);
  const std::unique_ptr<Progress> progress = make_progress(common);
  Invocation invocation(common, *progress, stop);
  auto answer = guard("andon " + command.app->get_name(), [&] { return command.run(invocation); });
  if (!answer)
    return report_error(common, answer.error());
  if (common.json)
    std::printf("%s\n", answer->json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  else
    std::fputs(answer->text.c_str(), stdout);
  return std::fflush(stdout) == 0 ? answer->exit : exit_failed;
}

int run(int argc, char** argv) {
  const StopSignals signals;
  Common common;
  CLI::App root("Andon finds what is wrong in factory signals and images.", "andon");
  root.fallthrough();
  root.require_subcommand(1, 1);
  declare_common(root, common);
  std::vector<Command> commands;
  for (const Declare declare : declarations)
    commands.push_back(declare(root));
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    if (const std::string unknown = unknown_command(root, {argv + 1, argv + argc}); !unknown.empty())
      return report_error(common, {ErrorCode::invalid_argument, unknown});
    return root.exit(help);
  } catch (const CLI::ParseError& error) {
    return report_error(common,
                        {ErrorCode::invalid_argument, usage_error(root, error, {argv + 1, argv + argc})});
  }
  for (const Command& command : commands)
    if (command.app->parsed())
      return run_command(command, common, signals.token());
  return exit_usage;
}

} // namespace
} // namespace andon::cli

int main(int argc, char** argv) {
  andon::cli::bound_spinning(argv);
  andon::cli::keep_freed_memory();
  return andon::cli::run(argc, argv);
}
