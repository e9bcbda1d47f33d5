#include "app/command.h"
#include "core/workflow/health.h"

namespace andon::cli {

Command declare_health(CLI::App& root) {
  auto in = std::make_shared<workflow::HealthIn>();
  CLI::App* app = root.add_subcommand("health", "Can these data be trusted? Named checks with what to do");
  app->add_option("DATA", in->data, "Data set: a folder, a file or an imported name")->required();
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::HealthOut out,
                         workflow::data_health(workspace, *in, call.progress(), call.stop()));
            nlohmann::json checks = nlohmann::json::array();
            std::string text;
            for (const workflow::DataCheckOut& check : out.checks) {
              nlohmann::json findings = nlohmann::json::array();
              for (const HealthFinding& finding : check.findings)
                findings.push_back({{"status", to_string(finding.level)},
                                    {"scene", finding.scene},
                                    {"sensor", finding.sensor},
                                    {"start", finding.start},
                                    {"end", finding.end},
                                    {"message", finding.message}});
              checks.push_back({{"id", check.id},
                                {"title", check.title},
                                {"status", to_string(check.level)},
                                {"message", check.message},
                                {"why", check.why},
                                {"advice", check.advice},
                                {"count", check.count},
                                {"findings", findings}});
              text += to_string(check.level) + "  " + check.title + ": " + check.message + "\n";
              if (check.level != HealthLevel::ok)
                text += "      " + check.advice + "\n";
            }
            return Answer{{{"data", out.name},
                           {"status", to_string(out.level)},
                           {"scenes", out.scenes},
                           {"samples", out.samples},
                           {"checks", checks}},
                          text};
          }};
}

} // namespace andon::cli
