#include "ui/pages/decode_editor.h"

#include "ui/pages/scene_lanes.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace andon::ui {
namespace {

constexpr SensorType types[] = {SensorType::unknown, SensorType::one_word, SensorType::bits};

} // namespace

DecodeEditor::DecodeEditor(DecodeDraft& draft, QWidget* parent)
    : QWidget(parent), draft_(draft), title_(new QLabel(this)), name_(new QLabel(this)),
      type_label_(new QLabel(this)), type_(new QComboBox(this)), swapped_(new QCheckBox(this)),
      other_label_(new QLabel(this)), other_(new QComboBox(this)), pair_(new QPushButton(this)),
      exchange_(new QPushButton(this)), apart_(new QPushButton(this)), bits_label_(new QLabel(this)),
      undo_(new QPushButton(this)), redo_(new QPushButton(this)), save_(new QPushButton(this)),
      note_(new QLabel(this)) {
  build();
  connect(&draft_, &DecodeDraft::changed, this, &DecodeEditor::show_sensor);
  connect(type_, &QComboBox::activated, this, [this](int index) {
    DecodeChange change{DecodeChange::Kind::type, sensor_.toStdString(), {}, 0, types[index], true};
    apply(change);
  });
  connect(swapped_, &QCheckBox::clicked, this, [this](bool on) {
    apply({DecodeChange::Kind::swap_bytes, sensor_.toStdString(), {}, 0, {}, on});
  });
  connect(pair_, &QPushButton::clicked, this, &DecodeEditor::pair);
  connect(exchange_, &QPushButton::clicked, this, &DecodeEditor::exchange_halves);
  connect(apart_, &QPushButton::clicked, this, &DecodeEditor::take_apart);
  connect(undo_, &QPushButton::clicked, &draft_, &DecodeDraft::undo);
  connect(redo_, &QPushButton::clicked, &draft_, &DecodeDraft::redo);
  connect(save_, &QPushButton::clicked, this, &DecodeEditor::save_wanted);
  retranslate();
}

