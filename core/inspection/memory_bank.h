#pragma once
#include "core/base/options.h"
#include "core/base/progress.h"
#include "core/base/safetensors.h"
#include "core/inspection/nearest.h"

namespace andon {

/// Where a patch was seen: pixels of the image at its own size.
struct PatchOrigin {
  std::int32_t image = 0; ///< index into the list of images
  std::int32_t x = 0, y = 0, width = 0, height = 0;
};

/// Patches of many images. values: [origins.size(), dimension].
struct PatchPool {
  std::size_t dimension = 0;
  std::vector<float> values;
  std::vector<PatchOrigin> origins;
  std::vector<std::string> images; ///< ids
};

struct MemoryBankOptions {
  double bank_fraction = 0.1;
  std::int64_t bank_limit = 20'000;
  std::string index = "auto";
  std::vector<Option> describe();
};

/// What a bank will cost, before anything is trained.
struct BankForecast {
  std::int64_t patches = 0, bytes = 0;
  double features_ms = 0, search_ms = 0; ///< per image
};

/// Patches, megabytes and milliseconds in words.
std::string to_text(const BankForecast& forecast);

/// Normal patches that remember where they come from. Threads: reading from any, changing from one.
class MemoryBank {
public:
  /// Greedy k-centre selection of max(1, fraction · patches) patches, at most bank_limit. Errors:
  /// insufficient_data (no patches), those of coreset() and make_nearest(), cancelled.
  static Result<MemoryBank> build(PatchPool pool, const MemoryBankOptions& options, std::uint64_t seed,
                                  Progress& progress, std::stop_token stop);

  std::size_t size() const { return pool_.origins.size(); }
  std::size_t dimension() const { return pool_.dimension; }
  std::size_t bytes() const;
  double cover_radius() const { return cover_radius_; }
  const std::vector<std::string>& images() const { return pool_.images; }
  const PatchOrigin& origin(std::size_t row) const { return pool_.origins[row]; }
  std::span<const float> patch(std::size_t row) const {
    return std::span(pool_.values).subspan(row * dimension(), dimension());
  }

  /// [n, k], see NearestSearch. With `left_out` ≥ 0 the patches of that image (index into images()) are not
  /// found.
  Result<std::vector<Neighbour>> search(std::span<const float> queries, std::size_t k, std::stop_token stop,
                                        std::int32_t left_out = -1) const;

  /// Adds what the bank does not cover yet: the image's patches farther from every patch than the radius of
  /// the selection, the farthest first, until the rest is covered. Returns how many. Errors: already_exists,
  /// invalid_argument (another dimension), cancelled. On error nothing is changed.
  Result<std::size_t> add_image(const std::string& id, std::span<const float> values,
                                std::span<const PatchOrigin> origins, std::stop_token stop);
  /// Drops the image's patches. What they covered now lies within the radius plus the way to the nearest
  /// patch that is left, and cover_radius() grows to that bound. Errors: not_found; insufficient_data when
  /// nothing would be left.
  Result<std::size_t> remove_image(const std::string& id, std::stop_token stop);

  /// Adds the arrays <name>.* and metadata of the same names.
  void store(TensorSet& set, const std::string& name = "bank") const;
  /// Errors: corrupt.
  static Result<MemoryBank> restore(const TensorSet& set, const std::string& where,
                                    const std::string& name = "bank");

private:
  Result<void> index();
  PatchPool pool_;
  std::string kind_ = "auto";
  double cover_radius_ = 0, selection_radius_ = 0;
  std::vector<std::int32_t> owners_;
  std::unique_ptr<NearestSearch> search_, exact_; ///< exact_ only where search_ is approximate
};

/// Size by arithmetic, search_ms by searching `sample` here and now for the patches `queries` of an image, in
/// proportion to the rows. pool: patches that the bank is selected from. Errors: those of make_nearest().
Result<BankForecast> forecast_bank(std::size_t pool, std::span<const float> sample,
                                   std::span<const float> queries, std::size_t dimension,
                                   const MemoryBankOptions& options);

} // namespace andon
