#pragma once
#include "core/base/error.h"

#include <filesystem>

namespace andon::store {

/// True for the f_type of statfs(2) of NFS, SMB/CIFS, AFS and Ceph: SQLite's log needs shared memory, which
/// they lack.
bool is_network_file_system(long type);

/// What must hold before a database file is opened: its folder exists, is writable and is on a local disk.
/// Errors: io, unsupported, with the path.
Result<void> check_place(const std::filesystem::path& sqlite_file);

} // namespace andon::store
