#include "ui/pages/train_dialog.h"

#include "core/workflow/weights.h"
#include "ui/forms/option_form.h"
#include "ui/pages/weights_note.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <limits>

namespace andon::ui {
TrainDialog::TrainDialog(std::vector<workflow::DescribedEntry> models, const QStringList& data_sets,
                         QWidget* parent)
    : QDialog(parent), models_(std::move(models)), model_(new QComboBox), data_(new QComboBox),
      name_(new QLineEdit), seed_(new QSpinBox), options_(new QStackedWidget),
      weights_(new WeightsNote(this)), weights_missing_(!workflow::weights_at_hand()), problem_(new QLabel),
      forecast_(new QLabel), buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
  forecast_button_ = buttons_->addButton(tr("&Forecast"), QDialogButtonBox::ActionRole);
  forecast_button_->setToolTip(
      tr("Reckons from a few images how much memory (MB) and time (ms an image) the run would take"));
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
  for (const workflow::DescribedEntry& entry : models_) {
    auto* options = new OptionForm(entry.options);
    connect(options, &OptionForm::edited, this, [this] { check(); });
    options_->addWidget(options);
  }
  problem_->setWordWrap(true);
  forecast_->setWordWrap(true);
  forecast_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  buttons_->button(QDialogButtonBox::Ok)->setText(tr("Train"));
  auto* column = new QVBoxLayout(this);
  column->setSpacing(space);
  column->addLayout(form);
  column->addWidget(weights_);
  column->addWidget(options_, 1);
  column->addWidget(problem_);
  column->addWidget(forecast_);
  column->addWidget(buttons_);
  connect(model_, &QComboBox::currentIndexChanged, options_, &QStackedWidget::setCurrentIndex);
  connect(model_, &QComboBox::currentIndexChanged, this, [this] { check(); });
  connect(data_, &QComboBox::editTextChanged, this, [this] { check(); });
  connect(forecast_button_, &QPushButton::clicked, this, &TrainDialog::ask_forecast);
  connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
  check();
}

QString TrainDialog::problem() const {
  if (model_->currentIndex() < 0)
    return tr("There is no model to train in this build.");
  if (data_->currentText().trimmed().isEmpty())
    return tr("Choose a data set first.");
  return {};
}

void TrainDialog::check() {
  const QString text = problem();
  problem_->setText(text);
  const int model = model_->currentIndex();
  weights_->setVisible(weights_missing_ && model >= 0 &&
                       workflow::takes_weights(models_[static_cast<std::size_t>(model)].options));
  buttons_->button(QDialogButtonBox::Ok)->setEnabled(text.isEmpty());
  asked_.reset();
  forecast_->hide();
  forecast_button_->setEnabled(text.isEmpty());
}

void TrainDialog::ask_forecast() {
  asked_ = std::make_unique<QObject>();
  forecast_->setText(tr("Looking at a few images …"));
  forecast_->show();
  forecast_button_->setEnabled(false);
  Q_EMIT forecast_asked(asked_.get());
}

void TrainDialog::show_forecast(const QString& text) {
  forecast_->setText(text);
  forecast_button_->setEnabled(true);
}

workflow::TrainIn TrainDialog::request() const {
  workflow::TrainIn in;
  in.model = model_->currentData().toString().toStdString();
  in.data = data_->currentText().trimmed().toStdString();
  in.name = name_->text().trimmed().toStdString();
  in.seed = static_cast<std::uint64_t>(seed_->value());
  in.options = static_cast<OptionForm*>(options_->currentWidget())->changed_values();
  return in;
}

} // namespace andon::ui
