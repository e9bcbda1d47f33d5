#pragma once
#include "core/base/error.h"
#include "core/models/node_graph.h"

#include <filesystem>

namespace andon {

/// The graph as an ONNX file: constants beside the nodes, texts as metadata. Whole or not at all. Errors: io;
/// limit_exceeded above 2 GB, the most that the format holds; internal, when the format's own checker finds
/// the file wrong.
Result<void> write_onnx(const NodeGraph& graph, const std::filesystem::path& file);

} // namespace andon
