#pragma once
#include "core/base/atomic_file.h"

namespace andon::workflow {

/// A place beside `target` for a file or folder that is being made; removed unless it was published.
class HalfMade {
public:
  explicit HalfMade(const std::filesystem::path& target) : path_(temporary_beside(target)) {}
  ~HalfMade() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  HalfMade(const HalfMade&) = delete;
  HalfMade& operator=(const HalfMade&) = delete;
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

} // namespace andon::workflow
