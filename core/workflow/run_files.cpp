#include "core/workflow/run_files.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace andon::workflow {
namespace {

using nlohmann::json;
constexpr const char* schema = "andon.run";
constexpr int schema_version = 1;
constexpr std::uintmax_t max_manifest_bytes = 4 << 20;

json to_json(const Manifest& m) {
  return {
      {"schema", schema},
      {"schema_version", schema_version},
      {"run", m.run},
      {"model", m.model},
      {"options", json::parse(m.options_json)},
      {"versions", json::parse(m.versions_json)},
      {"seed", m.seed},
      {"device", m.device},
      {"threads", m.threads},
      {"data", {{"name", m.data_name}, {"path", m.data_path}, {"sha256", m.data_sha256}, {"part", m.part}}},
      {"parent", m.parent},
      {"created", m.created},
      {"files", m.files}};
}

Result<Manifest> from_json(const json& root) {
  Manifest m;
  try {
    m.run = root.at("run");
    m.model = root.at("model");
    m.options_json = root.at("options").dump();
    m.versions_json = root.at("versions").dump();
    m.seed = root.at("seed");
    m.device = root.at("device");
    m.threads = root.at("threads");
    const json& data = root.at("data");
    m.data_name = data.at("name");
    m.data_path = data.at("path");
    m.data_sha256 = data.at("sha256");
    m.part = data.at("part");
    m.parent = root.at("parent");
    m.created = root.at("created");
    m.files = root.at("files").get<std::map<std::string, std::string>>();
  } catch (const json::exception& e) {
    return fail(ErrorCode::parse, e.what());
  }
  return m;
}

} // namespace

std::filesystem::path manifest_file(const std::filesystem::path& run_folder) {
  return run_folder / "manifest.json";
}
std::filesystem::path validation_scores_file(const std::filesystem::path& run_folder) {
  return run_folder / "val_scores.csv";
}
std::filesystem::path scores_file(const std::filesystem::path& run_folder, const std::string& data,
                                  const std::string& part) {
  return run_folder / "scores" / (data + "-" + part + ".csv");
}

Result<void> write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  json root = to_json(manifest);
  root["sha256"] = sha256(root.dump());
  return write_atomic(manifest_file(folder), root.dump(1) + "\n");
}

Result<Manifest> read_manifest(const std::filesystem::path& folder) {
  const std::filesystem::path file = manifest_file(folder);
  ANDON_ASSIGN(const std::string text, read_file(file, max_manifest_bytes));
  json root = json::parse(text, nullptr, false);
  if (!root.is_object() || root.value("schema", "") != schema)
    return fail(ErrorCode::parse,
                file.string() + " is not a run manifest; restore the run folder or train again");
  if (root.value("schema_version", 0) > schema_version)
    return fail(ErrorCode::unsupported, file.string() + " was written by a newer Andon; update this one");
  const std::string stored = root.value("sha256", "");
  root.erase("sha256");
  if (stored != sha256(root.dump()))
    return fail(ErrorCode::corrupt,
                file.string() +
                    ": the content does not match its own hash; restore the run folder or train again");
  auto manifest = from_json(root);
  return manifest ? manifest : fail_in(file.string(), manifest.error());
}

Result<void> check_name(const std::string& what, const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  const bool good = !name.empty() && name.size() <= 80 && name.front() != '.' && name.front() != '-' &&
                    std::all_of(name.begin(), name.end(), allowed);
  if (!good)
    return fail(
        ErrorCode::invalid_argument,
        "'" + name + "' cannot be a " + what +
            " name; use at most 80 letters, digits, '-', '_' and '.', starting with a letter or digit");
  return {};
}

} // namespace andon::workflow
