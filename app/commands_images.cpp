#include "app/answer_json.h"
#include "app/command.h"
#include "core/workflow/inspect.h"

namespace andon::cli {
namespace {

using nlohmann::json;

json to_json(const workflow::HeatRegion& region) {
  return {{"x", region.x},           {"y", region.y},
          {"width", region.width},   {"height", region.height},
          {"area", region.area},     {"peak_x", region.peak_x},
          {"peak_y", region.peak_y}, {"score", region.peak_score},
          {"p_value", region.peak_p}};
}

json to_json(const workflow::InspectedPatch& patch) {
  const NearestPatch& good = patch.good.patch;
  return {{"x", patch.x},
          {"y", patch.y},
          {"item", good.item},
          {"path", patch.good.path.string()},
          {"good_x", good.x},
          {"good_y", good.y},
          {"good_width", good.width},
          {"good_height", good.height},
          {"distance", good.distance},
          {"picture", patch.picture.string()}};
}

Answer answer(const workflow::InspectOut& out) {
  const workflow::ImageView& view = out.view;
  json regions = json::array(), nearest = json::array(), contours = json::array();
  for (const workflow::HeatRegion& region : view.regions)
    regions.push_back(to_json(region));
  for (const workflow::InspectedPatch& patch : out.nearest)
    nearest.push_back(to_json(patch));
  for (const workflow::Outline& outline : view.contours)
    contours.push_back(outline);
  std::string text = view.id + ": score " + to_text(OptionValue(view.score)) + ", p " +
                     to_text(OptionValue(view.p_value)) +
                     (out.verdict.empty() ? ", no threshold yet" : ", " + out.verdict) + "\n";
  for (const workflow::HeatRegion& region : view.regions)
    text += "region at " + std::to_string(region.x) + "," + std::to_string(region.y) + " of " +
            std::to_string(region.area) + " pixels, p " + to_text(OptionValue(region.peak_p)) + "\n";
  text += out.overlay.string() + "\n" + out.heatmap.string() + "\n";
  return {{{"score", number(view.score)},
           {"p_value", view.p_value},
           {"decision", out.decision},
           {"verdict", out.verdict},
           {"threshold", out.threshold ? number(*out.threshold) : json()},
           {"regions", regions},
           {"contours", contours},
           {"heatmap", out.heatmap.string()},
           {"overlay", out.overlay.string()},
           {"scores", out.map.string()},
           {"nearest", nearest},
           {"milliseconds",
            {{"decode", view.times.decode},
             {"prepare", view.times.prepare},
             {"backbone", view.times.backbone},
             {"search", view.times.search},
             {"map", view.times.map}}}},
          text};
}

} // namespace

Command declare_inspect(CLI::App& root) {
  auto in = std::make_shared<workflow::InspectIn>();
  CLI::App* app = root.add_subcommand("inspect", "Heatmap, contours and nearest good patches of one image");
  app->add_option("RUN", in->run, "Run id, name or latest, or the folder of a bundle")->required();
  app->add_option("IMAGE", in->image, "Image file; with --data the id of one of its images")->required();
  app->add_option("--out", in->out, "Folder for the pictures")->required();
  app->add_option("--data", in->data, "Data set whose regions and masks apply");
  app->add_option("--nearest", in->nearest, "Good patches for each of the three worst regions")
      ->check(CLI::Range(1, 100));
  return {app, [in](Invocation& call) -> Result<Answer> {
            ANDON_ASSIGN(workflow::Workspace workspace, call.open_workspace());
            ANDON_ASSIGN(const workflow::InspectOut out,
                         workflow::inspect(workspace, *in, call.progress(), call.stop()));
            return answer(out);
          }};
}

} // namespace andon::cli
