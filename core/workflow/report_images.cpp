#include "core/workflow/report_images.h"

#include "core/models/backbone_table.h"
#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/images.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr std::size_t most_wrong = 12, most_highest = 6;
constexpr int picture_side = 224;
constexpr double heat_opacity = 0.6;

std::string caption(const GalleryRow& row) {
  std::string text = row.id + ", score " + short_number(row.score);
  if (row.wrong())
    text += row.label == 1 ? ", escape (" + row.defect + ")" : ", overkill";
  else if (row.label == 1)
    text += ", " + row.defect;
  return text;
}

ReportPicture picture_of(const ImageDesk& desk, const GalleryRow& row) {
  ReportPicture picture{{}, row.id, caption(row)};
  if (const auto view = desk.view(row.id))
    if (auto bytes = png_bytes(overlay_picture(*view, heat_opacity), picture_side))
      picture.png = std::move(*bytes);
  return picture;
}

Result<ReportPictures> pictures_of(const ImageDesk& desk, const std::vector<GalleryRow>& rows,
                                   std::size_t most, std::stop_token stop) {
  ReportPictures out;
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled; no report was written");
    out.pictures.push_back(picture_of(desk, rows[i]));
  }
  return out;
}

void add_model(const images::ImageCard& card, std::vector<ReportBlock>& blocks) {
  blocks.push_back(ReportHeading{"Model"});
  blocks.push_back(ReportParagraph{card.summary});
  ReportTable table;
  table.rows = {{{"normal images to learn from"}, {std::to_string(card.train_images)}},
                {{"normal images for thresholds"},
                 {std::to_string(card.validation_images) + (card.calibration == "left_out"
                                                                ? ", each scored with itself left out"
                                                                : ", kept away from fitting")}}};
  if (!card.weights_sha256.empty()) {
    const bool own = card.weights_id == own_features;
    table.rows.push_back({{own ? "network learnt here from the normal images" : "pre-trained network"},
                          {card.backbone + " (" + card.weights_id + ")"}});
    table.rows.push_back({{"its sha256"}, {.text = card.weights_sha256, .code = true}});
  }
  blocks.push_back(std::move(table));
}

void add_recall(const std::vector<GroupRecall>& groups, std::vector<ReportBlock>& blocks) {
  if (groups.empty())
    return;
  ReportTable table{
      {{"by"}, {"defects"}, {.text = "found", .number = true}, {.text = "recall", .number = true}},
      {},
      false};
  for (const GroupRecall& group : groups)
    table.rows.push_back(
        {{group.by},
         {group.name},
         {.text = std::to_string(group.found) + " of " + std::to_string(group.items), .number = true},
         {.text = short_number(group.recall.value),
          .detail = short_number(group.recall.low) + " … " + short_number(group.recall.high),
          .number = true}});
  blocks.push_back(ReportHeading{"What the line finds"});
  blocks.push_back(std::move(table));
}

} // namespace

Result<std::vector<ReportBlock>> image_sections(Workspace& workspace, const store::Run& run,
                                                const RunSummary& summary, std::stop_token stop) {
  ANDON_ASSIGN(const images::ImageCard card, images::read_card(workspace.run_folder(run.name)));
  std::vector<ReportBlock> out;
  add_model(card, out);
  if (summary.evaluation)
    add_recall(summary.evaluation->groups, out);
  const auto shown = gallery(workspace, run.name);
  if (!shown && shown.error().code == ErrorCode::not_found) {
    out.push_back(ReportHeading{"Images"});
    out.push_back(ReportParagraph{"Nothing has been scored yet."});
    return out;
  }
  if (!shown)
    return fail(shown.error());
  ANDON_ASSIGN(const std::shared_ptr<ImageDesk> desk, ImageDesk::open(workspace, run.name, shown->data_path));
  std::vector<GalleryRow> wrong;
  std::copy_if(shown->rows.begin(), shown->rows.end(), std::back_inserter(wrong),
               [](const GalleryRow& row) { return row.wrong(); });
  ANDON_ASSIGN(ReportPictures wrong_pictures, pictures_of(*desk, wrong, most_wrong, stop));
  ANDON_ASSIGN(ReportPictures highest, pictures_of(*desk, shown->rows, most_highest, stop));
  out.push_back(ReportHeading{"Wrong calls"});
  out.push_back(ReportParagraph{std::to_string(wrong.size()) + " of " + std::to_string(shown->rows.size()) +
                                " images are called wrongly" +
                                (wrong.size() > most_wrong
                                     ? "; the " + std::to_string(most_wrong) + " with the highest scores:"
                                     : ".")});
  out.push_back(std::move(wrong_pictures));
  out.push_back(ReportHeading{"Highest scores"});
  out.push_back(ReportParagraph{
      "Colours stand for p-values of pixels, from " + short_number(HeatScale::cold_p) + " (as it is) to " +
      short_number(HeatScale::hot_p) + " (bright); lines enclose pixels of p-value " +
      short_number(ImageDesk::contour_p) + " or less."});
  out.push_back(std::move(highest));
  return out;
}

} // namespace andon::workflow
