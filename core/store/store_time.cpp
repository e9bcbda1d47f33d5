#include "core/store/store.h"

#include <QDateTime>

namespace andon::store {

std::string utc_now() {
  return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString();
}

std::string to_string(RunState state) {
  switch (state) {
  case RunState::running:
    return "running";
  case RunState::finished:
    return "finished";
  case RunState::failed:
    return "failed";
  case RunState::cancelled:
    return "cancelled";
  }
  return "failed";
}

} // namespace andon::store
