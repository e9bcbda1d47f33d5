#include "core/workflow/report_document.h"

#include <algorithm>
#include <cairo-pdf.h>
#include <cstdio>
#include <cstring>
#include <memory>
#include <pango/pangocairo.h>

namespace andon::workflow {
namespace {

// Points of 1/72 inch on A4.
constexpr double page_width = 595.28, page_height = 841.89, margin = 50, foot = 24;
constexpr double content_width = page_width - 2 * margin, content_bottom = page_height - margin - foot;
constexpr double gap = 10, row_gap = 3, charts_a_row = 2, pictures_a_row = 4;
constexpr double text_size = 9, small_size = 7.5, heading_size = 12, title_size = 18;
constexpr double dark = 0.11, grey = 0.35;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* one) const {
    Free(one);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;

struct Style {
  double size = text_size;
  bool bold = false, fixed = false, right = false;
};

cairo_status_t append(void* text, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

void set_colour(cairo_t* cairo, const std::string& colour, double opacity) {
  unsigned red = 0, green = 0, blue = 0;
  std::sscanf(colour.c_str(), "#%2x%2x%2x", &red, &green, &blue);
  cairo_set_source_rgba(cairo, red / 255.0, green / 255.0, blue / 255.0, opacity);
}

/// Text with a smaller, paler end; `width` < 0 = one line of any length. Bytes that are not UTF-8 are
/// replaced.
Layout layout_of(cairo_t* cairo, const std::string& text, const Style& style, double width,
                 const std::string& detail = "") {
  Layout layout(pango_cairo_create_layout(cairo));
  const Font font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), style.fixed ? "monospace" : "sans-serif");
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font.get());
  pango_context_set_round_glyph_positions(pango_layout_get_context(layout.get()), FALSE); // paper, no pixels
  const std::unique_ptr<char, Freed<g_free>> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
  std::string whole = valid.get();
  if (!detail.empty()) {
    PangoAttrList* const attributes = pango_attr_list_new();
    for (PangoAttribute* one : {pango_attr_size_new_absolute(static_cast<int>(small_size * PANGO_SCALE)),
                                pango_attr_foreground_new(0x5555, 0x5555, 0x5555)}) {
      one->start_index = static_cast<guint>(whole.size());
      pango_attr_list_insert(attributes, one);
    }
    pango_layout_set_attributes(layout.get(), attributes);
    pango_attr_list_unref(attributes);
    whole += " " + detail;
  }
  pango_layout_set_text(layout.get(), whole.c_str(), -1);
  if (width >= 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout.get(), static_cast<int>((content_bottom - 2 * margin) * PANGO_SCALE));
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout.get(), style.right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  }
  return layout;
}

double width_of(const Layout& layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  return static_cast<double>(width) / PANGO_SCALE;
}

double height_of(const Layout& layout) {
  int width = 0, height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

class CairoCanvas final : public ChartCanvas {
public:
  explicit CairoCanvas(cairo_t* cairo) : cairo_(cairo) {}

  void polyline(const std::vector<std::pair<double, double>>& points, const Stroke& stroke) override {
    set_colour(cairo_, stroke.colour, 1);
    cairo_set_line_width(cairo_, stroke.width);
    const double dashes[] = {5, 4};
    cairo_set_dash(cairo_, dashes, stroke.dashed ? 2 : 0, 0);
    cairo_new_path(cairo_);
    for (const auto& [x, y] : points)
      cairo_line_to(cairo_, x, y);
    cairo_stroke(cairo_);
  }
  void rectangle(double x, double y, double width, double height, const std::string& colour,
                 double opacity) override {
    set_colour(cairo_, colour, opacity);
    cairo_rectangle(cairo_, x, y, width, height);
    cairo_fill(cairo_);
  }
  void text(double x, double y, const std::string& text, const TextStyle& style) override {
    const Layout layout = layout_of(cairo_, text, {11, style.bold}, -1);
    const double shift = width_of(layout) * (style.anchor == Anchor::end      ? 1
                                             : style.anchor == Anchor::middle ? 0.5
                                                                              : 0);
    cairo_save(cairo_);
    cairo_set_source_rgb(cairo_, 0.2, 0.2, 0.2);
    cairo_translate(cairo_, x, y);
    if (style.upwards)
      cairo_rotate(cairo_, -1.5707963267948966);
    cairo_move_to(cairo_, -shift,
                  -static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE);
    pango_cairo_show_layout(cairo_, layout.get());
    cairo_restore(cairo_);
  }

private:
  cairo_t* cairo_;
};

/// Pages that fill from above; what does not fit begins a new one.
class Pages {
public:
  explicit Pages(cairo_surface_t* surface) : surface_(surface), cairo_(cairo_create(surface)) {}

  cairo_t* cairo() const { return cairo_.get(); }
  double y() const { return y_; }
  void skip(double height) { y_ += height; }
  /// True when this began a new page.
  bool make_room(double height) {
    if (y_ + height <= content_bottom || y_ == margin)
      return false;
    end_page();
    y_ = margin;
    return true;
  }
  void show(const Layout& layout, double x, double y, double shade) const {
    cairo_set_source_rgb(cairo_.get(), shade, shade, shade);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout.get());
  }
  void heading(const std::string& text, const Style& style, double room_below) {
    const Layout layout = layout_of(cairo(), text, style, content_width);
    make_room(gap + height_of(layout) + room_below);
    skip(y_ == margin ? 0 : gap);
    const std::string place = "page=" + std::to_string(page_) + " pos=[" +
                              std::to_string(static_cast<int>(margin)) + " " +
                              std::to_string(static_cast<int>(y_)) + "]";
    cairo_pdf_surface_add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, text.c_str(), place.c_str(),
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
    show(layout, margin, y_, dark);
    skip(height_of(layout) + row_gap);
  }
  void end_page() {
    const Layout number =
        layout_of(cairo(), std::to_string(page_), {small_size, false, false, true}, content_width);
    show(number, margin, page_height - margin, grey);
    cairo_show_page(cairo_.get());
    ++page_;
  }
  cairo_status_t status() const { return cairo_status(cairo_.get()); }

private:
  cairo_surface_t* surface_;
  Context cairo_;
  double y_ = margin;
  int page_ = 1;
};

