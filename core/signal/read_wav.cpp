#include "core/signal/array_scene.h"

#include <memory>
#include <sndfile.h>

namespace andon {

Result<void> read_wav(ImportJob& job, const ImportFile& file) {
  SF_INFO info{};
  const std::shared_ptr<SNDFILE> sound(sf_open(file.path.c_str(), SFM_READ, &info), [](SNDFILE* open) {
    if (open)
      sf_close(open);
  });
  if (!sound)
    return fail(ErrorCode::parse, file.name + " is not a readable WAV file: " + sf_strerror(nullptr));
  if (info.channels < 1 || info.samplerate < 1 || info.frames < 0)
    return fail(ErrorCode::parse, file.name + " claims " + std::to_string(info.channels) + " channels at " +
                                      std::to_string(info.samplerate) +
                                      " Hz; at least one of each was expected");
  const auto channels = static_cast<std::size_t>(info.channels);
  const std::uint64_t shape[] = {static_cast<std::uint64_t>(info.frames), channels};
  ANDON_TRY(check_array(job, file, "sound", shape, 1));
  if (!info.seekable)
    return fail(ErrorCode::unsupported, file.name + " cannot be read at a position; copy it to a disk first");
  std::vector<ArrayColumn> columns;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const auto read = [=, frames = std::vector<double>()](
                          std::int64_t from, std::span<double> out) mutable -> Result<std::int64_t> {
      frames.resize(out.size() * channels);
      if (sf_seek(sound.get(), from, SEEK_SET) != from)
        return std::int64_t{0};
      const std::int64_t got =
          sf_readf_double(sound.get(), frames.data(), static_cast<sf_count_t>(out.size()));
      for (std::int64_t i = 0; i < got; ++i)
        out[static_cast<std::size_t>(i)] = frames[static_cast<std::size_t>(i) * channels + channel];
      return got;
    };
    columns.push_back({"channel" + std::to_string(channel + 1), info.frames, read});
  }
  return import_arrays(job, file, std::move(columns), info.samplerate);
}

} // namespace andon
