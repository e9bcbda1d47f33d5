#include "ui/shell/language.h"

#include "ui/theme/resources.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace andon::ui {

namespace {
const QString catalogue = QStringLiteral(":/translations/andon_ko.qm");
}

Language::Language(QObject* parent) : QObject(parent), korean_(std::make_unique<QTranslator>()) {
  load_resources();
  (void)korean_->load(catalogue);
}

Language::~Language() {
  if (current_ == QLatin1String("ko"))
    QCoreApplication::removeTranslator(korean_.get());
}

void Language::set(const QString& code) {
  const bool korean_desktop = QLocale::system().language() == QLocale::Korean;
  const bool korean_wanted =
      code == QLatin1String("ko") || (code == QLatin1String("system") && korean_desktop);
  const QString wanted = korean_wanted ? QStringLiteral("ko") : QStringLiteral("en");
  if (wanted == current_)
    return;
  current_ = wanted;
  if (korean_wanted)
    QCoreApplication::installTranslator(korean_.get());
  else
    QCoreApplication::removeTranslator(korean_.get());
  Q_EMIT changed(current_);
}

QString korean(const char* context, const char* text) {
  static const std::unique_ptr<const QTranslator> translator = [] {
    load_resources();
    auto loaded = std::make_unique<QTranslator>();
    (void)loaded->load(catalogue);
    return loaded;
  }();
  const QString translated = translator->translate(context, text);
  return translated.isEmpty() ? QString::fromUtf8(text) : translated;
}

} // namespace andon::ui
