#pragma once
#include "core/base/error.h"

#include <map>
#include <string>
#include <string_view>

namespace andon {

/// Entries of a ZIP archive whose entries are stored, not compressed, by name; the views lie inside `bytes`,
/// so nothing can grow on reading. ZIP64 is understood. Refuses: compressed or encrypted entries, several
/// disks, more than 20,000 entries, names that are absolute, climb with "..", hold a backslash or come twice,
/// records and data that lie outside the file or overlap, local headers that disagree with the directory,
/// wrong CRC-32. Errors: corrupt, unsupported, limit_exceeded; all name the entry. Threads: any.
Result<std::map<std::string, std::string_view>> parse_stored_zip(std::string_view bytes,
                                                                 const std::string& where);

} // namespace andon
