#include "core/models/weights.h"

#include "core/base/atomic_file.h"
#include "core/base/checkpoint_file.h"
#include "core/base/hash.h"
#include "core/models/backbone_table.h"
#include "core/models/mobilenet_tflite.h"
#include "core/models/patch_features.h"
#include "core/models/timm_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace andon {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 4ULL << 30;
constexpr std::int64_t sanity_side = 128;
constexpr double sanity_tolerance = 1e-3;

fs::path environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? fs::path(value) : fs::path();
}

/// `models` of the tree the program was built in, or of the installation.
std::vector<fs::path> folders_of_program() {
  std::error_code ignored;
  fs::path at = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  std::vector<fs::path> result;
  for (int level = 0; level < 5 && at.has_relative_path(); ++level, at = at.parent_path()) {
    if (fs::exists(at / "models/README.md", ignored))
      result.push_back(at / "models");
    if (fs::is_directory(at / "share/andon/models", ignored))
      result.push_back(at / "share/andon/models");
  }
  return result;
}

/// The architecture that a file name such as resnet18-f37072fd.pth or mobilenetv3_small_100.safetensors
/// tells.
std::string backbone_by_name(const std::string& name) {
  std::string best, spelt = name;
  if (is_timm_mobilenet(name))
    spelt.insert(name.find("mobilenetv") + std::string_view("mobilenet").size(), "_");
  for (const BackboneRow& row : backbone_table().rows())
    if (spelt.find(row.id) != std::string::npos && row.id.size() > best.size())
      best = row.id;
  return best;
}

std::optional<WeightsFile> read_card(const fs::path& card) {
  const auto text = read_file(card, 1 << 20);
  if (!text)
    return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || json.value("format", "") != "andon-weights-1")
    return std::nullopt;
  WeightsFile result;
  try {
    result.id = card.stem().string();
    result.backbone = json.at("backbone").get<std::string>();
    result.sha256 = json.at("sha256").get<std::string>();
    result.licence = json.at("licence").get<std::string>();
    result.origin = json.at("origin").get<std::string>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  result.imported = true;
  return result;
}

std::optional<WeightsFile> describe_file(const fs::path& file) {
  const std::string extension = file.extension().string();
  if (extension != ".safetensors" && extension != ".pth" && extension != ".pt" && extension != ".tflite")
    return std::nullopt;
  WeightsFile result;
  if (extension == ".safetensors")
    result = read_card(fs::path(file).replace_extension(".json")).value_or(WeightsFile{});
  if (!result.imported) {
    result.id = file.stem().string();
    result.backbone = extension == ".tflite" ? "mobilenet_v2" : backbone_by_name(result.id);
    result.origin = "put into " + file.parent_path().string();
  }
  std::error_code problem;
  result.file = file;
  result.bytes = fs::file_size(file, problem);
  return problem ? std::nullopt : std::optional(result);
}

Result<TensorSet> read_any(const std::string& bytes, const fs::path& source) {
  const std::string where = source.string();
  if (bytes.size() > 8 && bytes.compare(4, 4, "TFL3") == 0) {
    ANDON_ASSIGN(const TfliteModel model, parse_tflite(bytes, where));
    return mobilenet_v2_from_tflite(model, where);
  }
  ANDON_ASSIGN(TensorSet set,
               is_checkpoint(bytes) ? parse_checkpoint(bytes, where) : parse_safetensors(bytes, where));
  if (is_timm_mobilenet(set))
    return with_torchvision_names(std::move(set), source.filename().string());
  return set;
}

std::string joined_names(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names)
    all += (all.empty() ? "" : ",") + name;
  return all;
}

