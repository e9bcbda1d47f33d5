#include "ui/pages/train_dialog.h"

#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace andon::ui {
namespace {

enum Column { key, value, unit, help, column_count };

QString range_text(const OptionInfo& info) {
  if (!info.choices.empty()) {
    QStringList choices;
    for (const std::string& choice : info.choices)
      choices << QString::fromStdString(choice);
    return choices.join(QStringLiteral(", "));
  }
  if (!std::isfinite(info.minimum) && !std::isfinite(info.maximum))
    return {};
  return QStringLiteral("%1 … %2").arg(info.minimum, 0, 'g', 6).arg(info.maximum, 0, 'g', 6);
}

/// Why a text is not a value of the option; "" when it is.
QString fault(const OptionInfo& info, const QString& text) {
  bool ok = true;
  const QString name = QString::fromStdString(info.key);
  if (info.type == "boolean")
    ok = text == QLatin1String("true") || text == QLatin1String("false");
  else if (info.type == "choice")
    ok = std::find(info.choices.begin(), info.choices.end(), text.toStdString()) != info.choices.end();
  else if (info.type == "integer" || info.type == "real") {
    const double number = text.toDouble(&ok);
    ok = ok && number >= info.minimum && number <= info.maximum &&
         (info.type == "real" || number == std::floor(number));
  }
  return ok ? QString()
            : TrainDialog::tr("%1: “%2” is not in %3")
                  .arg(name, text, info.type == "boolean" ? QStringLiteral("true, false") : range_text(info));
}

} // namespace

TrainDialog::TrainDialog(std::vector<workflow::DescribedEntry> models, const QStringList& data_sets,
                         QWidget* parent)
    : QDialog(parent), models_(std::move(models)), model_(new QComboBox), data_(new QComboBox),
      name_(new QLineEdit), seed_(new QSpinBox), options_(new QTableWidget), problem_(new QLineEdit),
      buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
  setWindowTitle(tr("Train a model"));
  resize(720, 560);
  for (const workflow::DescribedEntry& entry : models_)
    model_->addItem(QString::fromStdString(entry.title), QString::fromStdString(entry.id));
  data_->addItems(data_sets);
  data_->setEditable(true);
  data_->lineEdit()->setPlaceholderText(tr("name of a data set, or a folder"));
  name_->setPlaceholderText(tr("a name of your own, or empty"));
  seed_->setRange(0, std::numeric_limits<int>::max());
  seed_->setValue(1);
  auto* form = new QFormLayout;
  form->addRow(tr("&Model"), model_);
  form->addRow(tr("&Data set"), data_);
  form->addRow(tr("Run &name"), name_);
  form->addRow(tr("&Seed"), seed_);
  options_->setColumnCount(column_count);
  options_->setHorizontalHeaderLabels({tr("Option"), tr("Value"), tr("Unit"), tr("Meaning")});
  options_->setAccessibleName(tr("Options of the model"));
  options_->verticalHeader()->hide();
  options_->horizontalHeader()->setStretchLastSection(true);
  problem_->setReadOnly(true);
  problem_->setFrame(false);
  problem_->setAccessibleName(tr("What is wrong"));
  buttons_->button(QDialogButtonBox::Ok)->setText(tr("Train"));
  auto* column = new QVBoxLayout(this);
  column->setSpacing(space);
  column->addLayout(form);
  column->addWidget(options_, 1);
  column->addWidget(problem_);
  column->addWidget(buttons_);
  connect(model_, &QComboBox::currentIndexChanged, this, [this] { show_options(); });
  connect(options_, &QTableWidget::itemChanged, this, [this] { check(); });
  connect(data_, &QComboBox::editTextChanged, this, [this] { check(); });
  connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  show_options();
}

void TrainDialog::show_options() {
  const QSignalBlocker blocker(options_);
  options_->setRowCount(0);
  if (model_->currentIndex() < 0)
    return check();
  const auto& infos = models_[static_cast<std::size_t>(model_->currentIndex())].options;
  options_->setRowCount(static_cast<int>(infos.size()));
  for (int row = 0; row < options_->rowCount(); ++row) {
    const OptionInfo& info = infos[static_cast<std::size_t>(row)];
    const QString texts[] = {QString::fromStdString(info.key),
                             QString::fromStdString(andon::to_text(info.default_value)),
                             QString::fromStdString(info.unit), QString::fromStdString(info.help)};
    for (int at = 0; at < column_count; ++at) {
      auto* item = new QTableWidgetItem(texts[at]);
      item->setToolTip(QString::fromStdString(info.help) + QLatin1Char('\n') + range_text(info));
      if (at != value)
        item->setFlags(item->flags() & ~Qt::ItemIsEditable);
      options_->setItem(row, at, item);
    }
  }
  options_->resizeColumnsToContents();
  check();
}

QString TrainDialog::problem() const {
  if (model_->currentIndex() < 0)
    return tr("There is no model to train in this build.");
  if (data_->currentText().trimmed().isEmpty())
    return tr("Choose a data set first.");
  const auto& infos = models_[static_cast<std::size_t>(model_->currentIndex())].options;
  for (int row = 0; row < options_->rowCount(); ++row)
    if (const QString text = fault(infos[static_cast<std::size_t>(row)], options_->item(row, value)->text());
        !text.isEmpty())
      return text;
  return {};
}

void TrainDialog::check() {
  const QString text = problem();
  problem_->setText(text);
  buttons_->button(QDialogButtonBox::Ok)->setEnabled(text.isEmpty());
}

workflow::TrainIn TrainDialog::request() const {
  workflow::TrainIn in;
  in.model = model_->currentData().toString().toStdString();
  in.data = data_->currentText().trimmed().toStdString();
  in.name = name_->text().trimmed().toStdString();
  in.seed = static_cast<std::uint64_t>(seed_->value());
  const auto& infos = models_[static_cast<std::size_t>(model_->currentIndex())].options;
  for (int row = 0; row < options_->rowCount(); ++row) {
    const OptionInfo& info = infos[static_cast<std::size_t>(row)];
    if (const std::string text = options_->item(row, value)->text().toStdString();
        text != andon::to_text(info.default_value))
      in.options[info.key] = text;
  }
  return in;
}

} // namespace andon::ui
