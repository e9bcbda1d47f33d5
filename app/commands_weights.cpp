#include "app/command.h"
#include "core/workflow/weights.h"

namespace andon::cli {
namespace {

using nlohmann::json;

json to_json(const WeightsFile& file) {
  return {{"id", file.id},         {"backbone", file.backbone}, {"file", file.file.string()},
          {"sha256", file.sha256}, {"licence", file.licence},   {"origin", file.origin},
          {"bytes", file.bytes},   {"imported", file.imported}};
}

Result<Answer> list() {
  const workflow::WeightsList found = workflow::weights_list();
  json rows = json::array(), folders = json::array();
  std::string text;
  for (const workflow::WeightsRow& row : found.rows) {
    json object = to_json(row.file);
    object["title"] = row.title;
    object["chosen"] = row.chosen;
    rows.push_back(object);
    text += row.file.id + ": " + (row.title.empty() ? "unknown network" : row.title) +
            (row.chosen ? " (taken by default)" : "") + ", " +
            (row.file.licence.empty() ? "licence not stated" : row.file.licence) + ", " +
            row.file.file.string() + "\n";
  }
  for (const auto& folder : found.folders)
    folders.push_back(folder.string());
  if (found.rows.empty())
    text = "No pre-trained weights are at hand. Run scripts/fetch-weights, or put a torchvision or timm file "
           "(.safetensors, .pth) into models, or run: andon weights import FILE. Until then features are learnt "
           "from the normal images of each run\n";
  return Answer{{{"weights", rows}, {"folders", folders}}, text};
}

Result<Answer> verify(const std::string& id, Invocation& call) {
  ANDON_ASSIGN(const auto checked, workflow::weights_verify(id, call.progress(), call.stop()));
  json rows = json::array();
  std::string text;
  bool all = true;
  for (const workflow::VerifiedWeights& row : checked) {
    rows.push_back({{"id", row.id},
                    {"ok", row.ok},
                    {"hash_matches", row.check.hash_matches},
                    {"activations_match", row.check.activations_match},
                    {"message", row.check.message}});
    text += row.id + ": " + (row.ok ? "ok" : "NOT ok") + ", " + row.check.message + "\n";
    all = all && row.ok;
  }
  return Answer{{{"weights", rows}, {"ok", all}}, text, all ? 0 : 1};
}

} // namespace

Command declare_weights(CLI::App& root) {
  CLI::App* app = root.add_subcommand("weights", "Pre-trained networks: list, import FILE, verify [ID]");
  app->require_subcommand(1, 1);
  CLI::App* list_app = app->add_subcommand("list", "Weights at hand");
  CLI::App* import_app = app->add_subcommand("import", "Check and convert weights into the cache");
  CLI::App* verify_app = app->add_subcommand("verify", "Compare hash and activations with those at import");
  auto file = std::make_shared<std::string>();
  auto origin = std::make_shared<WeightsOrigin>();
  auto id = std::make_shared<std::string>();
  import_app->add_option("FILE", *file, ".safetensors, .pth, .pt or .tflite")->required();
  import_app->add_option("--as", origin->id, "Name; by default the file's");
  import_app->add_option("--licence", origin->licence, "Licence of the weights, as Apache-2.0");
  import_app->add_option("--origin", origin->origin, "Where the file came from");
  verify_app->add_option("ID", *id, "One of 'weights list'; by default all");
  return {app, [=](Invocation& call) -> Result<Answer> {
            if (list_app->parsed())
              return list();
            if (verify_app->parsed())
              return verify(*id, call);
            if (origin->origin.empty())
              origin->origin = *file;
            ANDON_ASSIGN(const WeightsFile imported, import_weights(*file, *origin));
            return Answer{to_json(imported), "Imported " + imported.id + " (" + imported.backbone +
                                                 ") into " + imported.file.string() + "\n"};
          }};
}

} // namespace andon::cli
