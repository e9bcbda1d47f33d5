#pragma once
#include <QObject>
#include <QString>

#include <memory>

class QTranslator;

namespace andon::ui {

/// The window's language, switched live: every widget gets QEvent::LanguageChange. English is the language of
/// the sources. Threads: GUI.
class Language : public QObject {
  Q_OBJECT
public:
  explicit Language(QObject* parent = nullptr);
  ~Language() override;
  /// "en", "ko", or "system" (Korean on a Korean desktop, else English).
  void set(const QString& code);
  const QString& current() const { return current_; } ///< "en" or "ko"

Q_SIGNALS:
  void changed(const QString& code);

private:
  std::unique_ptr<QTranslator> korean_;
  QString current_ = QStringLiteral("en");
};

/// Text of the Korean catalogue whatever the language of the window; the source text when it has none.
QString korean(const char* context, const char* text);

} // namespace andon::ui
