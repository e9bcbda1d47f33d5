#include "core/simulate/simulator_table.h"
#include "core/workflow/data.h"

namespace andon::workflow {

namespace fs = std::filesystem;

Result<SimulateOut> simulate(const SimulateIn& in, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const SimulatorEntry* entry, simulators().find(in.simulator));
  if (in.out.empty())
    return fail(ErrorCode::invalid_argument, "name the folder to write with --out DIR");
  std::error_code error;
  const fs::path folder = fs::absolute(in.out, error).lexically_normal();
  const fs::path named = folder.has_filename() ? folder : folder.parent_path();
  fs::create_directories(named.parent_path(), error);
  ANDON_ASSIGN(DatasetWriter writer, DatasetWriter::create(named, named.filename().string(), in.replace));
  SimulateOut out;
  out.path = named;
  ANDON_ASSIGN(out.items, entry->write(in.options, Seed(in.seed), writer, progress, stop));
  ANDON_ASSIGN(out.sha256, writer.finish());
  return out;
}

} // namespace andon::workflow
