#include "core/signal/envelope.h"

#include "core/base/assert.h"
#include "core/base/hash.h"
#include "core/signal/envelope_cache.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace andon {
namespace {

constexpr std::int64_t read_chunk = std::int64_t{1} << 20;
static_assert(read_chunk % Envelope::base_block == 0);

MinMax shown(const MinMax& bin) {
  return bin.low <= bin.high ? bin : MinMax{};
}

Result<LevelVectors> read_levels(const Dataset& dataset, std::size_t item, const SensorInfo& sensor,
                                 Progress& progress, std::stop_token stop) {
  progress.stage("building the overview of " + sensor.id, sensor.samples);
  LevelBuilder builder(sensor.samples);
  while (builder.samples() < sensor.samples) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "building the overview of sensor '" + sensor.id + "' was cancelled");
    ANDON_ASSIGN(const Series part, dataset.read_range(item, sensor.id, builder.samples(), read_chunk));
    if (part.values.empty())
      return fail(ErrorCode::corrupt, "sensor '" + sensor.id + "' of " + dataset.name() + " ends after " +
                                          std::to_string(builder.samples()) + " of " +
                                          std::to_string(sensor.samples) + " samples; import the data again");
    builder.add(part.values, part.missing);
    progress.advance(builder.samples());
  }
  return builder.finish();
}

} // namespace

std::vector<std::int64_t> level_sizes(std::int64_t samples) {
  std::vector<std::int64_t> sizes;
  for (std::int64_t bins = (samples + Envelope::base_block - 1) / Envelope::base_block; bins > 0;
       bins = (bins + Envelope::factor - 1) / Envelope::factor) {
    sizes.push_back(bins);
    if (bins == 1)
      break;
  }
  return sizes;
}

LevelBuilder::LevelBuilder(std::int64_t expected_samples) {
  base_.reserve(
      static_cast<std::size_t>((expected_samples + Envelope::base_block - 1) / Envelope::base_block));
}

void LevelBuilder::add(std::span<const float> values, std::span<const std::uint8_t> missing) {
  ANDON_ASSERT(missing.empty() || missing.size() == values.size());
  for (std::size_t i = 0; i < values.size();) {
    const auto room = static_cast<std::size_t>(Envelope::base_block - samples_ % Envelope::base_block);
    const std::size_t end = std::min(values.size(), i + room);
    samples_ += static_cast<std::int64_t>(end - i);
    for (; i < end; ++i)
      if (missing.empty() || missing[i] == 0)
        merge(open_, {values[i], values[i]});
    if (samples_ % Envelope::base_block == 0)
      base_.push_back(std::exchange(open_, empty_min_max));
  }
}

LevelVectors LevelBuilder::finish() {
  if (samples_ % Envelope::base_block != 0)
    base_.push_back(std::exchange(open_, empty_min_max));
  LevelVectors levels;
  for (const std::int64_t size : level_sizes(samples_)) {
    if (levels.empty()) {
      levels.push_back(std::move(base_));
      continue;
    }
    std::vector<MinMax> level(static_cast<std::size_t>(size), empty_min_max);
    const std::vector<MinMax>& below = levels.back();
    for (std::size_t i = 0; i < below.size(); ++i)
      merge(level[i / Envelope::factor], below[i]);
    levels.push_back(std::move(level));
  }
  return levels;
}

struct Envelope::State {
  std::int64_t samples = 0;
  LevelVectors owned;
  std::optional<MappedLevels> mapped;
  LevelViews views;
};

Envelope::Envelope() : state_(std::make_unique<State>()) {}
Envelope::Envelope(Envelope&&) noexcept = default;
Envelope& Envelope::operator=(Envelope&&) noexcept = default;
Envelope::~Envelope() = default;

Result<Envelope> Envelope::open_or_build(const std::filesystem::path& cache_file, const Dataset& dataset,
                                         std::size_t item, const std::string& sensor, Progress& progress,
                                         std::stop_token stop) {
  if (item >= dataset.items().size())
    return fail(ErrorCode::not_found, dataset.name() + " has " + std::to_string(dataset.items().size()) +
                                          " scenes; there is no scene " + std::to_string(item));
  const ItemInfo& info = dataset.items()[item];
  const auto found = std::ranges::find(info.sensors, sensor, &SensorInfo::id);
  if (found == info.sensors.end())
    return fail(ErrorCode::not_found, "scene '" + info.id + "' has no sensor '" + sensor + "'");
  const std::string source = sha256(dataset.samples_sha256(item) + '\n' + info.id + '\n' + sensor);

  Envelope envelope;
  auto mapped = MappedLevels::open(cache_file, source);
  if (!mapped) {
    if (mapped.error().code == ErrorCode::corrupt)
      progress.message("the stored overview of sensor '" + sensor + "' was damaged; it is built again");
    ANDON_ASSIGN(LevelVectors levels, read_levels(dataset, item, *found, progress, stop));
    if (const auto written = write_levels(cache_file, source, found->samples, levels); !written)
      progress.message("the overview of sensor '" + sensor +
                       "' could not be kept: " + written.error().message);
    mapped = MappedLevels::open(cache_file, source);
    if (!mapped)
      envelope.state_->owned = std::move(levels);
  }
  envelope.state_->samples = found->samples;
  if (mapped) {
    envelope.state_->mapped = std::move(*mapped);
    envelope.state_->views = envelope.state_->mapped->levels();
  } else {
    envelope.state_->views.assign(envelope.state_->owned.begin(), envelope.state_->owned.end());
  }
  return envelope;
}

Envelope Envelope::build(std::span<const float> values, std::span<const std::uint8_t> missing) {
  LevelBuilder builder(static_cast<std::int64_t>(values.size()));
  builder.add(values, missing);
  Envelope envelope;
  envelope.state_->samples = builder.samples();
  envelope.state_->owned = builder.finish();
  envelope.state_->views.assign(envelope.state_->owned.begin(), envelope.state_->owned.end());
  return envelope;
}

std::int64_t Envelope::samples() const {
  return state_->samples;
}

MinMax Envelope::range() const {
  return state_->views.empty() ? MinMax{} : shown(state_->views.back().front());
}

void Envelope::query(double first, double width, std::span<MinMax> out) const {
  ANDON_ASSERT(width >= static_cast<double>(base_block));
  if (state_->views.empty()) {
    std::ranges::fill(out, MinMax{});
    return;
  }
  std::size_t level = 0;
  auto block = static_cast<double>(base_block);
  while (level + 1 < state_->views.size() && block * factor <= width) {
    block *= factor;
    ++level;
  }
  const std::span<const MinMax> bins = state_->views[level];
  const auto count = static_cast<double>(bins.size());
  const auto samples = static_cast<double>(state_->samples);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double begin = first + static_cast<double>(i) * width;
    const double end = first + static_cast<double>(i + 1) * width;
    MinMax bin = empty_min_max;
    if (end > 0 && begin < samples) {
      const auto from = static_cast<std::size_t>(std::max(0.0, std::floor(begin / block)));
      const auto to = static_cast<std::size_t>(std::min(count, std::ceil(end / block)));
      for (std::size_t k = from; k < to; ++k)
        merge(bin, bins[k]);
    }
    out[i] = shown(bin);
  }
}

} // namespace andon
