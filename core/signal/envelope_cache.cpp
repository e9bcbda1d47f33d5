#include "core/signal/envelope_cache.h"

#include "core/base/atomic_file.h"
#include "core/base/hash.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace andon {
namespace {

constexpr std::string_view file_magic = "ANDNENV1";
constexpr std::size_t hash_digits = 64;

struct FileHeader {
  char magic[8] = {};
  std::int64_t samples = 0;
  std::int64_t base_block = Envelope::base_block;
  std::int64_t factor = Envelope::factor;
  char source[hash_digits] = {};
  char checksum[hash_digits] = {};
};
static_assert(sizeof(FileHeader) % sizeof(MinMax) == 0);

std::string checksum_of(const FileHeader& header, std::span<const std::byte> payload) {
  Sha256 hash;
  hash.update(&header, offsetof(FileHeader, checksum));
  hash.update(payload.data(), payload.size());
  return hash.text();
}

tl::unexpected<Error> damaged(const std::filesystem::path& file, const std::string& what) {
  return fail(ErrorCode::corrupt,
              "overview " + file.string() + ": " + what + "; delete it and it is built again");
}

std::size_t payload_bytes(std::int64_t samples) {
  std::size_t bins = 0;
  for (const std::int64_t size : level_sizes(samples))
    bins += static_cast<std::size_t>(size);
  return bins * sizeof(MinMax);
}

Result<void> check_header(const std::filesystem::path& file, const FileHeader& header, std::size_t bytes,
                          const std::string& source_hash) {
  if (std::memcmp(header.magic, file_magic.data(), sizeof header.magic) != 0)
    return damaged(file, "it does not begin like an overview");
  if (header.base_block != Envelope::base_block || header.factor != Envelope::factor)
    return damaged(file, "its block sizes are not ours");
  if (source_hash.size() != hash_digits || std::memcmp(header.source, source_hash.data(), hash_digits) != 0)
    return fail(ErrorCode::conflict, "overview " + file.string() + " was made from other data");
  // A damaged length must not overflow the size computation below.
  const auto most = static_cast<std::int64_t>(bytes / sizeof(MinMax)) * Envelope::base_block;
  if (header.samples < 0 || header.samples > most || sizeof header + payload_bytes(header.samples) != bytes)
    return damaged(file, "its length does not fit its number of samples");
  return {};
}

} // namespace

MappedLevels::MappedLevels(MappedLevels&& other) noexcept {
  *this = std::move(other);
}

MappedLevels& MappedLevels::operator=(MappedLevels&& other) noexcept {
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  std::swap(samples_, other.samples_);
  std::swap(levels_, other.levels_);
  return *this;
}

MappedLevels::~MappedLevels() {
  if (address_)
    ::munmap(address_, bytes_);
}

Result<MappedLevels> MappedLevels::open(const std::filesystem::path& file, const std::string& source_hash) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                "cannot open " + file.string() + ": " + std::strerror(errno));
  struct stat status = {};
  const bool known = ::fstat(descriptor, &status) == 0;
  MappedLevels mapped;
  mapped.bytes_ = known ? static_cast<std::size_t>(status.st_size) : 0;
  if (mapped.bytes_ < sizeof(FileHeader)) {
    ::close(descriptor);
    return damaged(file, "it is too short");
  }
  void* address = ::mmap(nullptr, mapped.bytes_, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const int number = errno;
  ::close(descriptor);
  if (address == MAP_FAILED)
    return fail(ErrorCode::io, "cannot map " + file.string() + ": " + std::strerror(number));
  mapped.address_ = address;

  FileHeader header;
  std::memcpy(&header, address, sizeof header);
  ANDON_TRY(check_header(file, header, mapped.bytes_, source_hash));
  const auto* payload = static_cast<const std::byte*>(address) + sizeof header;
  if (checksum_of(header, {payload, mapped.bytes_ - sizeof header}) !=
      std::string_view(header.checksum, hash_digits))
    return damaged(file, "its checksum does not match");
  mapped.samples_ = header.samples;
  const auto* bins = reinterpret_cast<const MinMax*>(payload);
  for (const std::int64_t size : level_sizes(header.samples)) {
    mapped.levels_.emplace_back(bins, static_cast<std::size_t>(size));
    bins += size;
  }
  return mapped;
}

Result<void> write_levels(const std::filesystem::path& file, const std::string& source_hash,
                          std::int64_t samples, const LevelVectors& levels) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error)
    return fail(ErrorCode::io, "cannot create " + file.parent_path().string() + ": " + error.message());
  FileHeader header;
  std::memcpy(header.magic, file_magic.data(), sizeof header.magic);
  header.samples = samples;
  std::memcpy(header.source, source_hash.data(), std::min(source_hash.size(), hash_digits));
  Sha256 hash;
  hash.update(&header, offsetof(FileHeader, checksum));
  for (const std::vector<MinMax>& level : levels)
    hash.update(level.data(), level.size() * sizeof(MinMax));
  std::memcpy(header.checksum, hash.text().data(), hash_digits);

  ANDON_ASSIGN(AtomicFile out, AtomicFile::open(file));
  ANDON_TRY(out.write(std::as_bytes(std::span(&header, 1))));
  for (const std::vector<MinMax>& level : levels)
    ANDON_TRY(out.write(std::as_bytes(std::span(level))));
  return out.commit();
}

} // namespace andon
