#include "ui/plot/sample_source.h"

#include "ui/jobs/job_list.h"

#include <algorithm>
#include <cmath>

namespace andon::ui {
namespace {

constexpr std::size_t kept_blocks = 32;

void include(MinMax& bin, float value) {
  if (std::isnan(value))
    return;
  if (bin.low > bin.high)
    bin = {value, value};
  bin.low = std::min(bin.low, value);
  bin.high = std::max(bin.high, value);
}

} // namespace

SampleSource::SampleSource(Info info, std::shared_ptr<const Series> series,
                           std::shared_ptr<const Envelope> envelope)
    : info_(std::move(info)), whole_(std::move(series)), envelope_(std::move(envelope)) {}

SampleSource::SampleSource(Info info, std::shared_ptr<const Envelope> envelope, Read read, JobList& jobs)
    : info_(std::move(info)), envelope_(std::move(envelope)), read_(std::move(read)), jobs_(&jobs) {}

bool SampleSource::columns(double first, double width, std::span<MinMax> out) {
  constexpr auto base = static_cast<double>(Envelope::base_block);
  if (width >= base) {
    envelope_->query(first, width, out);
    return true;
  }
  const auto from = static_cast<std::int64_t>(std::floor(std::max(0.0, first)));
  const double last = first + width * static_cast<double>(out.size());
  std::vector<float> values;
  std::vector<std::uint8_t> missing;
  if (samples(from, static_cast<std::int64_t>(std::ceil(last)) - from, values, missing)) {
    std::ranges::fill(out, MinMax{});
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double column = (static_cast<double>(from) + static_cast<double>(i) - first) / width;
      if (!missing[i] && column >= 0 && column < static_cast<double>(out.size()))
        include(out[static_cast<std::size_t>(column)], values[i]);
    }
    return true;
  }
  const double start = std::floor(first / base) * base;
  std::vector<MinMax> coarse(static_cast<std::size_t>((last - start) / base) + 1);
  envelope_->query(start, base, coarse);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = coarse[static_cast<std::size_t>((first + static_cast<double>(i) * width - start) / base)];
  return false;
}

bool SampleSource::samples(std::int64_t from, std::int64_t count, std::vector<float>& values,
                           std::vector<std::uint8_t>& missing) {
  const std::int64_t to = std::clamp(from + count, std::int64_t{0}, info_.samples);
  from = std::clamp(from, std::int64_t{0}, to);
  values.clear();
  missing.clear();
  if (from == to)
    return true;
  const auto append = [&](const Series& series, std::int64_t begin, std::int64_t end) {
    values.insert(values.end(), series.values.begin() + begin, series.values.begin() + end);
    if (series.missing.empty())
      missing.resize(values.size(), 0);
    else
      missing.insert(missing.end(), series.missing.begin() + begin, series.missing.begin() + end);
  };
  if (whole_) {
    append(*whole_, from, to);
    return true;
  }
  const std::int64_t first_block = from / block, last_block = (to - 1) / block;
  bool complete = true;
  for (std::int64_t i = first_block; i <= last_block; ++i) {
    const auto found = blocks_.find(i);
    if (found == blocks_.end())
      complete = false;
    else
      found->second.used = ++clock_;
  }
  if (!complete) {
    request(first_block, last_block);
    return false;
  }
  for (std::int64_t i = first_block; i <= last_block; ++i) {
    const auto held = static_cast<std::int64_t>(blocks_[i].series.values.size());
    append(blocks_[i].series, std::max(from - i * block, std::int64_t{0}), std::min(to - i * block, held));
  }
  return true;
}

std::optional<SampleSource::Nearest> SampleSource::nearest(double time) {
  const double index = std::round(index_of(time));
  if (info_.samples == 0 || index < 0 || index > static_cast<double>(info_.samples))
    return std::nullopt;
  const std::int64_t at = std::min(static_cast<std::int64_t>(index), info_.samples - 1);
  Nearest result;
  result.time = time_of(static_cast<double>(at));
  std::vector<float> values;
  std::vector<std::uint8_t> missing;
  if (!samples(at, 1, values, missing) || values.empty())
    return result;
  result.missing = missing[0] != 0;
  if (!result.missing)
    result.value = values[0];
  return result;
}

void SampleSource::request(std::int64_t first_block, std::int64_t last_block) {
  if (reading_) {
    wanted_ = {first_block, last_block};
    return;
  }
  if (!failure_.isEmpty())
    return;
  const std::int64_t most = (info_.samples - 1) / block;
  first_block = std::max(first_block - 1, std::int64_t{0});
  last_block = std::min(last_block + 1, most);
  while (first_block < last_block && blocks_.contains(first_block))
    ++first_block;
  while (last_block > first_block && blocks_.contains(last_block))
    --last_block;
  reading_ = true;
  // Without a title the job panel does not list it: a glance at other samples is no work to watch.
  jobs_->run<Series>(
      {}, Lane::io, this,
      [read = read_, first_block, last_block](Progress&, std::stop_token) {
        return read(first_block * block, (last_block - first_block + 1) * block);
      },
      [this, first_block](Result<Series> series) { store(first_block, std::move(series)); });
}

void SampleSource::store(std::int64_t first_block, Result<Series> read) {
  reading_ = false;
  if (read) {
    const auto count = static_cast<std::int64_t>(read->values.size());
    for (std::int64_t from = 0; from < count; from += block) {
      const std::int64_t to = std::min(from + block, count);
      Block& stored = blocks_[first_block + from / block];
      stored.used = ++clock_;
      stored.series.values.assign(read->values.begin() + from, read->values.begin() + to);
      stored.series.missing.clear();
      if (!read->missing.empty())
        stored.series.missing.assign(read->missing.begin() + from, read->missing.begin() + to);
    }
    drop_oldest();
  } else {
    failure_ = QString::fromStdString(read.error().message);
  }
  if (const auto next = std::exchange(wanted_, std::nullopt)) {
    for (std::int64_t i = next->first; i <= next->second; ++i)
      if (!blocks_.contains(i)) {
        request(next->first, next->second);
        break;
      }
  }
  Q_EMIT changed();
}

void SampleSource::drop_oldest() {
  while (blocks_.size() > kept_blocks)
    blocks_.erase(std::ranges::min_element(blocks_, {}, [](const auto& entry) { return entry.second.used; }));
}

std::vector<std::shared_ptr<SampleSource>>
sample_sources(const std::shared_ptr<const workflow::Recording>& recording, JobList& jobs) {
  std::vector<std::shared_ptr<SampleSource>> sources;
  for (const workflow::RecordedSensor& sensor : recording->sensors()) {
    const SampleSource::Info info{QString::fromStdString(sensor.info.id),
                                  QString::fromStdString(sensor.info.unit),
                                  sensor.info.role,
                                  sensor.start,
                                  sensor.info.rate,
                                  sensor.info.samples};
    if (sensor.whole)
      sources.push_back(std::make_shared<SampleSource>(info, sensor.whole, sensor.envelope));
    else
      sources.push_back(std::make_shared<SampleSource>(
          info, sensor.envelope,
          [recording, id = sensor.info.id](std::int64_t from, std::int64_t count) {
            return recording->read(id, from, count);
          },
          jobs));
  }
  return sources;
}

} // namespace andon::ui
