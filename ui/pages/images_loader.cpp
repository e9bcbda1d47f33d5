#include "ui/pages/images_loader.h"

#include "core/workflow/inspect_files.h"
#include "core/workflow/labels.h"
#include "ui/jobs/job_list.h"
#include "ui/pages/reviewer.h"
#include "ui/plot/image_canvas.h"

namespace andon::ui {
namespace {

constexpr std::size_t thumbnails_at_once = 48;

struct Loaded {
  std::shared_ptr<const workflow::Gallery> gallery;
  std::vector<workflow::SuspiciousImage> suspicious;
};

struct Judged {
  workflow::InspectedFiles files;
  ImagesLoader::Desk desk;
  std::vector<workflow::SuspiciousImage> suspicious;
};

struct Opened {
  ImagesLoader::Desk desk;
  ImagesLoader::View view;
};

} // namespace

ImagesLoader::ImagesLoader(PageContext& context, GalleryModel& model, QObject* parent)
    : QObject(parent), context_(context), model_(model) {
  connect(&model_, &GalleryModel::thumbnails_wanted, this, [this] { load_thumbnails(); });
}

void ImagesLoader::load_gallery(const QString& run) {
  context_.jobs.cancel(gallery_job_);
  gallery_job_ = context_.jobs.run<Loaded>(
      tr("Gallery"), Lane::io, this,
      [folder = context_.workspace, run = run.isEmpty() ? std::string("latest") : run.toStdString()](
          Progress&, std::stop_token) -> Result<Loaded> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        Loaded loaded;
        ANDON_ASSIGN(workflow::Gallery gallery, workflow::gallery(workspace, run));
        loaded.gallery = std::make_shared<const workflow::Gallery>(std::move(gallery));
        ANDON_ASSIGN(loaded.suspicious, workflow::suspicious_images(workspace, run));
        return loaded;
      },
      [this](Result<Loaded> loaded) {
        if (!loaded) {
          if (loaded.error().code != ErrorCode::cancelled)
            Q_EMIT gallery_failed(loaded.error());
          return;
        }
        const QString run_now = QString::fromStdString(loaded->gallery->run),
                      data_now = QString::fromStdString(loaded->gallery->data_path);
        if (run_now != run_ || data_now != data_)
          desk_.reset();
        run_ = run_now;
        data_ = data_now;
        Q_EMIT gallery_loaded(loaded->gallery);
        Q_EMIT suspicious_loaded(loaded->suspicious);
      });
}

void ImagesLoader::load_files(const QString& run, const QStringList& files) {
  context_.jobs.cancel(gallery_job_);
  std::vector<std::filesystem::path> paths;
  for (const QString& file : files)
    paths.emplace_back(file.toStdString());
  gallery_job_ = context_.jobs.run<Judged>(
      tr("Inspect %1 images").arg(files.size()), Lane::compute, this,
      [folder = context_.workspace, run = run.isEmpty() ? std::string("latest") : run.toStdString(),
       paths](Progress& progress, std::stop_token stop) -> Result<Judged> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        Judged judged;
        ANDON_ASSIGN(judged.desk, workflow::ImageDesk::open(workspace, run, ""));
        ANDON_ASSIGN(judged.files, workflow::inspect_files(*judged.desk, paths, progress, stop));
        ANDON_ASSIGN(judged.suspicious, workflow::suspicious_images(workspace, run));
        return judged;
      },
      [this](Result<Judged> judged) {
        if (!judged) {
          Q_EMIT gallery_failed(judged.error());
          return;
        }
        desk_ = judged->desk;
        run_ = QString::fromStdString(desk_->run());
        data_.clear();
        QStringList reasons;
        for (const std::string& problem : judged->files.problems)
          reasons << QString::fromStdString(problem);
        Q_EMIT gallery_loaded(std::make_shared<const workflow::Gallery>(std::move(judged->files.gallery)));
        Q_EMIT suspicious_loaded(judged->suspicious);
        if (!reasons.isEmpty())
          Q_EMIT files_refused(reasons);
      });
}

void ImagesLoader::load_view(const QString& id) {
  if (data_.isEmpty()) // files of no data set, named by their paths
    return load_shown(
        [file = id.toStdString()](const workflow::ImageDesk& desk) { return desk.view_file(file); });
  load_shown([id = id.toStdString()](const workflow::ImageDesk& desk) { return desk.view(id); });
}

void ImagesLoader::load_file(const QString& id, const std::filesystem::path& path) {
  if (data_.isEmpty())
    return load_view(QString::fromStdString(path.string()));
  load_shown([id = id.toStdString(), path](const workflow::ImageDesk& desk) {
    auto view = desk.view(id);
    return !view && view.error().code == ErrorCode::not_found ? desk.view_file(path) : view;
  });
}

