#pragma once
#include "core/base/safetensors.h"

#include <filesystem>

namespace andon {

/// Does the file begin like something that torch.save wrote (a ZIP archive, or the format before 1.6)?
bool is_checkpoint(std::string_view bytes);

/// Tensors of a PyTorch state dict (.pth, .pt), or of one inside a training checkpoint's "state_dict" or
/// "model". Only dicts, texts, numbers, tuples, tensors and parameters are understood; every other name is
/// refused, nothing is executed. Strides, offsets and sizes are checked; tensors become compact. Reads
/// archives and the single-stream format before PyTorch 1.6. Limits: 10,000 tensors, 8 dimensions, together
/// at most twice the file's size. Errors: unsupported (names what is refused), corrupt, limit_exceeded.
/// Threads: any.
Result<TensorSet> parse_checkpoint(std::string_view bytes, const std::string& where);
/// Errors: as parse_checkpoint, and not_found, io, limit_exceeded above max_bytes.
Result<TensorSet> read_checkpoint(const std::filesystem::path& path, std::uintmax_t max_bytes = 4ULL << 30);

} // namespace andon
