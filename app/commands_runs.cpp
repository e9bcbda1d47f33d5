#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/forecast.h"
#include "core/workflow/runs.h"

namespace andon::cli {
namespace {

using nlohmann::json;

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", seconds);
  return text;
}

/// Some models are fitted in one pass.
std::string fitted_text(const workflow::TrainOut& out) {
  if (out.epochs == 0)
    return "fitted in ";
  return std::to_string(out.epochs) + " epochs, validation loss " + to_text(OptionValue(out.loss)) + ", ";
}

Answer answer(const workflow::EvaluateOut& out, const std::string& run) {
  json baselines = json::object();
  std::string text = to_text(out.metrics, "");
  for (const auto& [name, metrics] : out.baselines) {
    baselines[name] = to_json(metrics);
    text += "baseline " + name + "\n" + to_text(metrics, "  ");
  }
  text += std::to_string(out.n) + " labelled items, " + std::to_string(out.abnormal) +
          " abnormal; threshold " + to_text(OptionValue(out.threshold)) + ", " + out.threshold_source + "\n";
  return {{{"run", run},
           {"metrics", to_json(out.metrics)},
           {"baselines", baselines},
           {"n", out.n},
           {"abnormal", out.abnormal},
           {"threshold", number(out.threshold)},
           {"threshold_source", out.threshold_source},
           {"alarms", to_json(out.alarms)}},
          text + to_text(out.alarms)};
}

std::string percent_text(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", 100 * share);
  return text;
}

/// What both lines do, item by item.
void add_decisions(const workflow::EvaluateOut& out, Answer& answer) {
  const Confusion& counts = out.confusion;
  answer.json["low"] = out.low ? number(*out.low) : json();
  answer.json["confusion"] = {{"caught", counts.caught},
                              {"escapes", counts.escapes},
                              {"overkill", counts.overkill},
                              {"passed", counts.passed},
                              {"review_abnormal", counts.review_abnormal},
                              {"review_normal", counts.review_normal}};
  if (!out.low)
    return;
  answer.text += "review from " + to_text(OptionValue(*out.low)) + ": " + std::to_string(counts.review()) +
                 " of " + std::to_string(counts.total()) + " items, " +
                 std::to_string(counts.review_abnormal) + " of them abnormal; after it " +
                 std::to_string(counts.escapes) + " escapes and " + std::to_string(counts.overkill) +
                 " overkill are left\n";
}

/// Pixels at the line of the contours, and how well each defective image is found.
void add_pixels(const workflow::EvaluateOut& out, Answer& answer) {
  if (!out.aupimo_by_image.empty())
    answer.json["aupimo_by_image"] = out.aupimo_by_image;
  if (!out.pixels)
    return;
  const workflow::CalledPixels& pixels = *out.pixels;
  answer.json["pixels"] = {{"line", number(pixels.line)},
                           {"line_p", number(pixels.line_p)},
                           {"regions", pixels.regions},
                           {"found", pixels.found},
                           {"true_positives", pixels.true_positives},
                           {"false_positives", pixels.false_positives},
                           {"false_negatives", pixels.false_negatives},
                           {"true_negatives", pixels.true_negatives}};
  answer.text += "pixels called from score " + to_text(OptionValue(pixels.line)) + " on (" +
                 percent_text(pixels.line_p) + " % of normal pixels): " + std::to_string(pixels.found) +
                 " of " + std::to_string(pixels.regions) + " defect regions touched\n";
}

/// What only images have: recall by kind of defect and by area of its regions, pixels, and the files that
/// were left out.
void add_image_facts(const workflow::EvaluateOut& out, Answer& answer) {
  answer.json["warnings"] = out.warnings;
  answer.text += warning_lines(out.warnings);
  add_pixels(out, answer);
  if (out.groups.empty())
    return;
  json& by = answer.json["recall"] = json::object();
  for (const workflow::GroupRecall& group : out.groups) {
    json row = to_json(group.recall);
    row["name"] = group.name;
    row["items"] = group.items;
    row["found"] = group.found;
    const bool area = group.by == "area";
    std::string name = group.name;
    if (area) {
      row.update({{"area_low", group.area_low},
                  {"area_high", group.area_high},
                  {"share_low", group.share_low},
                  {"share_high", group.share_high},
                  {"mean_overlap", group.mean_overlap}});
      name +=
          " (" + percent_text(group.share_low) + " to " + percent_text(group.share_high) + " % of the image)";
    }
    by[group.by].push_back(row);
    answer.text += "recall by " + group.by + " " + name + ": " + std::to_string(group.found) + " of " +
                   std::to_string(group.items) + (area ? " regions  " : "  ") + to_text(group.recall) + "\n";
  }
}

} // namespace