void write_block(const ReportHeading& heading, Pages& pages) {
  constexpr double room_below = 60; // a heading does not stand alone at the end of a page
  pages.heading(heading.text, {heading_size, true}, room_below);
}

void write_block(const ReportParagraph& paragraph, Pages& pages) {
  const Layout layout = layout_of(pages.cairo(), paragraph.text, {}, content_width);
  pages.make_room(height_of(layout));
  pages.show(layout, margin, pages.y(), dark);
  pages.skip(height_of(layout) + gap / 2);
}

Style style_of(const ReportCell& cell, bool bold) {
  return {cell.code ? small_size : text_size, bold, cell.code, cell.number};
}

bool is_name(const ReportTable& table, std::size_t column) {
  return table.named && column == 0;
}

/// As wide as the cells want; where that is too much, the widest share what is left.
std::vector<double> column_widths(const ReportTable& table, cairo_t* cairo) {
  std::vector<double> wanted;
  const auto measure = [&](const std::vector<ReportCell>& row, bool header) {
    wanted.resize(std::max(wanted.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Layout layout =
          layout_of(cairo, row[i].text, style_of(row[i], header || is_name(table, i)), -1, row[i].detail);
      wanted[i] = std::max(wanted[i], width_of(layout) + 1);
    }
  };
  measure(table.header, true);
  for (const std::vector<ReportCell>& row : table.rows)
    measure(row, false);
  std::vector<double> ascending = wanted;
  std::sort(ascending.begin(), ascending.end());
  double left = content_width - gap * static_cast<double>(wanted.size() - 1), share = left;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    share = left / static_cast<double>(ascending.size() - i);
    if (ascending[i] > share)
      break;
    left -= ascending[i];
    share = ascending[i];
  }
  for (double& width : wanted)
    width = std::min(width, share);
  return wanted;
}

void write_row(const std::vector<ReportCell>& row, const std::vector<ReportCell>* header,
               const ReportTable& table, const std::vector<double>& widths, Pages& pages) {
  std::vector<Layout> cells;
  double height = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells.push_back(layout_of(pages.cairo(), row[i].text, style_of(row[i], !header || is_name(table, i)),
                              widths[i], row[i].detail));
    height = std::max(height, height_of(cells.back()));
  }
  if (pages.make_room(height) && header && !header->empty())
    write_row(*header, nullptr, table, widths, pages);
  double x = margin;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    pages.show(cells[i], x, pages.y(), dark);
    x += widths[i] + gap;
  }
  pages.skip(height + row_gap);
}

void write_block(const ReportTable& table, Pages& pages) {
  if (table.header.empty() && table.rows.empty())
    return;
  const std::vector<double> widths = column_widths(table, pages.cairo());
  if (!table.header.empty())
    write_row(table.header, nullptr, table, widths, pages);
  for (const std::vector<ReportCell>& row : table.rows)
    write_row(row, &table.header, table, widths, pages);
  pages.skip(gap / 2);
}

