#include "core/workflow/report_images.h"

#include "core/workflow/image_model.h"
#include "core/workflow/image_pictures.h"
#include "core/workflow/images.h"
#include "core/workflow/svg_chart.h"

#include <algorithm>

namespace andon::workflow {
namespace {

constexpr std::size_t most_wrong = 12, most_highest = 6;
constexpr int picture_side = 224;
constexpr double heat_opacity = 0.6;

std::string base64(const std::string& bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t block = 0;
    for (std::size_t k = 0; k < 3; ++k)
      block = block << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= bytes.size() ? letters[block >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string caption(const GalleryRow& row) {
  std::string text = row.id + ", score " + short_number(row.score);
  if (row.wrong())
    text += row.label == 1 ? ", escape (" + row.defect + ")" : ", overkill";
  else if (row.label == 1)
    text += ", " + row.defect;
  return escaped(text);
}

std::string figure(const ImageDesk& desk, const GalleryRow& row) {
  std::string picture;
  if (const auto view = desk.view(row.id))
    if (const auto bytes = png_bytes(overlay_picture(*view, heat_opacity), picture_side))
      picture = "<img alt=\"" + escaped(row.id) + "\" src=\"data:image/png;base64," + base64(*bytes) + "\">";
  if (picture.empty())
    picture = "<p>The image is not there any more.</p>";
  return "<figure>" + picture + "<figcaption>" + caption(row) + "</figcaption></figure>\n";
}

Result<std::string> figures(const ImageDesk& desk, const std::vector<GalleryRow>& rows, std::size_t most,
                            std::stop_token stop) {
  std::string out = "<div class=\"pictures\">\n";
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled; no report was written");
    out += figure(desk, rows[i]);
  }
  return out + "</div>\n";
}

std::string model_section(const images::ImageCard& card) {
  std::string out = "<h2>Model</h2>\n<p>" + escaped(card.summary) + "</p>\n<table>";
  const auto row = [&](const std::string& name, const std::string& value) {
    out += "<tr><th>" + name + "</th><td>" + escaped(value) + "</td></tr>\n";
  };
  row("normal images to learn from", std::to_string(card.train_images));
  row("normal images for thresholds",
      std::to_string(card.validation_images) + (card.calibration == "left_out"
                                                    ? ", each scored with itself left out"
                                                    : ", kept away from fitting"));
  if (!card.weights_sha256.empty()) {
    row("pre-trained network", card.backbone + " (" + card.weights_id + ")");
    row("its sha256", card.weights_sha256);
  }
  return out + "</table>\n";
}

std::string recall_section(const std::vector<GroupRecall>& groups) {
  if (groups.empty())
    return "";
  std::string out = "<h2>What the line finds</h2>\n<table><tr><th>by</th><th>defects</th><th "
                    "class=\"number\">found</th><th class=\"number\">recall</th></tr>\n";
  for (const GroupRecall& group : groups)
    out += "<tr><td>" + escaped(group.by) + "</td><td>" + escaped(group.name) + "</td><td class=\"number\">" +
           std::to_string(group.found) + " of " + std::to_string(group.items) + "</td><td class=\"number\">" +
           short_number(group.recall.value) + " <span class=\"interval\">" + short_number(group.recall.low) +
           " … " + short_number(group.recall.high) + "</span></td></tr>\n";
  return out + "</table>\n";
}

} // namespace

Result<std::string> image_sections(Workspace& workspace, const store::Run& run, const RunSummary& summary,
                                   std::stop_token stop) {
  ANDON_ASSIGN(const images::ImageCard card, images::read_card(workspace.run_folder(run.name)));
  std::string out = model_section(card);
  if (summary.evaluation)
    out += recall_section(summary.evaluation->groups);
  const auto shown = gallery(workspace, run.name);
  if (!shown && shown.error().code == ErrorCode::not_found)
    return out + "<h2>Images</h2>\n<p>Nothing has been scored yet.</p>\n";
  if (!shown)
    return fail(shown.error());
  ANDON_ASSIGN(const std::shared_ptr<ImageDesk> desk, ImageDesk::open(workspace, run.name, shown->data_path));
  std::vector<GalleryRow> wrong;
  std::copy_if(shown->rows.begin(), shown->rows.end(), std::back_inserter(wrong),
               [](const GalleryRow& row) { return row.wrong(); });
  out += "<h2>Wrong calls</h2>\n<p>" + std::to_string(wrong.size()) + " of " +
         std::to_string(shown->rows.size()) + " images are called wrongly" +
         (wrong.size() > most_wrong ? "; the " + std::to_string(most_wrong) + " with the highest scores:"
                                    : ".") +
         "</p>\n";
  ANDON_ASSIGN(const std::string wrong_figures, figures(*desk, wrong, most_wrong, stop));
  ANDON_ASSIGN(const std::string highest, figures(*desk, shown->rows, most_highest, stop));
  return out + wrong_figures + "<h2>Highest scores</h2>\n<p>Colours stand for p-values of pixels, from " +
         short_number(HeatScale::cold_p) + " (as it is) to " + short_number(HeatScale::hot_p) +
         " (bright); lines enclose pixels of p-value " + short_number(ImageDesk::contour_p) +
         " or less.</p>\n" + highest;
}

} // namespace andon::workflow
