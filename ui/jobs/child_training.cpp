#include "ui/jobs/child_training.h"

#include "ui/jobs/child_process.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace andon::ui {

workflow::Trainer trainer_in_child(const QString& program) {
  return [program](workflow::Workspace& workspace, const workflow::TrainIn& in, Progress& progress,
                   std::stop_token stop) -> Result<workflow::TrainOut> {
    QStringList arguments{QStringLiteral("train"),       QString::fromStdString(in.model),
                          QStringLiteral("--data"),      QString::fromStdString(in.data),
                          QStringLiteral("--seed"),      QString::number(in.seed),
                          QStringLiteral("--workspace"), QString::fromStdString(workspace.folder().string())};
    for (const auto& [key, value] : in.options)
      arguments << QStringLiteral("--set") << QString::fromStdString(key + '=' + to_text(value));
    ANDON_ASSIGN(const QByteArray printed, run_child_process(program, arguments, progress, stop));
    const QJsonObject object = QJsonDocument::fromJson(printed).object();
    if (!object.contains(QLatin1String("run")))
      return fail(ErrorCode::internal, "the training process did not say which run it made");
    return workflow::TrainOut{.run = object[QLatin1String("run")].toString().toStdString(),
                              .epochs = object[QLatin1String("epochs")].toInteger(),
                              .loss = object[QLatin1String("loss")].toDouble(),
                              .seconds = object[QLatin1String("seconds")].toDouble(),
                              .device = object[QLatin1String("device")].toString().toStdString()};
  };
}

} // namespace andon::ui
