#include "core/inspection/memory_bank.h"

#include "core/base/random.h"
#include "core/inspection/bound_table.h"
#include "core/inspection/coreset.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace andon {
namespace {

std::size_t bank_rows(std::size_t patches, const MemoryBankOptions& options) {
  const auto wanted =
      static_cast<std::size_t>(std::ceil(options.bank_fraction * static_cast<double>(patches)));
  return std::clamp<std::size_t>(wanted, 1, static_cast<std::size_t>(options.bank_limit));
}

/// The given rows of a pool; images without rows keep their place in the list.
PatchPool picked(const PatchPool& pool, std::span<const std::uint32_t> rows) {
  PatchPool result{pool.dimension, {}, {}, pool.images};
  result.values.reserve(rows.size() * pool.dimension);
  for (const std::uint32_t row : rows) {
    const auto begin = pool.values.begin() + static_cast<std::ptrdiff_t>(row * pool.dimension);
    result.values.insert(result.values.end(), begin, begin + static_cast<std::ptrdiff_t>(pool.dimension));
    result.origins.push_back(pool.origins[row]);
  }
  return result;
}

} // namespace

std::vector<Option> MemoryBankOptions::describe() {
  return {
      option("bank_fraction", bank_fraction, "Part of all normal patches that the bank keeps", "", 1e-4, 1),
      option("bank_limit", bank_limit, "Most patches that the bank keeps, however many images there are",
             "patches", 1, 10'000'000),
      choice("index", index, "How the nearest patch is found; auto is exact up to 200,000 patches",
             nearest_kinds())};
}

Result<MemoryBank> MemoryBank::build(PatchPool pool, const MemoryBankOptions& options, std::uint64_t seed,
                                     Progress& progress, std::stop_token stop) {
  if (pool.origins.empty())
    return fail(ErrorCode::insufficient_data,
                "no normal patch is left to remember; check the region of interest and add normal images");
  Random random(Seed(seed).stream("first patch"));
  ANDON_ASSIGN(Coreset chosen, coreset(pool.values, pool.dimension,
                                       {bank_rows(pool.origins.size(), options),
                                        static_cast<std::size_t>(random.below(pool.origins.size()))},
                                       progress, stop));
  std::sort(chosen.rows.begin(), chosen.rows.end()); // neighbours in an image stay neighbours in the bank
  MemoryBank bank;
  bank.pool_ = picked(pool, chosen.rows);
  pool = PatchPool(); // before the index takes its own memory
  bank.cover_radius_ = bank.selection_radius_ = chosen.cover_radius;
  bank.kind_ = options.index;
  ANDON_TRY(bank.index());
  return bank;
}

Result<void> MemoryBank::index() {
  owners_.clear();
  for (const PatchOrigin& origin : pool_.origins)
    owners_.push_back(origin.image);
  ANDON_ASSIGN(search_, make_nearest(kind_, pool_.values, pool_.dimension));
  exact_.reset();
  if (search_->id() == "ivf" || search_->id() == "hnsw") {
    ANDON_ASSIGN(exact_, make_nearest("exact", pool_.values, pool_.dimension));
  }
  return {};
}

std::size_t MemoryBank::bytes() const {
  return pool_.values.size() * sizeof(float) +
         pool_.origins.size() * (sizeof(PatchOrigin) + sizeof(std::int32_t)) + search_->bytes() +
         (exact_ ? exact_->bytes() : 0);
}

Result<std::vector<Neighbour>> MemoryBank::search(std::span<const float> queries, std::size_t k,
                                                  std::stop_token stop, std::int32_t left_out) const {
  if (left_out < 0)
    return search_->search(queries, k, {}, stop);
  return (exact_ ? exact_ : search_)->search(queries, k, {owners_, left_out}, stop);
}

