#include "app/command.h"
#include "core/workflow/decode.h"

#include <cstdio>

namespace andon::cli {
namespace {

using nlohmann::json;

struct DecodeFlags {
  std::string data, scene;
  std::vector<std::string> pairs, bits, types, apart, swapped, straight;
};

Error wrong(const std::string& flag, const std::string& text, const std::string& expected) {
  return {ErrorCode::invalid_argument, flag + " " + text + ": " + expected + " was expected"};
}

Result<std::pair<std::string, std::string>> split_at_equals(const std::string& flag, const std::string& text,
                                                            const std::string& expected) {
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size())
    return fail(wrong(flag, text, expected));
  return std::pair{text.substr(0, at), text.substr(at + 1)};
}

Result<DecodeChange> pair_of(const std::string& text) {
  const char* expected = "low=SENSOR,high=SENSOR";
  const std::size_t comma = text.find(",high=");
  if (!text.starts_with("low=") || comma == std::string::npos)
    return fail(wrong("--pair", text, expected));
  DecodeChange change;
  change.sensor = text.substr(4, comma - 4);
  change.other = text.substr(comma + 6);
  return change;
}

Result<DecodeChange> bits_of(const std::string& text) {
  const char* expected = "SENSOR=MASK with a mask such as 0x00f1";
  ANDON_ASSIGN(const auto parts, split_at_equals("--bits", text, expected));
  DecodeChange change{DecodeChange::Kind::bits, parts.first, {}, 0, {}, true};
  char* end = nullptr;
  change.mask = std::strtoll(parts.second.c_str(), &end, 0);
  if (*end != '\0')
    return fail(wrong("--bits", text, expected));
  return change;
}

Result<DecodeChange> type_of(const std::string& text) {
  const char* expected = "SENSOR=TYPE with one_word, bits or unknown";
  ANDON_ASSIGN(const auto parts, split_at_equals("--type", text, expected));
  DecodeChange change{DecodeChange::Kind::type, parts.first, {}, 0, {}, true};
  if (parts.second != "unknown" && !sensor_type_from_string(parts.second, change.type))
    return fail(wrong("--type", text, expected));
  return change;
}

Result<std::vector<DecodeChange>> changes_of(const DecodeFlags& flags) {
  std::vector<DecodeChange> changes;
  for (const std::string& each : flags.apart)
    changes.push_back({DecodeChange::Kind::apart, each, {}, 0, {}, true});
  for (const std::string& each : flags.types) {
    ANDON_ASSIGN(DecodeChange change, type_of(each));
    changes.push_back(std::move(change));
  }
  for (const std::string& each : flags.swapped)
    changes.push_back({DecodeChange::Kind::swap_bytes, each, {}, 0, {}, true});
  for (const std::string& each : flags.straight)
    changes.push_back({DecodeChange::Kind::swap_bytes, each, {}, 0, {}, false});
  for (const std::string& each : flags.pairs) {
    ANDON_ASSIGN(DecodeChange change, pair_of(each));
    changes.push_back(std::move(change));
  }
  for (const std::string& each : flags.bits) {
    ANDON_ASSIGN(DecodeChange change, bits_of(each));
    changes.push_back(std::move(change));
  }
  return changes;
}

std::string type_text(const SensorMeta& meta) {
  return meta.type == SensorType::unknown ? "unknown" : to_string(meta.type);
}

std::string line_of(const SensorInfo& sensor) {
  const SensorMeta& meta = sensor.meta;
  std::string line = sensor.id + "  " + type_text(meta);
  if (meta.raw32)
    line += "  " + to_string(meta.part) + " half, with " + meta.pair;
  if (meta.part == WordPart::low)
    line += ", " + std::to_string(meta.rollovers.size()) + " roll-overs";
  if (meta.bit_mask != 0) {
    char mask[24];
    std::snprintf(mask, sizeof mask, "0x%04llx", static_cast<unsigned long long>(meta.bit_mask));
    line += std::string("  bits ") + mask;
  }
  if (meta.swapped_bytes)
    line += "  bytes swapped";
  return line + "\n";
}

Answer answer_of(const workflow::DecodeOut& out) {
  json sensors = json::array();
  std::string text =
      out.scenes > 0 ? std::to_string(out.scenes) + " scenes changed in " + out.data + "\n" : "";
  for (const SensorInfo& sensor : out.sensors) {
    const SensorMeta& meta = sensor.meta;
    sensors.push_back({{"id", sensor.id},
                       {"type", type_text(meta)},
                       {"pair", meta.pair},
                       {"part", to_string(meta.part)},
                       {"bit_mask", meta.bit_mask},
                       {"swapped_bytes", meta.swapped_bytes},
                       {"rollovers", meta.rollovers.size()}});
    text += line_of(sensor);
  }
  return {{{"data", out.data}, {"scenes", out.scenes}, {"sha256", out.sha256}, {"sensors", sensors}}, text};
}

} // namespace

Command declare_decode(CLI::App& root) {
  auto flags = std::make_shared<DecodeFlags>();
  CLI::App* app = root.add_subcommand("decode", "Say what the words of a scene mean: pairs, bits, types");
  app->add_option("DATA", flags->data, "Data set: a folder or an imported name")->required();
  app->add_option("SCENE", flags->scene, "Scene; without it every scene that has the sensors named");
  const auto list = [&](const char* name, std::vector<std::string>& into, const char* help) {
    app->add_option(name, into, help)->expected(1)->take_all()->allow_extra_args(false);
  };
  list("--pair", flags->pairs, "low=SENSOR,high=SENSOR: halves of one 32-bit value; may be repeated");
  list("--bits", flags->bits, "SENSOR=MASK: bits that are fields of their own, e.g. s05=0x00f1");
  list("--type", flags->types, "SENSOR=TYPE: one_word, bits or unknown");
  list("--apart", flags->apart, "SENSOR: it and its other half stand alone again");
  list("--swapped", flags->swapped, "SENSOR: the two bytes of every word stand in the other order");
  list("--straight", flags->straight, "SENSOR: they do not");
  return {app, [flags](Invocation& call) -> Result<Answer> {
            workflow::DecodeIn in{flags->data, flags->scene, {}};
            ANDON_ASSIGN(in.changes, changes_of(*flags));
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::DecodeOut out,
                         workflow::decode(workspace, in, call.progress(), call.stop()));
            return answer_of(out);
          }};
}

} // namespace andon::cli
