#include "app/command.h"
#include "core/workflow/bundle.h"
#include "core/workflow/export_features.h"

namespace andon::cli {
namespace {

/// Both exports in one set of words; which words apply depends on the format.
struct ExportWords {
  workflow::ExportIn scorer;
  workflow::ExportFeaturesIn features;
  CLI::Option *data = nullptr, *part = nullptr;
};

Result<Answer> scorer_answer(const ExportWords& words, Invocation& call) {
  if (words.data->count() > 0 || words.part->count() > 0)
    return fail(ErrorCode::invalid_argument,
                "--data and --part belong to --format features; the other formats hold the whole scorer");
  ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
  ANDON_ASSIGN(const workflow::ExportOut out,
               workflow::export_run(workspace, words.scorer, call.progress(), call.stop()));
  nlohmann::json values{{"out", out.out.string()},
                        {"parity_max", out.parity_max},
                        {"samples", out.samples},
                        {"bytes", out.bytes},
                        {"notes", out.notes}};
  if (out.precision) {
    const workflow::PrecisionChange& change = *out.precision;
    values["precision"] = {{"images", change.images}, {"changed", change.changed}};
    if (change.threshold) {
      values["precision"]["threshold_before"] = *change.threshold_before;
      values["precision"]["threshold"] = *change.threshold;
    }
  }
  std::string text = out.out.string() + ": " + std::to_string(out.bytes / 1'000'000) +
                     " MB, largest gap on " + std::to_string(out.samples) + " stored images " +
                     to_text(OptionValue(out.parity_max)) + "\n";
  for (const std::string& note : out.notes)
    text += "note: " + note + "\n";
  return Answer{std::move(values), std::move(text)};
}

Result<Answer> features_answer(const ExportWords& words, Invocation& call) {
  workflow::ExportFeaturesIn in = words.features;
  in.run = words.scorer.run;
  in.out = words.scorer.out;
  in.replace = words.scorer.replace;
  ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
  ANDON_ASSIGN(const workflow::ExportFeaturesOut out,
               workflow::export_features(workspace, in, call.progress(), call.stop()));
  return Answer{{{"out", out.out.string()},
                 {"items", out.items},
                 {"dimension", out.dimension},
                 {"bytes", out.bytes},
                 {"warnings", out.warnings}},
                out.out.string() + ": " + std::to_string(out.items) + " items, " +
                    std::to_string(out.dimension) + " features each\n"};
}

} // namespace

Command declare_export(CLI::App& root) {
  auto words = std::make_shared<ExportWords>();
  workflow::ExportIn& in = words->scorer;
  CLI::App* app = root.add_subcommand(
      "export", "The whole scorer of a run, tested on stored images; or the features of a data set");
  app->add_option("RUN", in.run, "Run id, name or latest")->required();
  app->add_option("--format", in.format,
                  "bundle: a folder that score and inspect take in place of a run; torchscript, onnx: one "
                  "file for other programs; features: a vector for every image or window of --data")
      ->check(CLI::IsMember({"bundle", "torchscript", "onnx", "features"}));
  app->add_option("--out", in.out, "Folder (bundle) or file to create; features end in .csv or .safetensors")
      ->required();
  words->data = app->add_option("--data", words->features.data,
                                "Data set of the features; left out, what the run was trained on");
  words->part = app->add_option("--part", words->features.part, "Its part: train, val, test or all");
  app->add_flag("--replace", in.replace, "Replace a bundle or file that is there");
  return {app, [words](Invocation& call) {
            return words->scorer.format == "features" ? features_answer(*words, call)
                                                      : scorer_answer(*words, call);
          }};
}

} // namespace andon::cli
