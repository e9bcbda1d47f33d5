#pragma once
#include "core/base/error.h"
#include "core/store/database.h"

#include <QSqlError>

namespace andon::store {

/// "place: cannot purpose: reason; what to do", with the code of the closed list.
Error sql_error(Dialect dialect, const std::string& place, const std::string& purpose,
                const QSqlError& error);

} // namespace andon::store
