#pragma once
#include "core/base/error.h"
#include "core/signal/series.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace andon {

struct EncodedScene;

/// What is known of one scene without reading its samples.
struct ItemInfo {
  std::string id;
  std::string part;
  int label = -1;
  double duration = 0; ///< seconds, longest sensor
  std::map<std::string, std::string> attributes;
  std::vector<SensorInfo> sensors;
  std::vector<Interval> intervals;
};

/// A signal data set on disk: a folder with `dataset.json` (schema "andon.dataset", version 1: name, kind,
/// items and their parts, sha256 of every file) and HDF5 files. Layout in docs/formats.md. Scenes of equal
/// layout are packed into one file as [item, time] arrays; long recordings have a file of their own. Threads:
/// const members from any one thread at a time (HDF5 is not re-entrant; a mutex inside serialises).
class Dataset {
public:
  /// Errors: not_found, parse (which key), corrupt (a file is shorter than the manifest says).
  static Result<Dataset> open(const std::filesystem::path& folder);
  Dataset(Dataset&&) noexcept;
  Dataset& operator=(Dataset&&) noexcept;
  ~Dataset();

  const std::string& name() const;
  const std::filesystem::path& folder() const;
  std::span<const ItemInfo> items() const;
  /// Hash over the manifest (which holds every file's hash): the data hash that runs record.
  const std::string& sha256() const;
  /// SHA-256 of the file that holds the item's samples: unlike sha256() it stays when only what is known of the
  /// sensors changes.
  const std::string& samples_sha256(std::size_t item) const;
  /// Reads and hashes every file; corrupt names the first that differs from the manifest.
  Result<void> verify() const;

  /// Whole scene. Cost: proportional to its samples.
  Result<Scene> read(std::size_t item) const;
  /// Samples [from, from + count) of one sensor, clipped to its length. Errors: not_found for an unknown
  /// sensor.
  Result<Series> read_range(std::size_t item, const std::string& sensor, std::int64_t from,
                            std::int64_t count) const;

private:
  Dataset();
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a data set in bounded memory. Everything goes to a temporary folder that finish() renames into
/// place, so a kill leaves nothing that looks like a data set. Without finish() the temporary is removed.
class DatasetWriter {
public:
  /// Errors: already_exists when `folder` holds a data set already (replace = false), io.
  static Result<DatasetWriter> create(const std::filesystem::path& folder, std::string name,
                                      bool replace = false);
  DatasetWriter(DatasetWriter&&) noexcept;
  DatasetWriter& operator=(DatasetWriter&&) noexcept;
  ~DatasetWriter();

  /// A set of scenes with identical sensors and lengths, packed into one file. Values that are not marked
  /// missing must be finite. Errors: invalid_argument, already_exists (an id is used twice), io.
  Result<void> write_pack(const std::string& file_stem, const std::vector<Scene>& scenes);
  /// One scene with a file of its own, compressed; see encoded_scene.h. Errors: as write_pack.
  Result<void> write_scene(const EncodedScene& scene);
  /// A long recording written piecewise: begin, append as often as needed (rows are samples of one sensor),
  /// end.
  Result<void> begin_scene(const ItemInfo& info);
  Result<void> append(const std::string& sensor, std::span<const float> values,
                      std::span<const std::uint8_t> missing = {});
  /// Label, part, rates, intervals and attributes may be known only now; lengths are taken from what was
  /// appended.
  Result<void> end_scene(const ItemInfo& info);
  /// Writes the manifest, syncs, renames. Returns the data set's sha256.
  Result<std::string> finish();

private:
  DatasetWriter();
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace andon
