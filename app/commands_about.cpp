#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/about.h"

#include <cmath>

namespace andon::cli {

using nlohmann::json;

namespace {

std::string range_text(const OptionInfo& option) {
  if (!option.choices.empty()) {
    std::string text;
    for (const std::string& choice : option.choices)
      text += (text.empty() ? "" : ", ") + choice;
    return text;
  }
  if (std::isinf(option.minimum) && std::isinf(option.maximum))
    return option.type;
  return to_text(OptionValue(option.minimum)) + " … " + to_text(OptionValue(option.maximum));
}

/// The reference page docs/options.md.
std::string markdown_of(const std::vector<workflow::DescribedEntry>& entries) {
  std::string text =
      "# Options\n\nEvery entry of every table with its options, as `andon describe` prints them. "
      "Values are set with `--set key=value`, a `--config` file, or the form in the window.\n";
  for (const workflow::DescribedEntry& entry : entries) {
    text += "\n### " + entry.kind + " " + entry.id + "\n\n" + entry.title + ".";
    text += entry.paper.empty() ? "\n" : " Source: " + entry.paper + ".\n";
    if (entry.options.empty())
      continue;
    text += "\n| option | default | unit | range | meaning |\n|---|---|---|---|---|\n";
    for (const OptionInfo& option : entry.options)
      text += "| `" + option.key + "` | " + to_text(option.default_value) + " | " + option.unit + " | " +
              range_text(option) + " | " + option.help + " |\n";
  }
  return text;
}

} // namespace

Command declare_version(CLI::App& root) {
  CLI::App* app = root.add_subcommand("version", "Versions, BLAS in use, devices, instruction sets");
  return {app, [](Invocation&) -> Result<Answer> {
            const workflow::VersionOut out = workflow::version();
            std::string text = "andon " + out.andon + " (" + out.build + ")\n";
            for (const auto& [name, version] : out.libraries)
              text += "  " + name + " " + version + "\n";
            text += "BLAS: " + out.blas + "\ndevices:";
            for (const std::string& device : out.devices)
              text += " " + device;
            text += "\ninstructions:";
            for (const std::string& set : out.instructions)
              text += " " + set;
            return Answer{{{"andon", out.andon},
                           {"build", out.build},
                           {"libraries", out.libraries},
                           {"blas", out.blas},
                           {"devices", out.devices},
                           {"instructions", out.instructions}},
                          text + "\n"};
          }};
}

Command declare_doctor(CLI::App& root) {
  CLI::App* app = root.add_subcommand("doctor", "Check the installation and the workspace");
  return {app, [](Invocation& call) -> Result<Answer> {
            auto workspace = call.open_workspace();
            std::vector<workflow::HealthCheck> checks = workflow::doctor(workspace ? &*workspace : nullptr);
            if (!workspace)
              checks.insert(checks.begin(), {"workspace", "Workspace", "error", workspace.error().message});
            json list = json::array();
            std::string text;
            bool failed = false;
            for (const workflow::HealthCheck& check : checks) {
              list.push_back({{"id", check.id},
                              {"title", check.title},
                              {"status", check.status},
                              {"message", check.message}});
              text += check.status + std::string(check.status.size() < 9 ? 9 - check.status.size() : 1, ' ') +
                      check.title + ": " + check.message + "\n";
              failed = failed || check.status == "error";
            }
            return Answer{{{"checks", list}}, text, failed ? 1 : 0};
          }};
}

Command declare_describe(CLI::App& root) {
  auto kind = std::make_shared<std::string>();
  auto id = std::make_shared<std::string>();
  CLI::App* app = root.add_subcommand(
      "describe", "List models, simulators, threshold methods, metrics… with their options");
  app->add_option("KIND", *kind, "model, simulator, threshold, metric, baseline, bench");
  app->add_option("ID", *id, "One of them");
  auto markdown = std::make_shared<bool>(false);
  app->add_flag("--markdown", *markdown, "Print the reference page of the documentation");
  return {app, [kind, id, markdown](Invocation&) -> Result<Answer> {
            auto entries = workflow::describe(*kind, *id);
            if (!entries)
              return fail(ErrorCode::invalid_argument, entries.error().message);
            if (*markdown)
              return Answer{json::object(), markdown_of(*entries)};
            json list = json::array();
            std::string text;
            for (const workflow::DescribedEntry& entry : *entries) {
              json options = json::array();
              text += entry.kind + " " + entry.id + ": " + entry.title + "\n";
              for (const OptionInfo& option : entry.options) {
                options.push_back(to_json(option));
                text += "  " + option.key + " = " + to_text(option.default_value) +
                        (option.unit.empty() ? "" : " " + option.unit) + "  " + option.help + "\n";
              }
              list.push_back({{"kind", entry.kind},
                              {"id", entry.id},
                              {"title", entry.title},
                              {"paper", entry.paper},
                              {"options", options}});
            }
            return Answer{{{"entries", list}}, text};
          }};
}

Command declare_bench(CLI::App& root) {
  auto name = std::make_shared<std::string>();
  auto data = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  CLI::App* app = root.add_subcommand("bench", "Run a benchmark; list shows them");
  app->add_option("NAME", *name, "Benchmark, or list")->required();
  app->add_option("--data", *data, "Data folder, for benchmarks on real data");
  app->add_option("--out", *out, "Score file (CSV) to write, for benchmarks that score");
  return {app, [name, data, out](Invocation& call) -> Result<Answer> {
            json list = json::array();
            std::string text;
            if (*name == "list") {
              for (const workflow::BenchInfo& info : workflow::benches()) {
                list.push_back({{"id", info.id}, {"title", info.title}});
                text += info.id + ": " + info.title + "\n";
              }
              return Answer{{{"benches", list}, {"results", json::array()}}, text};
            }
            ANDON_TRY(check_id("bench", *name));
            ANDON_ASSIGN(OptionMap options, call.options());
            if (!data->empty())
              options["data"] = *data;
            if (!out->empty())
              options["out"] = *out;
            ANDON_ASSIGN(const std::vector<workflow::BenchResult> results,
                         workflow::bench(*name, options, call.progress(), call.stop()));
            for (const workflow::BenchResult& result : results) {
              json row{{"name", result.name},
                       {"value", std::isfinite(result.value) ? json(result.value) : json()},
                       {"unit", result.unit}};
              row["baseline"] = result.baseline ? json(*result.baseline) : json();
              row["ratio"] = result.ratio ? json(*result.ratio) : json();
              list.push_back(row);
              text += result.name + "  " + to_text(OptionValue(result.value)) + " " + result.unit;
              if (result.ratio)
                text += "  (baseline " + to_text(OptionValue(*result.baseline)) + ", ratio " +
                        to_text(OptionValue(*result.ratio)) + ")";
              text += "\n";
            }
            return Answer{{{"bench", *name}, {"results", list}}, text};
          }};
}

} // namespace andon::cli
