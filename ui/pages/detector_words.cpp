#include "ui/pages/detector_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace andon::ui {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("detector", text);
}

QString words(const DetectorFact& fact) {
  switch (fact.kind) {
  case DetectorFact::Kind::patches:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 patches of %2 images")).arg(fact.count).arg(fact.of);
  case DetectorFact::Kind::images:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 images with one vector each")).arg(fact.count);
  case DetectorFact::Kind::positions:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 positions")).arg(fact.count);
  case DetectorFact::Kind::features:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 features of %2"))
        .arg(fact.count)
        .arg(QString::fromStdString(fact.name));
  case DetectorFact::Kind::cover_radius:
    return translated(QT_TRANSLATE_NOOP("detector", "cover radius %1")).arg(fact.value, 0, 'g', 4);
  case DetectorFact::Kind::defects:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 patches of defects")).arg(fact.count);
  case DetectorFact::Kind::bytes:
    return translated(QT_TRANSLATE_NOOP("detector", "%1 MB")).arg(fact.count / 1'000'000);
  case DetectorFact::Kind::head:
    return translated(QT_TRANSLATE_NOOP("detector",
                                        "a head of %1 channels on %2 features, trained on synthetic defects"))
        .arg(fact.count)
        .arg(fact.of);
  case DetectorFact::Kind::autoencoder:
    return translated(QT_TRANSLATE_NOOP("detector", "convolutional autoencoder"));
  case DetectorFact::Kind::variational:
    return translated(QT_TRANSLATE_NOOP("detector", "variational autoencoder"));
  case DetectorFact::Kind::student:
    return translated(QT_TRANSLATE_NOOP("detector", "student of a frozen network"));
  case DetectorFact::Kind::views:
    return translated(QT_TRANSLATE_NOOP("detector", "trained here on %1 views of normal images"))
        .arg(fact.count);
  case DetectorFact::Kind::from_scratch:
    return translated(QT_TRANSLATE_NOOP("detector", "no pre-trained features"));
  case DetectorFact::Kind::learnt_here:
    return translated(QT_TRANSLATE_NOOP("detector", "features learnt here from the normal images"));
  }
  return {};
}

} // namespace

QString detector_words(std::span<const DetectorFact> facts) {
  QStringList all;
  for (const DetectorFact& fact : facts)
    all << words(fact);
  return all.join(QStringLiteral(", "));
}

} // namespace andon::ui
