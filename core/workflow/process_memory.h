#pragma once
#include <cstdint>
#include <optional>

namespace andon::workflow {

/// Memory of this process that lies in RAM, bytes, as the system counts it. Nothing where it does not tell.
std::optional<std::uint64_t> resident_bytes();
/// The most since the process began, or since restart_peak() returned true.
std::optional<std::uint64_t> peak_bytes();
/// False where the system does not let the peak be restarted.
bool restart_peak();

} // namespace andon::workflow
