#include "core/workflow/report_images.h"

#include "core/models/backbone_table.h"
#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/images.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr std::size_t most_wrong = 12, most_highest = 6, most_missed = 12;
constexpr int picture_side = 224;
constexpr double heat_opacity = 0.6;

using Aupimo = std::map<std::string, double>;

std::string caption(const GalleryRow& row, const Aupimo& aupimo) {
  std::string text = row.id + ", score " + short_number(row.score);
  if (row.wrong())
    text += row.label == 1 ? ", escape (" + row.defect + ")" : ", overkill";
  else if (row.label == 1)
    text += ", " + row.defect;
  if (const auto found = aupimo.find(row.id); found != aupimo.end())
    text += ", AUPIMO " + short_number(found->second);
  return text;
}

ReportPicture picture_of(const ImageDesk& desk, const GalleryRow& row, const Aupimo& aupimo) {
  ReportPicture picture{{}, row.id, caption(row, aupimo)};
  if (const auto view = desk.view(row.id))
    if (auto bytes = png_bytes(overlay_picture(*view, heat_opacity), picture_side))
      picture.png = std::move(*bytes);
  return picture;
}

Result<ReportPictures> pictures_of(const ImageDesk& desk, const std::vector<GalleryRow>& rows,
                                   std::size_t most, const Aupimo& aupimo, std::stop_token stop) {
  ReportPictures out;
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled; no report was written");
    out.pictures.push_back(picture_of(desk, rows[i], aupimo));
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
  ReportTable table{{{"by"},
                     {"defects"},
                     {"share of the image"},
                     {.text = "found", .number = true},
                     {.text = "recall", .number = true},
                     {.text = "overlap", .number = true}},
                    {},
                    false};
  for (const GroupRecall& group : groups) {
    const bool area = group.by == "area";
    table.rows.push_back(
        {{area ? "area of the region" : "kind, by image"},
         {group.name},
         {area ? short_number(100 * group.share_low, 2) + " … " + short_number(100 * group.share_high, 2) +
                     " %"
               : std::string()},
         {.text = std::to_string(group.found) + " of " + std::to_string(group.items), .number = true},
         {.text = short_number(group.recall.value),
          .detail = short_number(group.recall.low) + " … " + short_number(group.recall.high),
          .number = true},
         {.text = area ? short_number(group.mean_overlap) : std::string(), .number = true}});
  }
  blocks.push_back(ReportHeading{"What is found"});
  blocks.push_back(ReportParagraph{
      "Kinds count images that the threshold calls; areas count connected regions of the masks that the line "
      "of the contours touches."});
  blocks.push_back(std::move(table));
}

/// Pixels at the line of the contours, and the images whose defect stands out least.
void add_pixels(const EvaluateOut& evaluation, std::vector<ReportBlock>& blocks) {
  if (!evaluation.pixels)
    return;
  const CalledPixels& pixels = *evaluation.pixels;
  blocks.push_back(ReportHeading{"Where defects are found"});
  blocks.push_back(ReportParagraph{
      "Pixels are called from a score of " + short_number(pixels.line, 6) + ", which " +
      short_number(100 * pixels.line_p, 2) + " % of the pixels of normal images reach: " +
      std::to_string(pixels.found) + " of " + std::to_string(pixels.regions) +
      " defect regions are touched, " + std::to_string(pixels.true_positives) + " of " +
      std::to_string(pixels.true_positives + pixels.false_negatives) + " defective pixels called, " +
      std::to_string(pixels.false_positives) + " other pixels called as well."});
  if (evaluation.aupimo_by_image.empty())
    return;
  std::vector<std::pair<std::string, double>> images(evaluation.aupimo_by_image.begin(),
                                                     evaluation.aupimo_by_image.end());
  std::ranges::stable_sort(images, {}, &std::pair<std::string, double>::second);
  const std::size_t shown = std::min(images.size(), most_missed);
  ReportTable table{{{"image"}, {.text = "AUPIMO", .number = true}}, {}};
  for (std::size_t i = 0; i < shown; ++i)
    table.rows.push_back({{images[i].first}, {.text = short_number(images[i].second), .number = true}});
  blocks.push_back(ReportParagraph{
      "AUPIMO of an image is the share of its defect that stands out above nearly all pixels of good images, "
      "from 0 to 1. The lowest " +
      std::to_string(shown) + " of " + std::to_string(images.size()) + " defective images:"});
  blocks.push_back(std::move(table));
}

} // namespace

Result<std::vector<ReportBlock>> image_sections(Workspace& workspace, const store::Run& run,
                                                const RunSummary& summary, std::stop_token stop) {
  ANDON_ASSIGN(const images::ImageCard card, images::read_card(workspace.run_folder(run.name)));
  std::vector<ReportBlock> out;
  add_model(card, out);
  const Aupimo aupimo = summary.evaluation ? summary.evaluation->aupimo_by_image : Aupimo();
  if (summary.evaluation) {
    add_recall(summary.evaluation->groups, out);
    add_pixels(*summary.evaluation, out);
  }
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
  ANDON_ASSIGN(ReportPictures wrong_pictures, pictures_of(*desk, wrong, most_wrong, aupimo, stop));
  ANDON_ASSIGN(ReportPictures highest, pictures_of(*desk, shown->rows, most_highest, aupimo, stop));
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
