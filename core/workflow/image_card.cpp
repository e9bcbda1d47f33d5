#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/models/backbone_table.h"
#include "core/models/weights.h"
#include "core/training/device.h"
#include "core/workflow/bundle_file.h"
#include "core/workflow/image_model.h"

#include <nlohmann/json.hpp>

namespace andon::workflow::images {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr const char* card_name = "image_model.json";
constexpr std::uintmax_t max_card_bytes = 16 << 20;

json to_json(const ImageCard& card) {
  return {
      {"method", card.method},
      {"weights", {{"id", card.weights_id}, {"backbone", card.backbone}, {"sha256", card.weights_sha256}}},
      {"calibration", card.calibration},
      {"train_images", card.train_images},
      {"validation_images", card.validation_images},
      {"summary", card.summary},
      {"files", card.files}};
}

} // namespace

std::string ImageCard::key() const {
  return sha256(to_json(*this).dump());
}

Result<void> write_card(const fs::path& folder, const ImageCard& card) {
  return write_atomic(folder / card_name, to_json(card).dump(1) + "\n");
}

Result<ImageCard> read_card(const fs::path& folder) {
  const fs::path file = folder / card_name;
  ANDON_ASSIGN(const std::string text, read_file(file, max_card_bytes));
  ImageCard card;
  try {
    const json root = json::parse(text);
    card.method = root.at("method");
    const json& weights = root.at("weights");
    card.weights_id = weights.at("id");
    card.backbone = weights.at("backbone");
    card.weights_sha256 = weights.at("sha256");
    card.calibration = root.at("calibration");
    card.train_images = root.at("train_images");
    card.validation_images = root.at("validation_images");
    card.summary = root.at("summary");
    card.files = root.at("files").get<std::map<std::string, std::string>>();
  } catch (const json::exception& e) {
    return fail(ErrorCode::parse, file.string() + " does not describe an image model (" + e.what() +
                                      "); restore the run folder or train again");
  }
  return card;
}

fs::path detector_folder(const fs::path& run_folder) {
  return run_folder / "detector";
}

Result<std::string> weights_hash(const WeightsFile& weights) {
  if (weights.file.empty() || !weights.sha256.empty())
    return weights.sha256;
  return sha256_file(weights.file);
}

Result<fs::path> weights_used(const fs::path& folder, const ImageCard& card) {
  std::error_code error;
  if (card.weights_sha256.empty())
    return fs::path();
  if (fs::exists(folder / bundled_weights, error))
    return folder / bundled_weights;
  if (card.weights_id == own_features)
    return fail(ErrorCode::not_found, (folder / bundled_weights).string() +
                                          " is missing, the features that the run learnt; restore the run "
                                          "folder or train again");
  for (const WeightsFile& file : list_weights())
    if (const auto hash = weights_hash(file); hash && *hash == card.weights_sha256)
      return file.file;
  return fail(
      ErrorCode::not_found,
      "the pre-trained weights '" + card.weights_id + "' (" + card.backbone + ", sha256 " +
          card.weights_sha256.substr(0, 12) +
          "…) that the run was trained with are not at hand; 'andon weights list' shows where they are "
          "looked for");
}

fs::path data_root(const fs::path& data_path) {
  if (data_path.extension() != ".json")
    return data_path;
  const fs::path folder = data_path.parent_path();
  return folder.filename() == "annotations" ? folder.parent_path() : folder;
}

bool is_bundle(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / bundle_file, error);
}

Result<std::string> device_of(const Workspace& workspace) {
  return resolve_device(workspace.session().device);
}

Result<OpenedDetector> open_detector(const fs::path& folder, const std::string& device,
                                     const std::string& precision) {
  OpenedDetector opened;
  ANDON_ASSIGN(opened.card, read_card(folder));
  ANDON_ASSIGN(const ImageMethod* method, image_methods().find(opened.card.method));
  FitContext context;
  context.device = device;
  context.precision = precision;
  ANDON_ASSIGN(context.weights, weights_used(folder, opened.card));
  ANDON_ASSIGN(opened.detector, method->load(detector_folder(folder), context));
  if (is_bundle(folder)) { // from another machine perhaps: it must score here as it did there
    ANDON_ASSIGN(const BundleCard bundle, read_bundle(folder));
    ANDON_TRY(self_test(folder, bundle, *opened.detector));
  }
  return opened;
}

} // namespace andon::workflow::images