/// Mean and root mean square of a fixed image's features of these layers.
Result<std::pair<double, double>> sanity(const fs::path& file, const std::string& layers) {
  PatchFeatureOptions options;
  options.layers = layers;
  options.precision = "fp32";
  options.pooling = 1;
  ANDON_ASSIGN(const PatchFeatureExtractor extractor, PatchFeatureExtractor::open(options, file, "cpu"));
  std::vector<float> image(static_cast<std::size_t>(sanity_side * sanity_side * 3));
  for (std::size_t i = 0; i < image.size(); ++i)
    image[i] = static_cast<float>((i * 7919 + i / 384 * 104729) % 256) / 255.0F;
  ANDON_ASSIGN(const PatchFeatures features, extractor.extract(image, 1, sanity_side, sanity_side));
  double sum = 0, squares = 0;
  for (const float value : features.values) {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  const auto count = static_cast<double>(features.values.size());
  if (!std::isfinite(squares) || squares == 0)
    return fail(ErrorCode::corrupt,
                file.string() + ": a test image leaves no usable features; the weights are damaged");
  return std::pair{sum / count, std::sqrt(squares / count)};
}

/// The import of a raw file stands for it, unless the raw file was changed since.
bool replaces(const WeightsFile& found, const WeightsFile& known) {
  std::error_code problem;
  return found.imported && !known.imported &&
         fs::last_write_time(found.file, problem) >= fs::last_write_time(known.file, problem) && !problem;
}

bool plain_name(const std::string& id) {
  return !id.empty() && id.size() <= 100 && id.front() != '.' &&
         std::all_of(id.begin(), id.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '.'; });
}

} // namespace

fs::path weights_cache() {
  fs::path base = environment("XDG_CACHE_HOME");
  if (base.empty() || base.is_relative())
    base = environment("HOME") / ".cache";
  return base / "andon" / "weights";
}

std::vector<fs::path> weights_folders() {
  std::vector<fs::path> candidates{environment("ANDON_MODELS")};
  for (fs::path& folder : folders_of_program())
    candidates.push_back(std::move(folder));
  candidates.push_back(weights_cache());
  std::vector<fs::path> result;
  for (const fs::path& folder : candidates) {
    std::error_code ignored;
    if (!folder.empty() && fs::is_directory(folder, ignored))
      result.push_back(folder);
  }
  return result;
}

std::vector<WeightsFile> list_weights() {
  std::vector<WeightsFile> result;
  for (const fs::path& folder : weights_folders()) {
    std::error_code ignored;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, ignored), end; at != end; at.increment(ignored))
      files.push_back(at->path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      const auto found = describe_file(file);
      if (!found)
        continue;
      const auto same = std::find_if(result.begin(), result.end(),
                                     [&](const WeightsFile& other) { return other.id == found->id; });
      if (same == result.end())
        result.push_back(*found);
      else if (replaces(*found, *same))
        *same = *found;
    }
  }
  return result;
}

Result<WeightsFile> find_weights(const std::string& id) {
  std::vector<std::string> ids;
  for (const WeightsFile& each : list_weights()) {
    if (each.id == id)
      return each;
    ids.push_back(each.id);
  }
  std::string message = "no weights are called '" + id + "'";
  if (const std::string near = nearest(id, ids); !near.empty())
    message += "; did you mean '" + near + "'?";
  message += " At hand:";
  for (const std::string& known : ids)
    message += " " + known;
  return fail(ErrorCode::not_found, message + (ids.empty() ? " none" : ""));
}

Result<WeightsFile> weights_for(const std::string& backbone) {
  if (backbone != "auto")
    ANDON_TRY(backbone_table().find(backbone));
  const std::vector<WeightsFile> all = list_weights();
  for (const BackboneRow& row : backbone_table().rows())
    for (const WeightsFile& each : all)
      if (each.backbone == row.id && (backbone == "auto" || backbone == row.id)) {
        if (each.imported || (each.file.extension() == ".safetensors" && !is_timm_mobilenet(each.id)))
          return each;
        return import_weights(each.file, {each.id, each.licence, each.origin});
      }
  std::string folders;
  for (const fs::path& folder : weights_folders())
    folders += " " + folder.string();
  return fail(ErrorCode::not_found, "no pre-trained weights" +
                                        (backbone == "auto" ? std::string() : " of " + backbone) +
                                        " are at hand; run scripts/fetch-weights, or put a torchvision or "
                                        "timm file (.safetensors, .pth) into "
                                        "models, or name one to: andon weights import FILE. Looked in:" +
                                        (folders.empty() ? " no folder exists" : folders));
}

