#pragma once
#include "core/store/database.h"
#include "core/store/store.h"

#include <filesystem>

namespace andon::store {

struct Store::State {
  std::unique_ptr<Database> database;
  int version = 0;
  std::filesystem::path file; ///< empty for PostgreSQL
};

} // namespace andon::store
