#include "ui/pages/augment_preview.h"

#include "core/signal/augment.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

namespace andon::ui {
namespace {

/// Titles of the table, for translation.
[[maybe_unused]] constexpr const char* titles[] = {
    QT_TRANSLATE_NOOP("augmentations", "Noise on values"),
    QT_TRANSLATE_NOOP("augmentations", "Larger or smaller amplitude of values"),
    QT_TRANSLATE_NOOP("augmentations", "Single samples missing"),
    QT_TRANSLATE_NOOP("augmentations", "One stretch missing"),
    QT_TRANSLATE_NOOP("augmentations", "Flipped bits of words"),
    QT_TRANSLATE_NOOP("augmentations", "Time stretched and pressed"),
    QT_TRANSLATE_NOOP("augmentations", "Windows in another order")};

const AugmentEntry* entry_of(const QString& id) {
  const auto found = augmentations().find(id.toStdString());
  return found ? *found : nullptr;
}

} // namespace

AugmentPreview::AugmentPreview(QWidget* parent)
    : QWidget(parent), title_(new QLabel(this)), kind_(new QComboBox(this)),
      strength_(new QDoubleSpinBox(this)), again_(new QPushButton(this)), note_(new QLabel(this)) {
  QFont bold = font();
  bold.setWeight(QFont::DemiBold);
  title_->setFont(bold);
  note_->setWordWrap(true);
  note_->hide();
  kind_->setObjectName(QStringLiteral("augmentation"));
  strength_->setDecimals(3);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(space_small);
  grid->addWidget(title_, 0, 0, 1, 2);
  grid->addWidget(kind_, 1, 0, 1, 2);
  grid->addWidget(strength_, 2, 0);
  grid->addWidget(again_, 2, 1);
  grid->addWidget(note_, 3, 0, 1, 2);
  connect(kind_, &QComboBox::currentIndexChanged, this, [this] {
    show_strength();
    Q_EMIT changed();
  });
  connect(strength_, &QDoubleSpinBox::valueChanged, this, &AugmentPreview::changed);
  connect(again_, &QPushButton::clicked, this, [this] {
    ++draw_;
    Q_EMIT changed();
  });
  retranslate();
}

void AugmentPreview::retranslate() {
  title_->setText(tr("Augmentation preview"));
  again_->setText(tr("Draw again"));
  kind_->setAccessibleName(tr("Augmentation"));
  strength_->setAccessibleName(tr("Strength of the augmentation"));
  const QSignalBlocker blocker(kind_);
  const int current = std::max(0, kind_->currentIndex());
  kind_->clear();
  kind_->addItem(tr("none: as recorded"), QString());
  for (const AugmentEntry& entry : augmentations().rows())
    kind_->addItem(QCoreApplication::translate("augmentations", entry.title.c_str()),
                   QString::fromStdString(entry.id));
  kind_->setCurrentIndex(current);
  show_strength();
}

bool AugmentPreview::on() const {
  return kind_->currentIndex() > 0;
}

void AugmentPreview::show_strength() {
  const AugmentEntry* entry = on() ? entry_of(kind_->currentData().toString()) : nullptr;
  strength_->setEnabled(entry != nullptr);
  again_->setEnabled(entry != nullptr);
  if (!entry) {
    note_->hide();
    return;
  }
  const OptionInfo& option = entry->options.front();
  const bool whole = std::holds_alternative<std::int64_t>(option.default_value);
  const double normal = whole ? static_cast<double>(std::get<std::int64_t>(option.default_value))
                              : std::get<double>(option.default_value);
  const QSignalBlocker blocker(strength_);
  strength_->setDecimals(whole ? 0 : 3);
  strength_->setRange(option.minimum, option.maximum);
  strength_->setSingleStep(whole ? 1 : 0.01);
  strength_->setValue(normal > 0 ? normal : 4); // reordering is off by default; a preview should show it
}

void AugmentPreview::choose(const QString& id, double strength) {
  kind_->setCurrentIndex(std::max(0, kind_->findData(id)));
  strength_->setValue(strength);
}

Result<Series> AugmentPreview::apply(const SensorInfo& sensor, const Series& recorded) {
  const QString id = kind_->currentData().toString();
  const AugmentEntry* entry = entry_of(id);
  note_->hide();
  if (!entry || !entry->fits(sensor)) {
    const QString reason = tr("This augmentation does not fit what the sensor is; training leaves it out.");
    note_->setText(reason);
    note_->setVisible(entry != nullptr);
    return fail(ErrorCode::invalid_argument, reason.toStdString());
  }
  OptionMap chosen;
  for (const OptionInfo& option : entry->options)
    if (std::holds_alternative<std::int64_t>(option.default_value))
      chosen[option.key] = static_cast<std::int64_t>(strength_->value());
    else
      chosen[option.key] = strength_->value();
  ANDON_ASSIGN(const AugmentOptions options, configured<AugmentOptions>(chosen));
  Scene scene;
  scene.sensors.push_back({sensor, recorded});
  ANDON_ASSIGN(Scene changed, augmented(scene, {id.toStdString()}, options, Seed(draw_)));
  return std::move(changed.sensors.front().series);
}

} // namespace andon::ui