void ImagesLoader::give_label(const QString& id, double score, const QString& label) {
  context_.jobs.run<LabelEvent>(
      QString(), Lane::io, this,
      [folder = context_.workspace, run = run_.toStdString(), id = id.toStdString(), score,
       label = label.toStdString(), who = reviewer_name(context_.settings).toStdString()](
          Progress&, std::stop_token) -> Result<LabelEvent> {
        ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
        ANDON_ASSIGN(const store::Run trained, workspace.store().find_run(run));
        ANDON_ASSIGN(const workflow::LabelContext context,
                     workflow::label_context(workspace, run, trained.data_path));
        ANDON_ASSIGN(workflow::LabelLog log, workflow::LabelLog::open(workspace));
        return log.give(workspace, context, {id, 0, 0, score}, label, {who, "", "suspicious"});
      },
      [this, id, label](Result<LabelEvent> event) {
        if (event)
          Q_EMIT label_given(id, label);
        else
          Q_EMIT view_failed(event.error());
      });
}

void ImagesLoader::load_shown(Show show) {
  context_.jobs.cancel(view_job_);
  view_job_ = context_.jobs.run<Opened>(
      QString(), Lane::compute, this,
      [folder = context_.workspace, run = run_.toStdString(), data = data_.toStdString(),
       show = std::move(show), desk = desk_](Progress&, std::stop_token) -> Result<Opened> {
        Opened opened{desk, nullptr};
        if (!opened.desk) {
          ANDON_ASSIGN(workflow::Workspace workspace, workflow::Workspace::open(folder));
          ANDON_ASSIGN(opened.desk, workflow::ImageDesk::open(workspace, run, data));
        }
        ANDON_ASSIGN(workflow::ImageView view, show(*opened.desk));
        opened.view = std::make_shared<const workflow::ImageView>(std::move(view));
        return opened;
      },
      [this](Result<Opened> opened) {
        if (opened) {
          desk_ = opened->desk;
          Q_EMIT view_loaded(opened->view, opened->desk);
        } else if (opened.error().code != ErrorCode::cancelled) {
          Q_EMIT view_failed(opened.error());
        }
      });
}

void ImagesLoader::load_nearest(View view, const QPoint& pixel) {
  if (!desk_ || !view)
    return;
  context_.jobs.cancel(nearest_job_);
  nearest_job_ = context_.jobs.run<NearestShown>(
      QString(), Lane::compute, this,
      [desk = desk_, view, pixel](Progress&, std::stop_token) -> Result<NearestShown> {
        ANDON_ASSIGN(const std::vector<workflow::NearestGood> found,
                     desk->nearest(*view, pixel.x(), pixel.y(), 1));
        if (found.empty())
          return fail(ErrorCode::not_found, "no good patch was found");
        NearestShown shown{found.front(), {}, pixel};
        if (const auto image = read_image(found.front().path))
          shown.image = as_qimage(*image);
        return shown;
      },
      [this](Result<NearestShown> shown) {
        if (shown)
          Q_EMIT nearest_loaded(*shown);
        else if (shown.error().code != ErrorCode::cancelled)
          Q_EMIT view_failed(shown.error());
      });
}

void ImagesLoader::load_thumbnails() {
  if (loading_thumbnails_ || !model_.gallery())
    return;
  std::vector<std::pair<int, std::filesystem::path>> wanted;
  for (const int row : model_.take_wanted())
    if (wanted.size() < thumbnails_at_once && row < model_.rowCount())
      wanted.emplace_back(row, model_.gallery()->rows[std::size_t(row)].path);
  if (wanted.empty())
    return;
  using Pictures = std::vector<std::pair<int, QImage>>;
  loading_thumbnails_ = true;
  thumbnail_job_ = context_.jobs.run<Pictures>(
      QString(), Lane::io, this,
      [wanted, cache = context_.workspace / "cache"](Progress&, std::stop_token stop) -> Result<Pictures> {
        Pictures pictures;
        for (const auto& [row, path] : wanted) {
          if (stop.stop_requested())
            break;
          const auto small = workflow::thumbnail(cache, path, GalleryModel::thumbnail_side);
          QImage picture(1, 1, QImage::Format_Grayscale8); // a file that is gone stays an empty cell
          picture.fill(Qt::gray);
          // as the screen has them, so that painting copies only
          pictures.emplace_back(row,
                                small ? as_qimage(*small).convertToFormat(QImage::Format_RGB32) : picture);
        }
        return pictures;
      },
      [this, gallery = model_.gallery()](Result<Pictures> pictures) {
        loading_thumbnails_ = false;
        if (pictures && gallery == model_.gallery())
          for (const auto& [row, picture] : *pictures)
            model_.set_thumbnail(row, picture);
        load_thumbnails();
      });
}

} // namespace andon::ui