Result<std::size_t> MemoryBank::add_image(const std::string& id, std::span<const float> values,
                                          std::span<const PatchOrigin> origins, std::stop_token stop) {
  if (std::find(pool_.images.begin(), pool_.images.end(), id) != pool_.images.end())
    return fail(ErrorCode::already_exists, "the bank already knows the image '" + id + "'; remove it first");
  if (values.size() != origins.size() * dimension())
    return fail(ErrorCode::invalid_argument, "the patches of '" + id + "' do not have the bank's " +
                                                 std::to_string(dimension()) + " features");
  ANDON_ASSIGN(const std::vector<Neighbour> nearest, search(values, 1, stop));
  PatchPool fresh{dimension(), {}, {}, {}};
  for (std::size_t i = 0; i < origins.size(); ++i)
    if (std::sqrt(static_cast<double>(nearest[i].squared)) > selection_radius_) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i * dimension());
      fresh.values.insert(fresh.values.end(), begin, begin + static_cast<std::ptrdiff_t>(dimension()));
      fresh.origins.push_back(origins[i]);
    }
  if (!fresh.origins.empty()) {
    Progress quiet;
    ANDON_ASSIGN(const Coreset chosen, coreset(fresh.values, dimension(),
                                               {fresh.origins.size(), 0, selection_radius_}, quiet, stop));
    fresh = picked(fresh, chosen.rows);
  }
  for (PatchOrigin& origin : fresh.origins)
    origin.image = static_cast<std::int32_t>(pool_.images.size());
  MemoryBank grown;
  grown.pool_ = pool_;
  grown.kind_ = kind_;
  grown.cover_radius_ = cover_radius_;
  grown.selection_radius_ = selection_radius_;
  grown.pool_.images.push_back(id);
  grown.pool_.values.insert(grown.pool_.values.end(), fresh.values.begin(), fresh.values.end());
  grown.pool_.origins.insert(grown.pool_.origins.end(), fresh.origins.begin(), fresh.origins.end());
  ANDON_TRY(grown.index());
  *this = std::move(grown);
  return fresh.origins.size();
}

Result<std::size_t> MemoryBank::remove_image(const std::string& id, std::stop_token stop) {
  const auto found = std::find(pool_.images.begin(), pool_.images.end(), id);
  if (found == pool_.images.end())
    return fail(ErrorCode::not_found, "the bank has no image '" + id + "'");
  const auto image = static_cast<std::int32_t>(found - pool_.images.begin());
  std::vector<std::uint32_t> kept, dropped;
  for (std::uint32_t row = 0; row < owners_.size(); ++row)
    (owners_[row] == image ? dropped : kept).push_back(row);
  if (kept.empty())
    return fail(ErrorCode::insufficient_data,
                "all patches of the bank come from '" + id + "'; add another image before removing it");
  const PatchPool gone = picked(pool_, dropped);
  ANDON_ASSIGN(const std::vector<Neighbour> ways, search(gone.values, 1, stop, image));
  MemoryBank rest;
  rest.kind_ = kind_;
  rest.pool_ = picked(pool_, kept);
  rest.pool_.images.erase(rest.pool_.images.begin() + image);
  for (PatchOrigin& origin : rest.pool_.origins)
    origin.image -= origin.image > image ? 1 : 0;
  rest.cover_radius_ = cover_radius_;
  rest.selection_radius_ = selection_radius_;
  for (const Neighbour& way : ways)
    rest.cover_radius_ =
        std::max(rest.cover_radius_, cover_radius_ + std::sqrt(static_cast<double>(way.squared)));
  ANDON_TRY(rest.index());
  *this = std::move(rest);
  return dropped.size();
}

std::string to_text(const BankForecast& forecast) {
  char text[200];
  std::snprintf(
      text, sizeof text,
      "a memory of %lld patches, %.1f MB; about %.1f ms an image for features and %.1f ms to search",
      static_cast<long long>(forecast.patches), static_cast<double>(forecast.bytes) / 1e6,
      forecast.features_ms, forecast.search_ms);
  return text;
}

Result<BankForecast> forecast_bank(std::size_t pool, std::span<const float> sample,
                                   std::span<const float> queries, std::size_t dimension,
                                   const MemoryBankOptions& options) {
  BankForecast forecast;
  forecast.patches = static_cast<std::int64_t>(bank_rows(pool, options));
  ANDON_ASSIGN(const auto probe, make_nearest("exact", sample, dimension));
  ANDON_TRY(probe->search(queries, 1, {}, {})); // the first time also starts threads
  const auto begin = std::chrono::steady_clock::now();
  ANDON_TRY(probe->search(queries, 1, {}, {}));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  const std::size_t rows = sample.size() / dimension;
  const double share = static_cast<double>(forecast.patches) / static_cast<double>(rows);
  const std::size_t row_bytes =
      dimension * sizeof(float) + sizeof(PatchOrigin) + sizeof(std::int32_t) + probe->bytes() / rows;
  forecast.bytes = forecast.patches * static_cast<std::int64_t>(row_bytes);
  forecast.search_ms = took.count() * share;
  return forecast;
}

} // namespace andon
