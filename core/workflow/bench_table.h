#pragma once
#include "core/base/table.h"
#include "core/workflow/about.h"

#include <chrono>
#include <utility>

namespace andon::workflow {

/// One benchmark. Timings are medians where a result repeats; a baseline is measured in the same call, so
/// that the ratio holds on a busy machine too.
struct BenchEntry {
  std::string id, title;
  std::vector<OptionInfo> options;
  Result<std::vector<BenchResult>> (*run)(const OptionMap& options, Progress& progress,
                                          std::stop_token stop) = nullptr;
};
const Table<BenchEntry>& bench_table();

/// Seconds that f() takes.
template <class F>
double seconds_of(F&& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}
/// A folder for the benchmark's own files, removed with the object.
class ScratchFolder {
public:
  static Result<ScratchFolder> make();
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~ScratchFolder();
  const std::filesystem::path& path() const { return path_; }

private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// The ⌈share · n⌉-th smallest of n ≥ 1 values; share 0.5 is the median.
double at_share(std::vector<double> values, double share);

} // namespace andon::workflow
