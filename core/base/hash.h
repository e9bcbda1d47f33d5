#pragma once
#include "core/base/error.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace andon {

/// Streaming SHA-256; text() is 64 lower-case hexadecimal digits. Threads: one object a thread.
class Sha256 {
public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();
  void update(std::string_view bytes);
  void update(const void* data, std::size_t bytes) { update(std::string_view(static_cast<const char*>(data), bytes)); }
  /// Ends the stream; call once.
  std::string text();

private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);
Result<std::string> sha256_file(const std::filesystem::path& path);

} // namespace andon
