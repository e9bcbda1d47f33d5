#include "core/base/atomic_file.h"
#include "core/base/hash.h"
#include "core/workflow/bundle_file.h"
#include "core/workflow/image_model.h"

#include <nlohmann/json.hpp>

namespace andon::workflow {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr const char* schema = "andon.bundle";
constexpr int schema_version = 1;
constexpr std::uintmax_t max_card_bytes = 16 << 20;

std::optional<double> line_of(const json& node) {
  return node.is_null() ? std::nullopt : std::optional<double>(node.get<double>());
}

Result<BundleCard> card_of(const json& root) {
  BundleCard card;
  try {
    card.run = root.at("run");
    card.model = root.at("model");
    card.andon = root.at("andon");
    card.created = root.at("created");
    card.data = root.at("data").at("name");
    card.data_sha256 = root.at("data").at("sha256");
    const json& line = root.at("threshold");
    card.threshold = line_of(line.at("value"));
    card.low = line_of(line.at("low"));
    card.threshold_version = line.at("version");
    card.threshold_method = line.at("method");
    for (const json& sample : root.at("samples"))
      card.samples.push_back({sample.at("file"), sample.at("score")});
    card.files = root.at("files").get<std::map<std::string, std::string>>();
  } catch (const json::exception& e) {
    return fail(ErrorCode::parse, e.what());
  }
  return card;
}

/// A name that stays inside the bundle.
bool is_inside(const std::string& name) {
  const fs::path path = fs::path(name).lexically_normal();
  return !path.empty() && path.is_relative() && *path.begin() != "..";
}

} // namespace

Result<BundleCard> read_bundle(const fs::path& folder) {
  const fs::path file = folder / images::bundle_file;
  ANDON_ASSIGN(const std::string text, read_file(file, max_card_bytes));
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object() || root.value("schema", "") != schema)
    return fail(ErrorCode::parse, file.string() + " does not describe a bundle; export the run again");
  if (root.value("schema_version", 0) > schema_version)
    return fail(ErrorCode::unsupported, file.string() + " was written by a newer Andon; update this one");
  auto card = card_of(root);
  if (!card)
    return fail_in(file.string(), card.error());
  for (const auto& [name, hash] : card->files) {
    if (!is_inside(name))
      return fail(ErrorCode::corrupt, file.string() + ": the name '" + name + "' leads outside the bundle");
    ANDON_ASSIGN(const std::string found, sha256_file(folder / name));
    if (found != hash)
      return fail(ErrorCode::corrupt,
                  (folder / name).string() + " is not the file that was exported; export the run again");
  }
  for (const BundleCard::Sample& sample : card->samples)
    if (!card->files.contains(sample.file))
      return fail(ErrorCode::corrupt,
                  file.string() + ": the stored image '" + sample.file + "' is not listed");
  return card;
}

std::string bundle_text(const BundleCard& card) {
  json samples = json::array();
  for (const BundleCard::Sample& sample : card.samples)
    samples.push_back({{"file", sample.file}, {"score", sample.score}});
  const auto line = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
  return json{{"schema", schema},
              {"schema_version", schema_version},
              {"run", card.run},
              {"model", card.model},
              {"andon", card.andon},
              {"created", card.created},
              {"data", {{"name", card.data}, {"sha256", card.data_sha256}}},
              {"threshold",
               {{"value", line(card.threshold)},
                {"low", line(card.low)},
                {"version", card.threshold_version},
                {"method", card.threshold_method}}},
              {"samples", samples},
              {"files", card.files}}
             .dump(1) +
         "\n";
}

} // namespace andon::workflow
