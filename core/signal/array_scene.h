#pragma once
#include "core/signal/import_job.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace andon {

/// One numeric column of a file that gives random access to its samples.
struct ArrayColumn {
  std::string name;
  std::int64_t samples = 0;
  /// Fills `out` with the samples from `from` on; returns how many there were (fewer only when the file is
  /// cut short).
  std::function<Result<std::int64_t>(std::int64_t from, std::span<double> out)> read;
};

/// Imports columns as one scene, 65,536 samples at a time. Values that are not finite become missing, with a
/// warning. A column of role label becomes intervals. `rate` is what the file says, 0 when it says nothing.
/// Private to the sources of core/signal.
Result<void> import_arrays(ImportJob& job, const ImportFile& file, std::vector<ArrayColumn> columns,
                           double rate, const std::map<std::string, std::string>& attributes = {});
/// Refuses an array before it is allocated. Errors: limit_exceeded when its elements exceed the limit or what
/// the file's bytes could hold.
Result<void> check_array(const ImportJob& job, const ImportFile& file, const std::string& name,
                         std::span<const std::uint64_t> shape, std::size_t element_bytes);

} // namespace andon
