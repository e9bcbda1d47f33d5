#include "core/base/safetensors.h"
#include "core/detect/check_fitted.h"
#include "core/detect/detector.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace andon::detect {
namespace {

constexpr const char* format = "andon.detector/1";

} // namespace

Result<void> write_detector(const std::filesystem::path& file, const FittedDetector& detector) {
  TensorSet set;
  set.metadata = {{"format", format},
                  {"id", detector.id},
                  {"options", to_json_text(detector.options)},
                  {"channels", nlohmann::json(detector.channels).dump()}};
  FittedValues all = detector.values;
  all["line"] = {detector.line};
  for (const auto& [name, values] : all) {
    NamedTensor tensor{name, TensorType::f64, {static_cast<std::int64_t>(values.size())}, {}};
    tensor.bytes.resize(values.size() * sizeof(double));
    if (!values.empty())
      std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    set.tensors.push_back(std::move(tensor));
  }
  return write_safetensors(file, set);
}

Result<FittedDetector> read_detector(const std::filesystem::path& file) {
  ANDON_ASSIGN(const TensorSet set, read_safetensors(file));
  const auto text = [&](const char* key) {
    const auto found = set.metadata.find(key);
    return found == set.metadata.end() ? std::string() : found->second;
  };
  if (text("format") != format)
    return fail(text("format").empty() ? ErrorCode::corrupt : ErrorCode::unsupported,
                file.string() + ": expected the format '" + format + "', found '" + text("format") + "'");
  FittedDetector detector;
  detector.id = text("id");
  ANDON_TRY(detectors().find(detector.id));
  ANDON_ASSIGN(detector.options, option_map_from_json(text("options")));
  const nlohmann::json channels = nlohmann::json::parse(text("channels"), nullptr, false);
  if (!channels.is_array())
    return fail(ErrorCode::corrupt, file.string() + ": the list of channels is not readable");
  for (const nlohmann::json& channel : channels) {
    if (!channel.is_string())
      return fail(ErrorCode::corrupt, file.string() + ": a channel's name is not text");
    detector.channels.push_back(channel.get<std::string>());
  }
  for (const NamedTensor& tensor : set.tensors) {
    if (tensor.type != TensorType::f64)
      return fail(ErrorCode::corrupt, file.string() + ": '" + tensor.name + "' is not float64");
    std::vector<double> values(tensor.bytes.size() / sizeof(double));
    if (!values.empty())
      std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    detector.values[tensor.name] = std::move(values);
  }
  if (detector.values["line"].size() != 1)
    return fail(ErrorCode::corrupt, file.string() + ": it has no line");
  detector.line = detector.values["line"][0];
  detector.values.erase("line");
  if (auto good = check_fitted(detector); !good)
    return fail_in(file.string(), good.error());
  return detector;
}

} // namespace andon::detect
