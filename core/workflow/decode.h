#pragma once
#include "core/signal/decode.h"
#include "core/workflow/workspace.h"

#include <vector>

namespace andon::workflow {

/// What a person found out about the words of a scene.
struct DecodeIn {
  std::string data;  ///< name or folder
  std::string scene; ///< "" = every scene that has the sensors named
  std::vector<DecodeChange> changes;
};
struct DecodeOut {
  std::string data;                ///< folder of the data set
  std::int64_t scenes = 0;         ///< that were changed
  std::string sha256;              ///< of the data set as it is now: what is known of sensors is part of it
  std::vector<SensorInfo> sensors; ///< of the scene (of the first one changed) as they are now
};
/// Writes the changes into the data set (see decode_dataset) and its new hash into the workspace; without
/// changes only answers what is known of the scene's sensors. One decode of a data set at a time. Errors:
/// those of decode_dataset, unsupported (images, or a single file, which is only a copy in the cache).
Result<DecodeOut> decode(Workspace& workspace, const DecodeIn& in, Progress& progress, std::stop_token stop);

} // namespace andon::workflow
