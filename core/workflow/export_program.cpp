#include "core/workflow/export_program.h"

#include "core/base/assert.h"
#include "core/exchange/onnx_file.h"
#include "core/inspection/onnx_runner.h"
#include "core/workflow/about.h"
#include "core/workflow/bundle_file.h"
#include "core/workflow/decision_line.h"
#include "core/workflow/fp32_run.h"
#include "core/workflow/half_made.h"
#include "core/workflow/program_test.h"

#include <algorithm>
#include <cstdio>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;

/// A format: how its file is written and which runtime tests it.
struct ProgramFormat {
  const char* id;
  Result<void> (*write)(const PatchScorer& scorer, const ProgramCard& card, const fs::path& file);
  ProgramRunner run;
};

Result<void> write_onnx_program(const PatchScorer& scorer, const ProgramCard& card, const fs::path& file) {
  ANDON_ASSIGN(const NodeGraph graph, node_graph(scorer, card));
  return write_onnx(graph, file);
}

Result<std::vector<ProgramOutput>> run_by_opencv(const fs::path& file, std::int64_t height,
                                                 std::int64_t width,
                                                 std::span<const std::vector<float>> images) {
  return run_onnx(file, height, width, images);
}

const ProgramFormat* format_of(const std::string& id) {
  static const std::vector<ProgramFormat> formats{{"torchscript", write_torchscript, run_torchscript},
                                                  {"onnx", write_onnx_program, run_by_opencv}};
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const ProgramFormat& format) { return format.id == id; });
  return found == formats.end() ? nullptr : &*found;
}

/// A program sees whole images; one that ignored a region would score otherwise than the run.
Result<void> refuse_regions(const fs::path& root) {
  std::error_code error;
  for (const char* name : {"roi.png", "ignore.png"})
    if (fs::exists(root / name, error))
      return fail(ErrorCode::unsupported, (root / name).string() +
                                              " limits what the run looks at, and an exported program sees "
                                              "whole images; cut the images to that region and train again");
  return {};
}

/// The run as a program can compute it.
Result<Fp32Run> computable(Workspace& workspace, const store::Run& run, images::OpenedDetector opened,
                           Progress& progress, std::stop_token stop) {
  if (opened.detector->precision() != "fp32") {
    ANDON_ASSIGN(const std::string device, images::device_of(workspace));
    return fp32_run(workspace, run, device, progress, std::move(stop));
  }
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  return Fp32Run{std::move(opened), line.threshold, {}};
}

std::string sentence(const PrecisionChange& change) {
  const auto text = [](double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", value);
    return std::string(digits);
  };
  std::string result = "the run computes in bf16 and this file in fp32: " + std::to_string(change.images) +
                       " normal images were scored again";
  if (change.threshold)
    result += "; the line drawn on them is " + text(*change.threshold) + " (" +
              text(*change.threshold_before) + " in the run) and judges " + std::to_string(change.changed) +
              " of them otherwise";
  return result;
}

Result<ProgramCard> card_of(Workspace& workspace, const store::Run& run, const Fp32Run& computed) {
  ANDON_ASSIGN(const DecisionLine line, newest_line(workspace.store(), run.id));
  ProgramCard card;
  card.threshold = computed.threshold;
  card.texts = {{"run", run.name},
                {"method", run.model},
                {"data_sha256", run.data_sha256},
                {"threshold_version", std::to_string(line.version)},
                {"andon", version().andon},
                {"created", store::utc_now()}};
  if (computed.change.images > 0)
    card.texts["precision"] = sentence(computed.change);
  return card;
}

} // namespace

bool is_program(const std::string& format) {
  return format_of(format) != nullptr;
}

Result<ExportOut> export_program(Workspace& workspace, const ExportIn& in, const store::Run& run,
                                 images::OpenedDetector opened, Progress& progress, std::stop_token stop) {
  const ProgramFormat* const format = format_of(in.format);
  ANDON_ASSERT(format != nullptr);
  const fs::path run_folder = workspace.run_folder(run.name);
  ANDON_ASSIGN(const fs::path weights, images::weights_used(run_folder, opened.card));
  // What cannot be exported is refused before anything is scored.
  ANDON_TRY(check_portable(*opened.detector));
  ANDON_TRY(refuse_regions(images::data_root(run.data_path)));
  ANDON_ASSIGN(const std::vector<fs::path> paths, sample_images(workspace, run, run_folder));
  ANDON_ASSIGN(std::vector<ProgramSample> samples, program_samples(paths, progress));
  ANDON_ASSIGN(const Fp32Run computed, computable(workspace, run, std::move(opened), progress, stop));
  const ImageDetector& detector = *computed.opened.detector;
  ANDON_TRY(expect(samples, detector, progress, stop));
  ANDON_ASSIGN(const PortableScorer portable,
               portable_scorer(detector, weights, samples[0].image.width, samples[0].image.height, stop));
  ANDON_ASSIGN(const ProgramCard card, card_of(workspace, run, computed));
  std::error_code error;
  fs::create_directories(fs::absolute(in.out, error).parent_path(), error);
  const HalfMade half(in.out);
  progress.stage("writing the program");
  ANDON_TRY(format->write(portable.scorer, card, half.path()));
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
  progress.stage("testing the program");
  ExportOut out;
  ANDON_ASSIGN(out.parity_max, test_program(half.path(), format->run, portable, samples, stop));
  out.samples = static_cast<std::int64_t>(samples.size());
  out.bytes = fs::file_size(half.path(), error);
  if (computed.change.images > 0) {
    out.precision = computed.change;
    out.notes.push_back(sentence(computed.change));
  }
  ANDON_TRY(publish(half.path(), in.out));
  out.out = in.out;
  return out;
}

} // namespace andon::workflow
