#include "core/workflow/health.h"

#include "core/signal/import_signals.h"
#include "core/workflow/bench_table.h"
#include "core/workflow/data_source.h"

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kept_findings = 100;

/// Takes over findings and says in one sentence what they are.
void add_findings(DataCheckOut& check, std::vector<HealthFinding>&& findings) {
  for (HealthFinding& finding : findings) {
    ++check.count;
    if (finding.level > check.level)
      check.level = finding.level;
    if (check.findings.size() < kept_findings)
      check.findings.push_back(std::move(finding));
  }
}

void close(DataCheckOut& check) {
  if (check.count == 0) {
    check.message = "nothing found";
    return;
  }
  const HealthFinding& first = check.findings.front();
  check.message = first.scene.empty() ? "" : "'" + first.scene + "'";
  if (!first.sensor.empty())
    check.message += (check.message.empty() ? "'" : ", '") + first.sensor + "'";
  check.message += (check.message.empty() ? "" : ": ") + first.message;
  if (check.count > 1)
    check.message += " (and " + std::to_string(check.count - 1) + " more)";
}

/// What the reader noticed, as a check of its own.
DataCheckOut reading_check(const ImportReport& report) {
  DataCheckOut check{"reading",
                     "Reading the files",
                     "What a reader has to guess or to leave out is not what was recorded.",
                     "Give a column map that says what the columns mean; repair the lines named here.",
                     HealthLevel::ok,
                     "",
                     {},
                     0};
  std::vector<HealthFinding> findings;
  for (const ReadWarning& warning : report.warnings)
    findings.push_back(
        {HealthLevel::warning, warning.file, "", 0, 0,
         (warning.line > 0 ? "line " + std::to_string(warning.line) + ": " : "") + warning.message});
  add_findings(check, std::move(findings));
  check.count += report.suppressed;
  close(check);
  return check;
}

bool is_unread(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) && path.filename() != "dataset.json" &&
         !fs::exists(path / "dataset.json", error);
}

Result<HealthOut> look_at(const Dataset& dataset, Progress& progress, std::stop_token stop) {
  HealthOut out;
  out.name = dataset.name();
  out.scenes = static_cast<std::int64_t>(dataset.items().size());
  for (const DataCheck& row : data_checks().rows())
    out.checks.push_back({row.id, row.title, row.why, row.advice, HealthLevel::ok, "", {}, 0});
  std::vector<HealthFacts> facts;
  progress.stage("looking at the scenes", out.scenes);
  for (std::size_t i = 0; i < dataset.items().size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the checks were cancelled at scene '" + dataset.items()[i].id + "'");
    ANDON_ASSIGN(const Scene scene, dataset.read(i));
    for (const Sensor& sensor : scene.sensors)
      out.samples += static_cast<std::int64_t>(sensor.series.values.size());
    for (std::size_t c = 0; c < out.checks.size(); ++c)
      if (const auto look = data_checks().rows()[c].scene) {
        std::vector<HealthFinding> findings;
        look(scene, findings);
        add_findings(out.checks[c], std::move(findings));
      }
    facts.push_back(health_facts_of(scene));
    progress.advance(static_cast<std::int64_t>(i) + 1);
  }
  for (std::size_t c = 0; c < out.checks.size(); ++c) {
    if (const auto look = data_checks().rows()[c].whole; look && !facts.empty()) {
      std::vector<HealthFinding> findings;
      look(facts, findings);
      add_findings(out.checks[c], std::move(findings));
    }
    close(out.checks[c]);
  }
  return out;
}

HealthOut with_level(HealthOut out) {
  for (const DataCheckOut& check : out.checks)
    out.level = std::max(out.level, check.level);
  return out;
}

} // namespace

Result<HealthOut> data_health(Workspace& workspace, const HealthIn& in, Progress& progress,
                              std::stop_token stop) {
  ANDON_ASSIGN(const fs::path path, workspace.locate_data(in.data));
  if (!is_unread(path)) {
    ANDON_ASSIGN(const DataSource source, open_data(workspace, in.data));
    if (!source.signals)
      return fail(ErrorCode::unsupported, "data set '" + source.name + "' holds " + source.modality +
                                              "; these checks are for signals");
    ANDON_ASSIGN(HealthOut out, look_at(*source.signals, progress, stop));
    out.name = source.name;
    return with_level(std::move(out));
  }
  if (holds_images(path))
    return fail(ErrorCode::unsupported,
                path.string() +
                    " holds images; these checks are for signals. 'andon import' names images that are "
                    "broken or stand in more than one part");
  ANDON_ASSIGN(const ScratchFolder scratch, ScratchFolder::make());
  ANDON_ASSIGN(DatasetWriter writer,
               DatasetWriter::create(scratch.path() / "data", path.filename().string()));
  ANDON_ASSIGN(const ImportReport report, import_signals(path, {}, writer, progress, stop));
  ANDON_TRY(writer.finish());
  ANDON_ASSIGN(const Dataset dataset, Dataset::open(scratch.path() / "data"));
  ANDON_ASSIGN(HealthOut out, look_at(dataset, progress, stop));
  out.checks.insert(out.checks.begin(), reading_check(report));
  return with_level(std::move(out));
}

} // namespace andon::workflow
