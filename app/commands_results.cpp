#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/report.h"

namespace andon::cli {

using nlohmann::json;

Command declare_runs(CLI::App& root) {
  CLI::App* app = root.add_subcommand("runs", "List the runs of the workspace");
  return {app, [](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const std::vector<store::Run> runs, workspace.store().runs());
            json list = json::array();
            std::string text;
            for (const store::Run& run : runs) {
              const std::string state = store::to_string(run.state);
              list.push_back({{"id", run.id.value},
                              {"name", run.name},
                              {"model", run.model},
                              {"state", state},
                              {"data", run.data_name},
                              {"seed", run.seed},
                              {"created", run.created},
                              {"finished", run.finished},
                              {"seconds", run.seconds},
                              {"error", run.error},
                              {"summary", json::parse(run.summary_json.empty() ? "{}" : run.summary_json,
                                                      nullptr, false)}});
              text += std::to_string(run.id.value) + "  " + run.name + "  " + state + "  " + run.data_name +
                      "  " + run.created + "\n";
            }
            return Answer{{{"runs", list}}, text.empty() ? "no run yet; see: andon train --help\n" : text};
          }};
}

Command declare_compare(CLI::App& root) {
  auto runs = std::make_shared<std::vector<std::string>>();
  CLI::App* app =
      root.add_subcommand("compare", "Only what differs between runs, and metric differences with intervals");
  app->add_option("RUN", *runs, "Two or more runs")->required()->expected(2, 64);
  return {app, [runs](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::CompareOut out,
                         workflow::compare(workspace, *runs, call.progress(), call.stop()));
            json differences = json::object(), metrics = json::object(), names = json::array();
            std::string text;
            for (const store::Run& run : out.runs)
              names.push_back(run.name);
            for (const auto& difference : out.differences) {
              differences[difference.key] = difference.values;
              text += difference.key + ":";
              for (const std::string& value : difference.values)
                text += "  " + (value.empty() ? "-" : value);
              text += "\n";
            }
            for (const auto& [name, estimates] : out.metrics) {
              json values = json::array();
              text += name + ":\n";
              for (const Estimate& estimate : estimates) {
                values.push_back(to_json(estimate));
                text += "  " + to_text(estimate) + "\n";
              }
              metrics[name]["values"] = values;
              if (const auto gap = out.gaps.find(name); gap != out.gaps.end()) {
                metrics[name]["difference"] = to_json(gap->second.difference);
                metrics[name]["p_value"] = number(gap->second.p_value);
                text += "  second minus first " + to_text(gap->second) + "\n";
              }
            }
            if (!out.missing_reason.empty())
              text += out.missing_reason + "\n";
            return Answer{{{"runs", names},
                           {"differences", differences},
                           {"metrics", metrics},
                           {"missing", out.missing_reason}},
                          text};
          }};
}

Command declare_report(CLI::App& root) {
  auto in = std::make_shared<workflow::ReportIn>();
  CLI::App* app = root.add_subcommand("report", "One self-contained HTML or PDF file about a run");
  app->add_option("RUN", in->run, "Run id, name or latest")->required();
  app->add_option("--out", in->out, "File to write (.html or .pdf)")->required();
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const std::filesystem::path out,
                         workflow::write_report(workspace, *in, call.progress(), call.stop()));
            return Answer{{{"out", out.string()}}, out.string() + "\n"};
          }};
}

} // namespace andon::cli
