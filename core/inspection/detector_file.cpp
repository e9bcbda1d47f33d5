#include "core/inspection/detector_file.h"

namespace andon {
namespace {

constexpr auto file_name = "detector.safetensors";
constexpr auto format = "1";

} // namespace

Result<void> write_detector(const std::filesystem::path& folder, const std::string& method,
                            const OptionMap& options, const PatchSource& source, TensorSet set) {
  set.metadata["backbone"] = source.features().backbone();
  set.metadata["precision"] = source.features().precision();
  return write_detector(folder, method, options, source.features().weights_sha256(), std::move(set));
}

Result<void> write_detector(const std::filesystem::path& folder, const std::string& method,
                            const OptionMap& options, const std::string& weights_sha256, TensorSet set) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return fail(ErrorCode::io, "cannot create " + folder.string() + ": " + error.message());
  set.metadata["format"] = format;
  set.metadata["method"] = method;
  set.metadata["options"] = to_json_text(options);
  set.metadata["weights_sha256"] = weights_sha256;
  return write_safetensors(folder / file_name, set);
}

Result<DetectorFile> read_detector(const std::filesystem::path& folder, const std::string& method) {
  DetectorFile file;
  file.where = (folder / file_name).string();
  ANDON_ASSIGN(file.set, read_safetensors(folder / file_name));
  const auto& about = file.set.metadata;
  for (const char* key : {"format", "method", "options", "weights_sha256"})
    if (!about.contains(key))
      return fail(ErrorCode::corrupt, file.where + " does not say its " + key + "; train the run again");
  if (about.at("method") != method || about.at("format") != format)
    return fail(ErrorCode::corrupt, file.where + " holds a detector '" + about.at("method") + "' of format " +
                                        about.at("format") + ", expected '" + method + "' of format " +
                                        format);
  ANDON_ASSIGN(file.options, option_map_from_json(about.at("options")));
  return file;
}

std::string precision_of(const DetectorFile& file, const FitContext& context) {
  const auto known = file.set.metadata.find("precision");
  return !context.precision.empty() || known == file.set.metadata.end() ? context.precision : known->second;
}

Result<PatchSource> reopen_source(const DetectorFile& file, const ViewOptions& views,
                                  const PatchFeatureOptions& features, const FitContext& context) {
  PatchFeatureOptions wanted = features;
  if (const std::string precision = precision_of(file, context); !precision.empty())
    wanted.precision = precision;
  ANDON_ASSIGN(PatchSource source, PatchSource::open(views, wanted, context));
  if (source.features().weights_sha256() != file.set.metadata.at("weights_sha256"))
    return fail(ErrorCode::conflict, file.where + " was fitted with other weights than " +
                                         context.weights.string() + "; give the weights of the training");
  return source;
}

} // namespace andon
