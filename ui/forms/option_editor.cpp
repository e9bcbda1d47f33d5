#include "ui/forms/option_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

#include <cmath>
#include <limits>

namespace andon::ui {

namespace {

constexpr double most_real = 1e12;
constexpr int most_decimals = 9, shown_digits = 9;

/// Shows as many digits as the number has, always with a decimal point.
class RealBox : public QDoubleSpinBox {
public:
  explicit RealBox(QWidget* parent) : QDoubleSpinBox(parent) {
    setLocale(QLocale::c());
    setDecimals(most_decimals);
    setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
  }
  QString textFromValue(double value) const override { return QString::number(value, 'g', shown_digits); }
  double valueFromText(const QString& text) const override {
    QString number = text;
    number.remove(suffix());
    return number.toDouble();
  }
  QValidator::State validate(QString& text, int&) const override {
    QString number = text;
    number.remove(suffix());
    bool fits = false;
    (void)number.toDouble(&fits);
    return fits ? QValidator::Acceptable : QValidator::Intermediate;
  }
};

QString suffix_of(const OptionInfo& info) {
  return info.unit.empty() ? QString() : QStringLiteral(" ") + QString::fromStdString(info.unit);
}

OptionEditor boolean_editor(QWidget* parent, const std::function<void()>& edited) {
  auto* box = new QCheckBox(parent);
  QObject::connect(box, &QCheckBox::toggled, box, edited);
  return {box, [box] { return OptionValue(box->isChecked()); },
          [box](const OptionValue& value) { box->setChecked(std::get<bool>(value)); }};
}

OptionEditor choice_editor(const OptionInfo& info, QWidget* parent, const std::function<void()>& edited) {
  auto* box = new QComboBox(parent);
  for (const std::string& text : info.choices)
    box->addItem(QString::fromStdString(text));
  QObject::connect(box, &QComboBox::currentTextChanged, box, edited);
  return {box, [box] { return OptionValue(box->currentText().toStdString()); },
          [box](const OptionValue& value) {
            box->setCurrentText(QString::fromStdString(std::get<std::string>(value)));
          }};
}

OptionEditor integer_editor(const OptionInfo& info, QWidget* parent, const std::function<void()>& edited) {
  auto* box = new QSpinBox(parent);
  constexpr double low = std::numeric_limits<int>::min(), high = std::numeric_limits<int>::max();
  box->setLocale(QLocale::c());
  box->setRange(int(std::max(low, info.minimum)), int(std::min(high, info.maximum)));
  box->setSuffix(suffix_of(info));
  QObject::connect(box, &QSpinBox::valueChanged, box, [edited] { edited(); });
  return {box, [box] { return OptionValue(std::int64_t(box->value())); },
          [box](const OptionValue& value) { box->setValue(int(std::get<std::int64_t>(value))); }};
}

OptionEditor real_editor(const OptionInfo& info, QWidget* parent, const std::function<void()>& edited) {
  auto* box = new RealBox(parent);
  box->setRange(std::max(-most_real, info.minimum), std::min(most_real, info.maximum));
  box->setSuffix(suffix_of(info));
  QObject::connect(box, &QDoubleSpinBox::valueChanged, box, [edited] { edited(); });
  return {box, [box] { return OptionValue(box->value()); },
          [box](const OptionValue& value) { box->setValue(std::get<double>(value)); }};
}

OptionEditor text_editor(QWidget* parent, const std::function<void()>& edited) {
  auto* field = new QLineEdit(parent);
  QObject::connect(field, &QLineEdit::textChanged, field, edited);
  return {field, [field] { return OptionValue(field->text().toStdString()); },
          [field](const OptionValue& value) {
            field->setText(QString::fromStdString(std::get<std::string>(value)));
          }};
}

} // namespace

OptionEditor make_editor(const OptionInfo& info, QWidget* parent, std::function<void()> edited) {
  if (!info.choices.empty())
    return choice_editor(info, parent, edited);
  if (std::holds_alternative<bool>(info.default_value))
    return boolean_editor(parent, edited);
  if (std::holds_alternative<std::int64_t>(info.default_value))
    return integer_editor(info, parent, edited);
  if (std::holds_alternative<double>(info.default_value))
    return real_editor(info, parent, edited);
  return text_editor(parent, edited);
}

} // namespace andon::ui