void write_block(const ReportCharts& charts, Pages& pages) {
  const double width = (content_width - gap * (charts_a_row - 1)) / charts_a_row;
  const auto in_a_row = static_cast<std::size_t>(charts_a_row);
  for (std::size_t first = 0; first < charts.charts.size(); first += in_a_row) {
    double height = 0;
    const std::size_t end = std::min(first + in_a_row, charts.charts.size());
    for (std::size_t i = first; i < end; ++i)
      height = std::max(height, width * charts.charts[i].height / charts.charts[i].width);
    pages.make_room(height);
    for (std::size_t i = first; i < end; ++i) {
      const Chart& chart = charts.charts[i];
      cairo_save(pages.cairo());
      cairo_translate(pages.cairo(), margin + static_cast<double>(i - first) * (width + gap), pages.y());
      cairo_scale(pages.cairo(), width / chart.width, width / chart.width);
      cairo_rectangle(pages.cairo(), 0, 0, chart.width, chart.height);
      cairo_clip(pages.cairo());
      CairoCanvas canvas(pages.cairo());
      draw_chart(chart, canvas);
      cairo_restore(pages.cairo());
    }
    pages.skip(height + gap);
  }
}

Surface decoded(const std::string& png) {
  std::string_view rest = png;
  return Surface(cairo_image_surface_create_from_png_stream(
      [](void* from, unsigned char* to, unsigned int count) {
        auto& left = *static_cast<std::string_view*>(from);
        if (left.size() < count)
          return CAIRO_STATUS_READ_ERROR;
        std::memcpy(to, left.data(), count);
        left.remove_prefix(count);
        return CAIRO_STATUS_SUCCESS;
      },
      &rest));
}

/// A picture and its caption, as wide as asked.
struct Figure {
  Surface surface; ///< none: the picture cannot be shown
  Layout missing, caption;
  double width = 0, picture_height = 0;
};

Figure figure_of(const ReportPicture& picture, double width, cairo_t* cairo) {
  Figure figure{nullptr, nullptr, layout_of(cairo, picture.caption, {small_size}, width), width, 0};
  Surface surface = decoded(picture.png);
  if (cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS) {
    figure.picture_height =
        width * cairo_image_surface_get_height(surface.get()) / cairo_image_surface_get_width(surface.get());
    figure.surface = std::move(surface);
  } else {
    figure.missing = layout_of(cairo, missing_picture, {}, width);
    figure.picture_height = height_of(figure.missing);
  }
  return figure;
}

void draw(const Figure& figure, double x, const Pages& pages) {
  cairo_t* const cairo = pages.cairo();
  if (figure.missing) {
    pages.show(figure.missing, x, pages.y(), grey);
  } else {
    const double scale = figure.width / cairo_image_surface_get_width(figure.surface.get());
    cairo_save(cairo);
    cairo_translate(cairo, x, pages.y());
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, figure.surface.get(), 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
  }
  pages.show(figure.caption, x, pages.y() + figure.picture_height + 2, dark);
}

void write_block(const ReportPictures& pictures, Pages& pages) {
  const double width = (content_width - gap * (pictures_a_row - 1)) / pictures_a_row;
  const auto in_a_row = static_cast<std::size_t>(pictures_a_row);
  for (std::size_t first = 0; first < pictures.pictures.size(); first += in_a_row) {
    std::vector<Figure> figures;
    double height = 0;
    for (std::size_t i = first; i < std::min(first + in_a_row, pictures.pictures.size()); ++i) {
      figures.push_back(figure_of(pictures.pictures[i], width, pages.cairo()));
      height = std::max(height, figures.back().picture_height + 2 + height_of(figures.back().caption));
    }
    pages.make_room(height);
    for (std::size_t i = 0; i < figures.size(); ++i)
      draw(figures[i], margin + static_cast<double>(i) * (width + gap), pages);
    pages.skip(height + gap);
  }
}

} // namespace

Result<std::string> report_pdf(const ReportDocument& document, std::stop_token stop) {
  std::string bytes;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  {
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   ("Andon: " + document.title).c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Andon");
    Pages pages(surface.get());
    pages.heading(document.title, {title_size, true}, 0);
    for (const ReportBlock& block : document.blocks) {
      if (stop.stop_requested())
        return fail(ErrorCode::cancelled, "cancelled; no report was written");
      std::visit([&](const auto& one) { write_block(one, pages); }, block);
    }
    pages.end_page();
    status = pages.status();
    cairo_surface_finish(surface.get());
    if (status == CAIRO_STATUS_SUCCESS)
      status = cairo_surface_status(surface.get());
  }
  if (status != CAIRO_STATUS_SUCCESS)
    return fail(ErrorCode::io, "cannot draw the report '" + document.title + "' as PDF: " +
                                   cairo_status_to_string(status) + "; write it as .html instead");
  return bytes;
}

} // namespace andon::workflow
