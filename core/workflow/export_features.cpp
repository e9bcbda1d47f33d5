#include "core/workflow/export_features.h"

#include "core/base/atomic_file.h"
#include "core/inspection/named_values.h"
#include "core/training/device.h"
#include "core/workflow/csv_record.h"
#include "core/workflow/image_model.h"
#include "core/workflow/item_vectors.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t most_name_bytes = 12ULL << 20; ///< a header of safetensors ends at 16 MiB

Result<void> check_target(const ExportFeaturesIn& in) {
  const std::string ending = in.out.extension().string();
  if (ending != ".csv" && ending != ".safetensors")
    return fail(ErrorCode::invalid_argument,
                "features are written as .csv or .safetensors, not to '" + in.out.string() + "'");
  std::error_code error;
  if (fs::exists(in.out, error) && !(in.replace && fs::is_regular_file(in.out, error)))
    return fail(ErrorCode::already_exists,
                in.out.string() + " exists already; choose another name or use --replace");
  return {};
}

Result<void> check_model(const ModelEntry& model) {
  if (!has_vectors(model))
    return fail(no_vectors(model, "features to export"));
  return {};
}

Result<FeatureSet> features_of(const OpenedRun& opened, Progress& progress, std::stop_token stop) {
  if (!opened.model->embed)
    return images::features(opened.job, progress, stop);
  ANDON_ASSIGN(EmbeddingSet set, opened.model->embed(opened.job, progress, stop));
  return joined(std::move(set));
}

bool of_images(const FeatureSet& set) {
  return !set.rows.front().path.empty();
}

std::string csv_header(const FeatureSet& set) {
  std::string line = of_images(set) ? "path,label,score" : "item,start,end,label,score";
  for (std::int64_t k = 0; k < set.dimension; ++k)
    line += ",feature_" + std::to_string(k);
  return line + "\n";
}

std::string csv_line(const FeatureSet& set, std::size_t i) {
  const ScoreRow& row = set.rows[i];
  std::string line;
  append_csv_field(line, row.item);
  if (!of_images(set))
    for (const double time : {row.start, row.end}) {
      line += ',';
      append_csv_number(line, time);
    }
  line += row.label < 0 ? "," : "," + std::to_string(row.label);
  line += ',';
  append_csv_number(line, row.score);
  const auto d = static_cast<std::size_t>(set.dimension);
  for (std::size_t k = i * d; k < (i + 1) * d; ++k) {
    line += ',';
    append_csv_number(line, set.values[k]);
  }
  return line + "\n";
}

Result<void> write_csv(const fs::path& file, const FeatureSet& set, Progress& progress,
                       std::stop_token stop) {
  ANDON_ASSIGN(AtomicFile out, AtomicFile::open(file));
  ANDON_TRY(out.write(csv_header(set)));
  for (std::size_t i = 0; i < set.rows.size(); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
    ANDON_TRY(out.write(csv_line(set, i)));
    progress.advance(static_cast<std::int64_t>(i + 1));
  }
  return out.commit();
}

Result<void> write_tensors(const fs::path& file, const FeatureSet& set, const OpenedRun& opened) {
  std::vector<std::string> names;
  std::vector<double> scores, starts, ends;
  std::vector<std::int32_t> labels;
  for (const ScoreRow& row : set.rows) {
    names.push_back(row.item);
    scores.push_back(row.score);
    labels.push_back(row.label);
    starts.push_back(row.start);
    ends.push_back(row.end);
  }
  TensorSet tensors;
  tensors.tensors.push_back(named_values("features", set.values, static_cast<std::size_t>(set.dimension)));
  tensors.tensors.push_back(named_values("score", scores));
  tensors.tensors.push_back(named_values("label", labels));
  if (!of_images(set)) {
    tensors.tensors.push_back(named_values("start", starts));
    tensors.tensors.push_back(named_values("end", ends));
  }
  const std::string items =
      nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (items.size() > most_name_bytes)
    return fail(ErrorCode::limit_exceeded, "the names of " + std::to_string(names.size()) +
                                               " items do not fit into the header of a safetensors file; "
                                               "export to .csv, or a part at a time");
  tensors.metadata = {{"items", items},
                      {"run", opened.run.name},
                      {"model", opened.run.model},
                      {"data", opened.job.data.name},
                      {"part", opened.job.part}};
  return write_safetensors(file, tensors);
}

} // namespace

Result<ExportFeaturesOut> export_features(Workspace& workspace, const ExportFeaturesIn& in,
                                          Progress& progress, std::stop_token stop) {
  ANDON_TRY(check_target(in));
  ANDON_ASSIGN(const EmbeddingIn named, resolve_view(workspace, {.run = in.run, .data = in.data}));
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, named.data, in.part));
  ANDON_TRY(check_model(*opened.model));
  set_threads(resolved_threads(workspace.session().threads));
  ExportFeaturesOut out;
  for (const ImportWarning& warning : opened.job.data.warnings)
    out.warnings.push_back(warning.file + ": " + warning.message);
  MessageKeeper keeper(progress, out.warnings);
  ANDON_ASSIGN(const FeatureSet set, features_of(opened, keeper, stop));
  if (stop.stop_requested())
    return fail(ErrorCode::cancelled, "the export was cancelled; nothing was written");
  progress.stage("writing features", static_cast<std::int64_t>(set.rows.size()));
  std::error_code error;
  if (in.out.has_parent_path())
    fs::create_directories(in.out.parent_path(), error);
  ANDON_TRY(in.out.extension() == ".csv" ? write_csv(in.out, set, progress, stop)
                                         : write_tensors(in.out, set, opened));
  out.out = in.out;
  out.items = static_cast<std::int64_t>(set.rows.size());
  out.dimension = set.dimension;
  out.bytes = fs::file_size(in.out, error);
  return out;
}

} // namespace andon::workflow