void DecodeEditor::build() {
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  name_->setWordWrap(true);
  note_->setWordWrap(true);
  other_->setObjectName(QStringLiteral("other_half"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(space_small);
  grid->addWidget(title_, 0, 0, 1, 3);
  grid->addWidget(name_, 1, 0, 1, 3);
  grid->addWidget(type_label_, 2, 0);
  grid->addWidget(type_, 2, 1, 1, 2);
  grid->addWidget(swapped_, 3, 1, 1, 2);
  grid->addWidget(other_label_, 4, 0);
  grid->addWidget(other_, 4, 1);
  grid->addWidget(pair_, 4, 2);
  grid->addWidget(exchange_, 5, 1);
  grid->addWidget(apart_, 5, 2);
  auto* bits = new QGridLayout;
  bits->setSpacing(2);
  for (int bit = 15; bit >= 0; --bit) {
    auto* button = bits_[static_cast<std::size_t>(bit)] = new QToolButton(this);
    button->setText(QString::number(bit));
    button->setCheckable(true);
    button->setObjectName(QStringLiteral("bit_%1").arg(bit));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bits->addWidget(button, bit >= 8 ? 0 : 1, 7 - bit % 8);
    connect(button, &QToolButton::clicked, this, [this, bit] { toggle_bit(bit); });
  }
  grid->addWidget(bits_label_, 6, 0, 1, 3);
  grid->addLayout(bits, 7, 0, 1, 3);
  grid->addWidget(note_, 8, 0, 1, 3);
  grid->addWidget(undo_, 9, 0);
  grid->addWidget(redo_, 9, 1);
  grid->addWidget(save_, 9, 2);
  grid->setColumnStretch(1, 1);
}

void DecodeEditor::retranslate() {
  title_->setText(tr("What the words mean"));
  type_label_->setText(tr("Type"));
  other_label_->setText(tr("Other half"));
  swapped_->setText(tr("Bytes swapped"));
  pair_->setText(tr("Make a pair"));
  exchange_->setText(tr("Exchange halves"));
  apart_->setText(tr("Take apart"));
  bits_label_->setText(tr("Bits that are fields of their own"));
  undo_->setText(tr("Undo"));
  redo_->setText(tr("Redo"));
  save_->setText(tr("Save"));
  type_->setAccessibleName(tr("Type of the chosen sensor"));
  other_->setAccessibleName(tr("Sensor with the other half"));
  for (int bit = 0; bit < 16; ++bit)
    bits_[static_cast<std::size_t>(bit)]->setAccessibleName(tr("Bit %1 is a field").arg(bit));
  setting_ = true;
  const int current = type_->currentIndex();
  type_->clear();
  type_->addItems({tr("not known"), tr("value"), tr("bits")});
  type_->setCurrentIndex(current);
  setting_ = false;
  show_sensor();
}

void DecodeEditor::choose(const QString& sensor) {
  if (sensor_ == sensor)
    return;
  sensor_ = sensor;
  show_sensor();
}

void DecodeEditor::fill_others(const SensorInfo& sensor) {
  const QString before = other_->currentText();
  other_->clear();
  for (const SensorInfo& each : draft_.sensors())
    if (each.id != sensor.id && each.rate == sensor.rate && each.samples == sensor.samples)
      other_->addItem(QString::fromStdString(each.id));
  const QString wanted = sensor.meta.raw32 ? QString::fromStdString(sensor.meta.pair) : before;
  other_->setCurrentIndex(std::max(0, other_->findText(wanted)));
}

void DecodeEditor::show_sensor() {
  const SensorInfo* sensor = draft_.find(sensor_.toStdString());
  setting_ = true;
  for (QWidget* widget : std::initializer_list<QWidget*>{type_, swapped_, other_, pair_, exchange_, apart_})
    widget->setEnabled(sensor != nullptr);
  for (QToolButton* bit : bits_)
    bit->setEnabled(sensor != nullptr);
  if (sensor) {
    const SensorMeta& meta = sensor->meta;
    name_->setText(tr("%1, %2: %3").arg(sensor_, rate_text(sensor->rate), meaning_text(*sensor)));
    fill_others(*sensor);
    type_->setPlaceholderText(tr("half of a value"));
    type_->setCurrentIndex(meta.raw32                          ? -1
                           : meta.type == SensorType::one_word ? 1
                           : meta.type == SensorType::bits     ? 2
                                                               : 0);
    swapped_->setChecked(meta.swapped_bytes);
    exchange_->setEnabled(meta.raw32);
    apart_->setEnabled(meta.raw32);
    pair_->setEnabled(other_->count() > 0 && other_->currentText().toStdString() != meta.pair);
    for (int bit = 0; bit < 16; ++bit)
      bits_[static_cast<std::size_t>(bit)]->setChecked(meta.bit_mask >> bit & 1);
  } else {
    name_->setText(tr("Click a track, or drag the name of a low half onto its high half."));
  }
  const auto count = static_cast<int>(draft_.changes().size());
  note_->setText(saving_ ? tr("Saving …") : count ? tr("Changes not saved yet: %1").arg(count) : QString());
  note_->setVisible(!note_->text().isEmpty());
  undo_->setEnabled(draft_.dirty() && !saving_);
  redo_->setEnabled(draft_.can_redo() && !saving_);
  save_->setEnabled(draft_.dirty() && !saving_);
  setting_ = false;
}

void DecodeEditor::set_saving(bool saving) {
  saving_ = saving;
  show_sensor();
}

void DecodeEditor::apply(const DecodeChange& change) {
  if (setting_ || saving_ || change.sensor.empty())
    return;
  if (const auto applied = draft_.apply(change); !applied) {
    Q_EMIT refused(QString::fromStdString(applied.error().message));
    show_sensor();
  }
}

void DecodeEditor::pair_with(const QString& low, const QString& high) {
  apply({DecodeChange::Kind::pair, low.toStdString(), high.toStdString(), 0, {}, true});
}

void DecodeEditor::pair() {
  pair_with(sensor_, other_->currentText());
}

void DecodeEditor::exchange_halves() {
  const SensorInfo* sensor = draft_.find(sensor_.toStdString());
  if (!sensor || !sensor->meta.raw32)
    return;
  const QString other = QString::fromStdString(sensor->meta.pair);
  sensor->meta.part == WordPart::low ? pair_with(other, sensor_) : pair_with(sensor_, other);
}

void DecodeEditor::take_apart() {
  apply({DecodeChange::Kind::apart, sensor_.toStdString(), {}, 0, {}, true});
}

void DecodeEditor::toggle_bit(int bit) {
  if (const SensorInfo* sensor = draft_.find(sensor_.toStdString()))
    apply({DecodeChange::Kind::bits,
           sensor_.toStdString(),
           {},
           sensor->meta.bit_mask ^ (std::int64_t{1} << bit),
           {},
           true});
}

} // namespace andon::ui
