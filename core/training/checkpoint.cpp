#include "core/training/checkpoint.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace andon {
namespace {

using nlohmann::json;
constexpr int format = 1;
constexpr std::string_view prefix = "checkpoint-", suffix = ".safetensors";

std::filesystem::path description_of(const std::filesystem::path& folder) {
  return folder / "checkpoint.json";
}

json number(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}
double number(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

json to_json(const TrainingState& state) {
  json sums = json::object();
  for (const auto& [name, value] : state.sums)
    sums[name] = value;
  return {{"epoch", state.epoch},
          {"batch", state.batch},
          {"step", state.step},
          {"updates", state.updates},
          {"skipped", state.skipped},
          {"waited", state.waited},
          {"best_epoch", state.best_epoch},
          {"best_loss", number(state.best_loss)},
          {"train_loss", number(state.train_loss)},
          {"seconds", state.seconds},
          {"sums", sums},
          {"finished", state.finished}};
}

TrainingState state_from(const json& value) {
  TrainingState state;
  state.epoch = value.at("epoch");
  state.batch = value.at("batch");
  state.step = value.at("step");
  state.updates = value.at("updates");
  state.skipped = value.at("skipped");
  state.waited = value.at("waited");
  state.best_epoch = value.at("best_epoch");
  state.best_loss = number(value.at("best_loss"));
  state.train_loss = number(value.at("train_loss"));
  state.seconds = value.at("seconds");
  state.sums = value.at("sums").get<std::map<std::string, double>>();
  state.finished = value.at("finished");
  return state;
}

void remove_files_except(const std::filesystem::path& folder, const std::string& kept) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(suffix) && name != kept)
      std::filesystem::remove(entry.path(), ignored);
  }
}

/// The name differs from the published one, so that writing never touches a good file.
std::string next_name(const std::filesystem::path& folder) {
  for (int i = 0;; ++i) {
    const std::string name = std::string(prefix) + std::to_string(i) + std::string(suffix);
    if (!std::filesystem::exists(folder / name))
      return name;
  }
}

tl::unexpected<Error> damaged(const std::filesystem::path& path, const std::string& why) {
  return fail(ErrorCode::corrupt,
              path.string() + ": " + why + "; remove the checkpoint to train from the beginning");
}

} // namespace

Result<void> save_checkpoint(const std::filesystem::path& folder, const std::string& identity,
                             const Checkpoint& checkpoint) {
  ANDON_ASSIGN(const std::string bytes, safetensors_bytes(checkpoint.tensors));
  const std::string name = next_name(folder);
  ANDON_TRY(write_atomic(folder / name, bytes));
  const std::string hash = sha256(bytes);
  ANDON_ASSIGN(const std::string written, sha256_file(folder / name));
  if (written != hash)
    return fail(ErrorCode::corrupt, (folder / name).string() +
                                        ": the bytes read back differ from those written; check the disk. "
                                        "The previous checkpoint was kept");
  const json description{{"format", format},
                         {"identity", identity},
                         {"file", name},
                         {"sha256", hash},
                         {"state", to_json(checkpoint.state)}};
  ANDON_TRY(write_atomic(description_of(folder), description.dump(1)));
  remove_files_except(folder, name);
  return {};
}

Result<std::optional<Checkpoint>> load_checkpoint(const std::filesystem::path& folder,
                                                  const std::string& identity) {
  const std::filesystem::path path = description_of(folder);
  if (folder.empty() || !std::filesystem::exists(path))
    return std::optional<Checkpoint>();
  ANDON_ASSIGN(const std::string text, read_file(path, 1 << 20));
  const json description = json::parse(text, nullptr, false);
  if (!description.is_object() || !description.contains("format") ||
      !description["format"].is_number_integer())
    return damaged(path, "not a description of a checkpoint");
  if (description["format"] != format)
    return fail(ErrorCode::unsupported, path.string() + ": written by a newer version of Andon");
  Checkpoint checkpoint;
  std::string file, hash;
  try {
    if (description.at("identity") != identity)
      return fail(ErrorCode::conflict, path.string() +
                                           ": made with other data, options or architecture; resume with the "
                                           "original ones or start a new run");
    file = description.at("file");
    hash = description.at("sha256");
    checkpoint.state = state_from(description.at("state"));
  } catch (const json::exception& error) {
    return damaged(path, error.what());
  }
  if (!file.starts_with(prefix) || file.find('/') != std::string::npos)
    return damaged(path, "names a file outside its folder");
  ANDON_ASSIGN(const std::string bytes, read_file(folder / file, 16ULL << 30));
  if (sha256(bytes) != hash)
    return damaged(folder / file, "its SHA-256 is not the recorded one");
  ANDON_ASSIGN(checkpoint.tensors, parse_safetensors(bytes, (folder / file).string()));
  return std::optional<Checkpoint>(std::move(checkpoint));
}

void discard_checkpoint(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::remove(description_of(folder), ignored);
  remove_files_except(folder, "");
}

} // namespace andon