Command declare_train(CLI::App& root) {
  auto in = std::make_shared<workflow::TrainIn>();
  auto only_forecast = std::make_shared<bool>(false);
  CLI::App* app = root.add_subcommand("train", "Train a model, or continue an interrupted run with --resume");
  app->add_option("MODEL", in->model, "One of: andon describe model");
  app->add_option("--data", in->data, "Data set: a folder or an imported name");
  app->add_option("--part", in->part, "Part to train on")
      ->check(CLI::IsMember({"train", "val", "test", "all"}));
  app->add_option("--name", in->name, "Name of the run");
  CLI::Option* resume = app->add_option("--resume", in->resume, "Run to continue");
  app->add_flag(
         "--forecast", *only_forecast,
         "Only tell what the memory of the run would cost: patches, bytes, milliseconds; trains nothing")
      ->excludes(resume);
  return {app, [in, only_forecast](Invocation& call) -> Result<Answer> {
            if (in->resume.empty() && (in->model.empty() || in->data.empty()))
              return fail(ErrorCode::invalid_argument, "train needs MODEL and --data, or --resume RUN");
            if (in->resume.empty())
              ANDON_TRY(check_id("model", in->model));
            in->seed = call.common().seed;
            ANDON_ASSIGN(in->options, call.options());
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            if (*only_forecast) {
              ANDON_ASSIGN(const workflow::ForecastOut out,
                           workflow::forecast(workspace, *in, call.progress(), call.stop()));
              return Answer{{{"model", out.model},
                             {"images", out.images},
                             {"patches", out.patches},
                             {"bytes", out.bytes},
                             {"features_ms", out.features_ms},
                             {"search_ms", out.search_ms}},
                            out.sentence + "\n"};
            }
            ANDON_ASSIGN(const workflow::TrainOut out,
                         workflow::train(workspace, *in, call.progress(), call.stop()));
            return Answer{{{"run", out.run},
                           {"epochs", out.epochs},
                           {"loss", number(out.loss)},
                           {"seconds", out.seconds},
                           {"device", out.device},
                           {"warnings", out.warnings}},
                          "run " + out.run + ": " + fitted_text(out) + seconds_text(out.seconds) + " on " +
                              out.device + "\n" + warning_lines(out.warnings)};
          }};
}

Command declare_score(CLI::App& root) {
  auto in = std::make_shared<workflow::ScoreIn>();
  CLI::App* app = root.add_subcommand("score", "Score every window or image of a data set");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--data", in->data, "Data set: a folder or an imported name")->required();
  app->add_option("--part", in->part, "Part to score")->check(CLI::IsMember({"train", "val", "test", "all"}));
  app->add_option("--out", in->out, "Score file (CSV) to write")->required();
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::ScoreOut out,
                         workflow::score(workspace, *in, call.progress(), call.stop()));
            std::int64_t flagged = 0;
            for (const workflow::ScoreRow& row : out.rows)
              flagged += row.decision == 1 ? 1 : 0;
            Answer result{{{"items", out.rows.size()},
                           {"out", in->out.string()},
                           {"seconds", out.seconds},
                           {"flagged", flagged},
                           {"review", out.review},
                           {"warnings", out.warnings}},
                          std::to_string(out.rows.size()) + " items, " + std::to_string(flagged) +
                              " flagged, " +
                              (out.review > 0 ? std::to_string(out.review) + " to review, " : "") +
                              seconds_text(out.seconds) + ", " + in->out.string() + "\n"};
            if (out.alarms) {
              result.json["alarms"] = to_json(*out.alarms);
              result.text += to_text(*out.alarms);
              result.json["counted"] = out.counted;
              result.text += std::to_string(out.counted) + " items are new to the audit of this line\n";
            }
            result.text += warning_lines(out.warnings);
            return result;
          }};
}

Command declare_evaluate(CLI::App& root) {
  auto in = std::make_shared<workflow::EvaluateIn>();
  CLI::App* app =
      root.add_subcommand("evaluate", "Metrics with intervals, random scorer and PCA beside them");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--data", in->data, "Data set: a folder or an imported name")->required();
  app->add_option("--part", in->part, "Part to evaluate on")
      ->check(CLI::IsMember({"train", "val", "test", "all"}));
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::EvaluateOut out,
                         workflow::evaluate(workspace, *in, call.progress(), call.stop()));
            Answer result = answer(out, in->run);
            add_decisions(out, result);
            add_image_facts(out, result);
            return result;
          }};
}

Command declare_rerun(CLI::App& root) {
  auto run = std::make_shared<std::string>();
  CLI::App* app = root.add_subcommand("rerun", "Repeat a run from its manifest and compare");
  app->add_option("RUN", *run, "Run id, name or latest")->required();
  return {
      app, [run](Invocation& call) -> Result<Answer> {
        ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
        ANDON_ASSIGN(const workflow::RerunOut out,
                     workflow::rerun(workspace, *run, call.progress(), call.stop()));
        json differences = json::object();
        std::string text = out.run + (out.identical ? ": identical\n" : ": not identical\n");
        for (const auto& [key, pair] : out.differences) {
          differences[key] = {pair.first, pair.second};
          text += "  " + key + ": " + pair.first + " -> " + pair.second + "\n";
        }
        return Answer{{{"run", out.run}, {"identical", out.identical}, {"differences", differences}}, text};
      }};
}

} // namespace andon::cli
