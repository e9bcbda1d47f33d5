#include "ui/shell/session.h"

#include "core/base/atomic_file.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScreen>
#include <QTimer>

namespace andon::ui {

namespace {

constexpr int version = 1, save_after_ms = 1000;

QJsonObject to_json(const Selection::State& state) {
  QJsonObject object{{QStringLiteral("data"), state.data},
                     {QStringLiteral("run"), state.run},
                     {QStringLiteral("item"), state.item}};
  if (state.start && state.end) {
    object[QStringLiteral("start")] = *state.start;
    object[QStringLiteral("end")] = *state.end;
  }
  return object;
}

Selection::State selection_from(const QJsonObject& object) {
  Selection::State state;
  state.data = object[QLatin1String("data")].toString();
  state.run = object[QLatin1String("run")].toString();
  state.item = object[QLatin1String("item")].toString();
  if (object.contains(QLatin1String("start")) && object.contains(QLatin1String("end"))) {
    state.start = object[QLatin1String("start")].toDouble();
    state.end = object[QLatin1String("end")].toDouble();
  }
  return state;
}

std::vector<QRect> available_areas() {
  std::vector<QRect> areas;
  for (const QScreen* screen : QGuiApplication::screens())
    areas.push_back(screen->availableGeometry());
  return areas;
}

} // namespace

QRect on_screen(const QRect& wanted, const std::vector<QRect>& screens) {
  QRect best = screens.front();
  qint64 best_area = 0;
  for (const QRect& screen : screens) {
    const QRect common = screen.intersected(wanted);
    const qint64 area = common.isValid() ? qint64(common.width()) * common.height() : 0;
    if (area > best_area) {
      best_area = area;
      best = screen;
    }
  }
  QRect result = wanted;
  result.setSize(wanted.size().boundedTo(best.size()));
  result.moveLeft(std::clamp(result.left(), best.left(), best.right() - result.width() + 1));
  result.moveTop(std::clamp(result.top(), best.top(), best.bottom() - result.height() + 1));
  return result;
}

Session::Session(MainWindow& window, std::filesystem::path file)
    : QObject(&window), window_(window), file_(std::move(file)), timer_(new QTimer(this)) {
  timer_->setSingleShot(true);
  timer_->setInterval(save_after_ms);
  connect(timer_, &QTimer::timeout, this, [this] { save(); });
}

void Session::touch() {
  if (active_ && !timer_->isActive())
    timer_->start();
}

void Session::stop() {
  active_ = false;
  timer_->stop();
}

QString Session::restore() {
  const auto bytes = read_file(file_, 1 << 20);
  if (!bytes)
    return bytes.error().code == ErrorCode::not_found
               ? QString()
               : tr("The last session could not be read, so the default layout is shown: %1")
                     .arg(QString::fromStdString(bytes.error().message));
  const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*bytes));
  const QJsonObject object = document.object();
  if (object.isEmpty() || object[QLatin1String("version")].toInt() > version)
    return tr("The last session is damaged or from a newer version, so the default layout is shown.");
  const QByteArray docks = QByteArray::fromBase64(object[QLatin1String("docks")].toString().toLatin1());
  if (!window_.restoreState(docks))
    return tr("The last session is damaged or from a newer version, so the default layout is shown.");
  const QJsonArray box = object[QLatin1String("geometry")].toArray();
  if (box.size() == 4)
    window_.setGeometry(
        on_screen(QRect(box[0].toInt(), box[1].toInt(), box[2].toInt(), box[3].toInt()), available_areas()));
  if (object[QLatin1String("maximized")].toBool())
    window_.setWindowState(Qt::WindowMaximized);
  window_.context().selection.select(selection_from(object[QLatin1String("selection")].toObject()));
  window_.show_page(object[QLatin1String("page")].toString());
  return {};
}

void Session::save() {
  if (!active_)
    return;
  const QRect box = window_.isMaximized() ? window_.normalGeometry() : window_.geometry();
  const QJsonObject object{
      {QStringLiteral("version"), version},
      {QStringLiteral("geometry"), QJsonArray{box.x(), box.y(), box.width(), box.height()}},
      {QStringLiteral("maximized"), window_.isMaximized()},
      {QStringLiteral("docks"), QString::fromLatin1(window_.saveState().toBase64())},
      {QStringLiteral("page"), window_.current_page()},
      {QStringLiteral("selection"), to_json(window_.context().selection.state())},
  };
  std::error_code ignored;
  std::filesystem::create_directories(file_.parent_path(), ignored);
  if (const auto saved = write_atomic(file_, QJsonDocument(object).toJson().toStdString()); !saved)
    window_.context().messages.show_error(tr("Save the session"), saved.error());
}

} // namespace andon::ui
