#pragma once
#include "core/signal/envelope.h"
#include "core/signal/series.h"
#include "core/workflow/recording.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace andon::ui {

class JobList;

/// One sensor for the lanes: extremes from its pyramid at once, samples from a cache of blocks that is filled
/// in the background with the neighbours of what is looked at. Painting never waits: what is not there yet is
/// refined when changed() says so. Threads: GUI; `read` runs in an io job.
class SampleSource : public QObject {
  Q_OBJECT
public:
  struct Info {
    QString id, unit;
    Role role = Role::feature;
    double start = 0, rate = 1;
    std::int64_t samples = 0;
    double offset = 0; ///< what was taken off the values: the sensor shows value + offset
  };
  using Read = std::function<Result<Series>(std::int64_t from, std::int64_t count)>;
  static constexpr std::int64_t block = 1 << 16;

  /// All samples are at hand.
  SampleSource(Info info, std::shared_ptr<const Series> series, std::shared_ptr<const Envelope> envelope);
  SampleSource(Info info, std::shared_ptr<const Envelope> envelope, Read read, JobList& jobs);

  const Info& info() const { return info_; }
  double end() const { return info_.start + static_cast<double>(info_.samples) / info_.rate; }
  double index_of(double time) const { return (time - info_.start) * info_.rate; }
  double time_of(double index) const { return info_.start + index / info_.rate; }
  MinMax range() const { return envelope_->range(); }

  /// Extremes of the samples [first + i·width, first + (i+1)·width). false when they are those of whole
  /// pyramid blocks around them because the samples are still being read. requires width > 1.
  bool columns(double first, double width, std::span<MinMax> out);
  /// Copies samples [from, from + count), clipped; missing gets one flag each. false, and reads them, when
  /// not at hand.
  bool samples(std::int64_t from, std::int64_t count, std::vector<float>& values,
               std::vector<std::uint8_t>& missing);

  struct Nearest {
    double time = 0;
    std::optional<float> value; ///< nullopt: missing, or still being read
    bool missing = false;
  };
  /// The sample nearest to `time`; nullopt outside the recording by more than one sample.
  std::optional<Nearest> nearest(double time);
  /// The last read failure, "" when none.
  const QString& failure() const { return failure_; }

Q_SIGNALS:
  void changed();

private:
  struct Block {
    Series series;
    std::int64_t used = 0;
  };
  void request(std::int64_t first_block, std::int64_t last_block);
  void store(std::int64_t first_block, Result<Series> read);
  void drop_oldest();

  Info info_;
  std::shared_ptr<const Series> whole_;
  std::shared_ptr<const Envelope> envelope_;
  Read read_;
  JobList* jobs_ = nullptr;
  std::map<std::int64_t, Block> blocks_;
  std::int64_t clock_ = 0;
  bool reading_ = false;
  std::optional<std::pair<std::int64_t, std::int64_t>> wanted_;
  QString failure_;
};

/// A source for every sensor of a recording: in memory when it was read whole, else read in blocks.
std::vector<std::shared_ptr<SampleSource>>
sample_sources(const std::shared_ptr<const workflow::Recording>& recording, JobList& jobs);

} // namespace andon::ui
