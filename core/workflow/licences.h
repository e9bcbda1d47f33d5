#pragma once
#include "core/workflow/about.h"
#include "core/workflow/weights.h"

namespace andon::workflow {

/// A library that this build was compiled against.
struct LibraryOut {
  std::string name, version;
  std::string licence;             ///< SPDX
  std::filesystem::path copyright; ///< its full text on this machine; "" when it is not there
};
/// What the window says about itself.
struct AboutOut {
  VersionOut version;
  std::vector<LibraryOut> libraries; ///< by name
  std::vector<WeightsRow> networks;  ///< pre-trained, each with the SHA-256 of its file; "" when unreadable
  std::filesystem::path
      other_notices; ///< third-party.md of the source tree or installation; "" when not there
};
/// Files without a card are hashed here, about 1 s a GB. Errors: cancelled. Threads: any.
Result<AboutOut> about(Progress& progress, std::stop_token stop);

} // namespace andon::workflow
