#include "app/command.h"
#include "core/workflow/data.h"

namespace andon::cli {

using nlohmann::json;

Command declare_simulate(CLI::App& root) {
  auto in = std::make_shared<workflow::SimulateIn>();
  CLI::App* app = root.add_subcommand("simulate", "Write a data set with ground truth");
  app->add_option("SIMULATOR", in->simulator, "One of: andon describe simulator")->required();
  app->add_option("--out", in->out, "Folder to create")->required();
  app->add_flag("--replace", in->replace, "Replace a data set that is there");
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_TRY(check_id("simulator", in->simulator));
            in->seed = call.common().seed;
            ANDON_ASSIGN(in->options, call.options());
            ANDON_ASSIGN(const workflow::SimulateOut out,
                         workflow::simulate(*in, call.progress(), call.stop()));
            return Answer{{{"path", out.path.string()}, {"items", out.items}, {"sha256", out.sha256}},
                          std::to_string(out.items) + " items in " + out.path.string() + "\nsha256 " +
                              out.sha256 + "\n"};
          }};
}

Command declare_import(CLI::App& root) {
  auto in = std::make_shared<workflow::ImportIn>();
  CLI::App* app = root.add_subcommand("import", "Bring CSV, HDF5, WAV, MAT files or an image folder into the workspace");
  app->add_option("PATH", in->path, "File or folder")->required();
  app->add_option("--as", in->name, "Name of the data set")->required();
  app->add_option("--map", in->map, "Column map (YAML or JSON); without it everything is guessed");
  app->add_flag("--replace", in->replace, "Replace the data set of that name");
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::ImportOut out,
                         workflow::import_data(workspace, *in, call.progress(), call.stop()));
            json warnings = json::array();
            std::string text = std::to_string(out.items) + " items in data set '" + out.dataset + "'\n";
            for (const workflow::ImportWarning& each : out.warnings) {
              warnings.push_back(
                  {{"kind", each.kind}, {"file", each.file}, {"line", each.line}, {"message", each.message}});
              text += "warning: " + each.file + (each.line > 0 ? ":" + std::to_string(each.line) : "") +
                      ": " + each.message + "\n";
            }
            if (out.suppressed > 0)
              text += "… and " + std::to_string(out.suppressed) + " more warnings\n";
            return Answer{{{"dataset", out.dataset},
                           {"items", out.items},
                           {"warnings", warnings},
                           {"suppressed", out.suppressed}},
                          text};
          }};
}

Command declare_datasets(CLI::App& root) {
  CLI::App* app = root.add_subcommand("datasets", "List the data sets of the workspace");
  return {app, [](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const std::vector<store::DatasetRow> rows, workspace.store().datasets());
            json list = json::array();
            std::string text;
            for (const store::DatasetRow& row : rows) {
              list.push_back({{"name", row.name},
                              {"kind", row.kind},
                              {"items", row.items},
                              {"path", row.path},
                              {"sha256", row.sha256},
                              {"created", row.created}});
              text += row.name + "  " + std::to_string(row.items) + " items  " + row.created + "\n";
            }
            return Answer{{{"datasets", list}},
                          text.empty() ? "no data set yet; see: andon import --help\n" : text};
          }};
}

} // namespace andon::cli