Result<WeightsFile> import_weights(const fs::path& source, const WeightsOrigin& origin) {
  WeightsFile result;
  result.id = origin.id.empty() ? source.stem().string() : origin.id;
  if (!plain_name(result.id))
    return fail(ErrorCode::invalid_argument,
                "'" + result.id + "' cannot name weights; use letters, digits, '-', '_' and '.'");
  std::string source_hash;
  TensorSet set;
  {
    ANDON_ASSIGN(const std::string bytes, read_file(source, largest_file));
    source_hash = andon::sha256(bytes);
    ANDON_ASSIGN(set, read_any(bytes, source));
  }
  ANDON_ASSIGN(const BackboneRow* row, backbone_of(set, source.string()));
  set.metadata["backbone"] = row->id;
  result.backbone = row->id;
  result.file = weights_cache() / (result.id + ".safetensors");
  std::error_code problem;
  fs::create_directories(result.file.parent_path(), problem);
  if (problem)
    return fail(ErrorCode::io,
                "cannot create " + result.file.parent_path().string() + ": " + problem.message());
  const fs::path trial = temporary_beside(result.file);
  ANDON_TRY(write_safetensors(trial, set));
  const std::string layers = joined_names(tap_names(*row, "auto"));
  const auto statistics = sanity(trial, layers);
  if (!statistics) {
    fs::remove(trial, problem);
    return fail_in(source.string(), statistics.error());
  }
  ANDON_ASSIGN(result.sha256, sha256_file(trial));
  ANDON_TRY(publish(trial, result.file));
  const nlohmann::json card{
      {"format", "andon-weights-1"},
      {"backbone", row->id},
      {"title", row->title},
      {"paper", row->paper},
      {"sha256", result.sha256},
      {"source_file", source.filename().string()},
      {"source_sha256", source_hash},
      {"licence", origin.licence},
      {"origin", origin.origin},
      {"sanity", {{"layers", layers}, {"mean", statistics->first}, {"rms", statistics->second}}}};
  ANDON_TRY(write_atomic(fs::path(result.file).replace_extension(".json"), card.dump(2) + "\n"));
  result.licence = origin.licence;
  result.origin = origin.origin;
  result.bytes = fs::file_size(result.file, problem);
  result.imported = true;
  return result;
}

Result<WeightsCheck> verify_weights(const WeightsFile& weights) {
  WeightsCheck check;
  if (!weights.imported) {
    if (weights.file.extension() == ".safetensors") {
      ANDON_TRY(sanity(weights.file, "auto"));
      check.message = "the file loads; it was never imported, so there is nothing to compare it with";
    } else {
      check.message = "the file was not imported yet";
    }
    return check;
  }
  ANDON_ASSIGN(const std::string hash, sha256_file(weights.file));
  check.hash_matches = hash == weights.sha256;
  if (!check.hash_matches) {
    check.message =
        "the SHA-256 is " + hash + " where " + weights.sha256 + " was recorded; import the weights again";
    return check;
  }
  ANDON_ASSIGN(const std::string text, read_file(fs::path(weights.file).replace_extension(".json"), 1 << 20));
  const nlohmann::json card = nlohmann::json::parse(text, nullptr, false);
  const nlohmann::json stored =
      card.is_object() ? card.value("sanity", nlohmann::json::object()) : nlohmann::json();
  if (!stored.is_object() || !stored.contains("mean") || !stored.contains("rms") ||
      !stored["mean"].is_number() || !stored["rms"].is_number())
    return fail(ErrorCode::corrupt,
                weights.file.string() + ": its card holds no activation statistics; import it again");
  if (!stored.contains("layers") || !stored["layers"].is_string()) {
    check.activations_match = true;
    check.message =
        "SHA-256 as recorded; the card is of an earlier build and does not name the layers of its "
        "statistics, so import the weights again to compare those too";
    return check;
  }
  ANDON_ASSIGN(const auto now, sanity(weights.file, stored["layers"].get<std::string>()));
  const double mean = stored["mean"].get<double>(), rms = stored["rms"].get<double>();
  check.activations_match = std::abs(now.first - mean) <= sanity_tolerance * rms &&
                            std::abs(now.second - rms) <= sanity_tolerance * rms;
  check.message = "SHA-256 as recorded; a test image's features have root mean square " +
                  std::to_string(now.second) + " where " + std::to_string(rms) + " was stored";
  return check;
}

} // namespace andon
