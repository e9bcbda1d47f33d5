#include "ui/theme/resources.h"

#include <QDir>

static void load_embedded() {
  Q_INIT_RESOURCE(resources);
  Q_INIT_RESOURCE(translations);
}

namespace andon::ui {

void load_resources() {
  load_embedded();
}

} // namespace andon::ui
