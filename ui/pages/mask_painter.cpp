#include "ui/pages/mask_painter.h"

#include "core/workflow/mask_edit.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/reviewer.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolBar>

namespace andon::ui {
namespace {
constexpr double brush_step = 1.25;
}

MaskPainter::MaskPainter(PageContext& context, QWidget* page, const char* home)
    : context_(context), bar_(new QToolBar), facts_(new QLabel) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space);
  row->addWidget(bar_);
  row->addWidget(facts_, 1);
  bar_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  add_tools(page, home);
  connect(&editor_, &MaskEditor::changed, this, [this] { show_facts(); });
  hide();
}

void MaskPainter::add_tools(QWidget* page, const std::string& home) {
  using Tool = MaskEditor::Tool;
  const auto add = [&](const char* id, const char* text, const char* tip, const char* keys,
                       std::function<void()> run) {
    const std::string full = home + id;
    return context_.actions.add({full.c_str(), home.c_str(), text, tip, QKeySequence(QLatin1String(keys))},
                                page, std::move(run));
  };
  const auto tool = [&](const char* id, const char* text, const char* tip, const char* keys,
                        std::function<void()> run) {
    bar_->addAction(add(id, text, tip, keys, std::move(run)));
  };
  add(".paint", QT_TRANSLATE_NOOP("actions", "Paint ground truth"),
      QT_TRANSLATE_NOOP("actions", "Correct what is marked as defect in this image, or stop doing so"), "M",
      [this] { choose(painting() ? Tool::none : Tool::brush); });
  tool(".brush", QT_TRANSLATE_NOOP("actions", "Brush"),
       QT_TRANSLATE_NOOP("actions", "Mark defect by strokes"), "K", [this] { choose(Tool::brush); });
  tool(".eraser", QT_TRANSLATE_NOOP("actions", "Eraser"), QT_TRANSLATE_NOOP("actions", "Unmark by strokes"),
       "E", [this] { choose(Tool::eraser); });
  tool(".polygon", QT_TRANSLATE_NOOP("actions", "Polygon"),
       QT_TRANSLATE_NOOP("actions", "Mark an area corner by corner; a double click closes it"), "L",
       [this] { choose(Tool::polygon); });
  tool(".brush_smaller", QT_TRANSLATE_NOOP("actions", "Smaller brush"),
       QT_TRANSLATE_NOOP("actions", "Make brush and eraser smaller"), "[",
       [this] { editor_.set_brush(std::min(editor_.brush() - 1, int(editor_.brush() / brush_step))); });
  tool(".brush_larger", QT_TRANSLATE_NOOP("actions", "Larger brush"),
       QT_TRANSLATE_NOOP("actions", "Make brush and eraser larger"), "]",
       [this] { editor_.set_brush(std::max(editor_.brush() + 1, int(editor_.brush() * brush_step))); });
  tool(".paint_undo", QT_TRANSLATE_NOOP("actions", "Undo stroke"),
       QT_TRANSLATE_NOOP("actions", "Take back the last stroke, polygon or corner"), "Ctrl+Z",
       [this] { editor_.undo(); });
  tool(".paint_redo", QT_TRANSLATE_NOOP("actions", "Redo stroke"),
       QT_TRANSLATE_NOOP("actions", "Paint again what was taken back"), "Ctrl+Shift+Z",
       [this] { editor_.redo(); });
  tool(".paint_save", QT_TRANSLATE_NOOP("actions", "Save as ground truth"),
       QT_TRANSLATE_NOOP("actions", "Write the mask; the one before is kept in the workspace"), "Ctrl+S",
       [this] { save(); });
}

void MaskPainter::choose(MaskEditor::Tool tool) {
  editor_.set_tool(tool);
  setVisible(tool != MaskEditor::Tool::none);
}

void MaskPainter::show_view(const ImagesLoader::View& view, const QString& data, const QString& run) {
  if (view_ && editor_.sheet().changed)
    unsaved_[data_.toStdString() + '\n' + view_->id] = editor_.take_sheet();
  view_ = view;
  data_ = data;
  run_ = run;
  const auto kept = unsaved_.find(data.toStdString() + '\n' + view->id);
  if (kept != unsaved_.end()) {
    editor_.set_sheet(std::move(kept->second));
    unsaved_.erase(kept);
  } else {
    editor_.set_sheet(MaskEditor::sheet_of(view->truth, QSize(view->image.width, view->image.height)));
  }
}

void MaskPainter::save() {
  if (!view_ || saving_ || !editor_.sheet().changed)
    return;
  if (data_.isEmpty() || !view_->file.empty())
    return context_.messages.show_message(
        MessageBar::Kind::warning,
        tr("A mask belongs to an image of a data set: import the folder of this image first."));
  saving_ = true;
  const workflow::MaskIn in{data_.toStdString(), view_->id, editor_.mask(), run_.toStdString(),
                            reviewer_name(context_.settings).toStdString()};
  context_.jobs.run<workflow::MaskOut>(
      tr("Save ground truth"), Lane::io, this,
      [folder = context_.workspace, in](Progress&, std::stop_token) -> Result<workflow::MaskOut> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::save_mask(workspace, in);
      },
      [this, id = view_->id, written = editor_.sheet().mask](Result<workflow::MaskOut> out) {
        saving_ = false;
        if (!out)
          return context_.messages.show_error(tr("The mask was not saved"), out.error());
        if (view_ && view_->id == id && editor_.sheet().mask == written)
          editor_.set_saved();
        context_.messages.show_message(
            MessageBar::Kind::note,
            tr("Ground truth saved: %1").arg(QString::fromStdString(out->file.string())));
        Q_EMIT saved(QString::fromStdString(id));
      });
}

void MaskPainter::show_facts() {
  facts_->setText(tr("Brush %1 pixels%2")
                      .arg(editor_.brush())
                      .arg(editor_.sheet().changed ? tr(" · not saved yet") : QString()));
}

void MaskPainter::retranslate() {
  show_facts();
}

} // namespace andon::ui
