#include "ui/pages/second_model.h"

#include "ui/jobs/job_list.h"
#include "ui/plot/axis.h"
#include "ui/plot/image_canvas.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/message_bar.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace andon::ui {
namespace {

struct Seen {
  ImagesLoader::Desk desk;
  ImagesLoader::View view;
};

} // namespace

SecondModel::SecondModel(PageContext& context, ImageCanvas& first, QWidget* page)
    : context_(context), first_(first), choice_(new QComboBox), facts_(new QLabel), canvas_(new ImageCanvas) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space_small);
  column->addWidget(facts_);
  column->addWidget(canvas_, 1);
  facts_->setWordWrap(true);
  choice_->addItem(QString());
  choice_->setFocusPolicy(Qt::ClickFocus);
  choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // names of runs may be long
  choice_->setMinimumContentsLength(12);
  hide();
  connect(choice_, &QComboBox::currentIndexChanged, this,
          [this](int index) { choose(index <= 0 ? QString() : choice_->itemText(index)); });
  connect(&first_, &ImageCanvas::transform_changed, canvas_, [this] { canvas_->follow(first_.transform()); });
  connect(canvas_, &ImageCanvas::transform_changed, &first_, [this] { first_.follow(canvas_->transform()); });
  context_.actions.add(
      {"images.second", "images", QT_TRANSLATE_NOOP("actions", "Second model"),
       QT_TRANSLATE_NOOP("actions", "Show the image as another run sees it, beside this one"),
       QKeySequence(QStringLiteral("V"))},
      page, [this] {
        if (choice_->count() > 1)
          choice_->setCurrentIndex(choice_->currentIndex() > 0 ? 0 : 1);
      });
}

void SecondModel::set_gallery(const QString& run, const QString& data) {
  if (run != run_ || data != data_)
    own_desk_.reset();
  run_ = run;
  data_ = data;
  context_.jobs.cancel(runs_job_);
  using Names = std::vector<std::string>;
  runs_job_ = context_.jobs.run<Names>(
      QString(), Lane::io, this,
      [folder = context_.workspace](Progress&, std::stop_token) -> Result<Names> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        return workflow::image_runs(workspace);
      },
      [this](Result<Names> names) {
        if (!names)
          return;
        {
          const QSignalBlocker quiet(choice_);
          while (choice_->count() > 1)
            choice_->removeItem(1);
          for (const std::string& name : *names)
            if (const QString text = QString::fromStdString(name); text != run_)
              choice_->addItem(text);
          choice_->setCurrentIndex(std::max(0, choice_->findText(chosen_)));
        }
        choose(choice_->currentIndex() > 0 ? choice_->currentText() : QString());
      });
}

void SecondModel::choose(const QString& run) {
  if (run != chosen_)
    own_desk_.reset();
  chosen_ = run;
  setVisible(!run.isEmpty());
  if (run.isEmpty())
    canvas_->set_view(nullptr);
  else
    load();
}

void SecondModel::show_view(const ImagesLoader::View& view, const ImagesLoader::Desk& desk) {
  view_ = view;
  desk_ = desk;
  if (!chosen_.isEmpty())
    load();
}

void SecondModel::load() {
  if (!view_)
    return;
  context_.jobs.cancel(view_job_);
  view_job_ = context_.jobs.run<Seen>(
      QString(), Lane::compute, this,
      [folder = context_.workspace, run = chosen_.toStdString(), data = data_.toStdString(), id = view_->id,
       file = view_->file, desk = own_desk_](Progress&, std::stop_token) -> Result<Seen> {
        Seen seen{desk, nullptr};
        if (!seen.desk) {
          ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
          ANDON_ASSIGN(seen.desk, workflow::ImageDesk::open(workspace, run, data));
        }
        ANDON_ASSIGN(workflow::ImageView view,
                     file.empty() ? seen.desk->view(id) : seen.desk->view_file(file));
        seen.view = std::make_shared<const workflow::ImageView>(std::move(view));
        return seen;
      },
      [this](Result<Seen> seen) {
        if (!seen) {
          canvas_->set_view(nullptr);
          if (seen.error().code != ErrorCode::cancelled)
            context_.messages.show_error(tr("Second model"), seen.error());
          return;
        }
        own_desk_ = seen->desk;
        own_ = seen->view;
        canvas_->set_view(own_);
        canvas_->follow(first_.transform());
        show_facts();
      });
}

QString SecondModel::verdict(const workflow::ImageView& view, const workflow::ImageDesk& desk) {
  const QString run = QString::fromStdString(desk.run());
  const auto threshold = desk.threshold();
  if (!threshold)
    return tr("%1: score %2, no threshold yet").arg(run).arg(quantity_text(view.score, {}));
  return tr("%1: score %2, threshold %3, %4")
      .arg(run)
      .arg(quantity_text(view.score, {}))
      .arg(quantity_text(*threshold, {}))
      .arg(view.score >= *threshold ? tr("abnormal") : tr("normal"));
}

void SecondModel::show_facts() {
  if (view_ && own_ && desk_ && own_desk_ && view_->id == own_->id)
    facts_->setText(verdict(*view_, *desk_) + QLatin1Char('\n') + verdict(*own_, *own_desk_));
}

QString SecondModel::facts_text() const {
  return facts_->text();
}

void SecondModel::retranslate() {
  choice_->setItemText(0, tr("One model"));
  choice_->setAccessibleName(tr("Second model"));
  canvas_->setAccessibleName(tr("The image as the second model sees it"));
  show_facts();
}

} // namespace andon::ui
