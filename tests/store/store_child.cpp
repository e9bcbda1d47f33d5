// The process that the tests of the store kill, starve or start several times. It has no QCoreApplication.
#include "core/store/store.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

using namespace andon;
using namespace andon::store;

namespace {

int stop(const Error& error) {
  std::printf("error %s: %s\n", std::string(to_string(error.code)).c_str(), error.message.c_str());
  std::fflush(stdout);
  return 1;
}

/// One line for each row that the store has acknowledged: "run 7", "metrics 7", "finish 7", "line 7".
void acknowledge(const char* what, RunId run) {
  std::printf("%s %lld\n", what, static_cast<long long>(run.value));
  std::fflush(stdout);
}

Result<void> write_one(Store& store, const std::string& prefix, int number) {
  ANDON_ASSIGN(const Run run,
               store.add_run({.name = prefix + "-" + std::to_string(number), .model = "motor"}));
  acknowledge("run", run.id);
  ANDON_TRY(store.add_metrics(run.id, {{"loss", 1, 0.5}, {"loss", 2, 0.25}, {"auroc", 2, 0.75}}));
  acknowledge("metrics", run.id);
  ANDON_TRY(store.finish_run(run.id, RunState::finished, 0.5, "{}", ""));
  acknowledge("finish", run.id);
  ANDON_TRY(store.add_threshold({.run = run.id, .method = "f1", .threshold = 0.5, .author = "child"}));
  acknowledge("line", run.id);
  return {};
}

/// Writes for so long, or until it is killed.
int write_for(const std::string& file, const std::string& prefix, double seconds) {
  auto store = Store::open(file);
  if (!store)
    return stop(store.error());
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  for (int number = 1; std::chrono::steady_clock::now() < end; ++number)
    if (const auto written = write_one(*store, prefix, number); !written)
      return stop(written.error());
  std::puts("done");
  return 0;
}

/// Starts a run and leaves it running: behind a dead process, or, with `live`, behind one that lives until it
/// is killed.
int start_run(const std::string& file, bool live) {
  auto store = Store::open(file);
  if (!store)
    return stop(store.error());
  const auto run = store->add_run({.name = "abandoned", .model = "motor"});
  if (!run)
    return stop(run.error());
  acknowledge("run", run->id);
  if (live)
    ::pause();
  return 0;
}

/// The fixed content of data/andon-v1.db.
Result<void> fill(const std::string& file) {
  ANDON_ASSIGN(Store store, Store::open(file));
  ANDON_ASSIGN(const Run run, store.add_run({.name = "spindle",
                                             .model = "motor",
                                             .config_json = "{\"batch\":64}",
                                             .seed = 7,
                                             .versions_json = "{}",
                                             .data_name = "healthy",
                                             .data_path = "data/healthy",
                                             .data_sha256 = "aa",
                                             .device = "cpu",
                                             .created = "2026-05-04T10:11:12.345Z"}));
  ANDON_TRY(store.add_metrics(run.id, {{"loss", 1, 0.5}, {"loss", 2, 0.25}}));
  ANDON_TRY(store.add_artefact(run.id, {"weights", "runs/spindle/weights.safetensors", "bb", 1024}));
  ANDON_TRY(store.put_dataset({"healthy", "signal", "data/healthy", "aa", "2026-05-04T10:00:00.000Z", 500}));
  ANDON_TRY(store.finish_run(run.id, RunState::finished, 1.5, "{\"auroc\":1}", ""));
  ANDON_TRY(store.add_threshold({.run = run.id,
                                 .method = "f1",
                                 .options_json = "{}",
                                 .threshold = 0.5,
                                 .alpha = 0.01,
                                 .diagnostics_json = "{}",
                                 .author = "kim",
                                 .reason = "first"}));
  return store.check();
}

/// Opens, and writes as if the disk were full after so many bytes a file.
int write_until_full(const std::string& file, rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
    return 2;
  return write_for(file, "full", 30);
}

/// Opens without root's right to write everywhere.
int open_as_nobody(const std::string& file) {
  if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
    return 2;
  auto store = Store::open(file);
  return store ? 0 : stop(store.error());
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return 2;
  const std::string mode = argv[1], file = argv[2], option = argc > 3 ? argv[3] : "";
  if (mode == "write")
    return write_for(file, option, argc > 4 ? std::atof(argv[4]) : 60);
  if (mode == "abandon")
    return start_run(file, false);
  if (mode == "hold")
    return start_run(file, true);
  if (mode == "full")
    return write_until_full(file, static_cast<rlim_t>(std::atoll(option.c_str())));
  if (mode == "nobody")
    return open_as_nobody(file);
  if (mode == "fill") {
    const auto filled = fill(file);
    return filled ? 0 : stop(filled.error());
  }
  return 2;
}
