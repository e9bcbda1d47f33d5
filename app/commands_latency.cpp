#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/latency.h"

#include <cmath>
#include <cstdio>

namespace andon::cli {
namespace {

using nlohmann::json;

std::string cell(double value) {
  if (!std::isfinite(value))
    return "         –"; // ten columns
  char text[32];
  std::snprintf(text, sizeof text, "%10.2f", value);
  return text;
}

Answer answer(const workflow::LatencyOut& out) {
  json stages = json::array();
  std::string text = "milliseconds        cold       p50       p95       p99     p99.9\n";
  for (const workflow::StageLatency& each : out.stages) {
    stages.push_back({{"stage", each.stage},
                      {"cold", each.cold},
                      {"p50", each.p50},
                      {"p95", number(each.p95)},
                      {"p99", number(each.p99)},
                      {"p999", number(each.p999)}});
    std::string name = each.stage;
    name.resize(14, ' ');
    text +=
        name + cell(each.cold) + cell(each.p50) + cell(each.p95) + cell(each.p99) + cell(each.p999) + "\n";
  }
  text += out.run + " (" + out.model + ") on " + out.device + " with " + std::to_string(out.threads) +
          " threads: " + std::to_string(out.repeats) + " measurements of " + std::to_string(out.images) +
          " images; opening took " + to_text(OptionValue(std::round(out.open_ms))) + " ms\n";
  if (out.takt_ms > 0)
    text += "takt " + to_text(OptionValue(out.takt_ms)) +
            " ms: " + to_text(OptionValue(100 * out.over_takt)) + " % of the images took longer\n";
  return {{{"run", out.run},
           {"model", out.model},
           {"device", out.device},
           {"threads", out.threads},
           {"images", out.images},
           {"repeats", out.repeats},
           {"open_ms", out.open_ms},
           {"stages", stages},
           {"takt_ms", out.takt_ms},
           {"over_takt", out.over_takt}},
          text};
}

} // namespace

Command declare_latency(CLI::App& root) {
  auto in = std::make_shared<workflow::LatencyIn>();
  CLI::App* app = root.add_subcommand("latency", "Milliseconds of every stage of an image run");
  app->add_option("RUN", in->run, "Run id, name or latest, or the folder of a bundle")->required();
  app->add_option("--images", in->images,
                  "Data set or folder of images; without it what the run was trained on");
  app->add_option("--takt", in->takt_ms, "Milliseconds that the line gives an image")
      ->check(CLI::NonNegativeNumber);
  app->add_option("--repeats", in->repeats, "Warm measurements; p99.9 needs 1000")
      ->check(CLI::Range(20, 1'000'000));
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::LatencyOut out,
                         workflow::latency(workspace, *in, call.progress(), call.stop()));
            return answer(out);
          }};
}

} // namespace andon::cli
