#include "core/simulate/scene_options.h"

#include <algorithm>

namespace andon {
namespace {

Result<void> ordered(const char* name, double low, double high) {
  if (low <= high)
    return {};
  return fail(ErrorCode::invalid_argument, std::string(name) + "_min is " + std::to_string(low) +
                                               " and lies above " + name + "_max " + std::to_string(high) +
                                               "; swap or widen them");
}

std::vector<Option> layout_options(SceneOptions& o) {
  return {
      option("train", o.train, "Normal scenes to train on", "scenes", 0, 1'000'000),
      option("validation", o.validation, "Normal scenes in a validation part of their own", "scenes", 0,
             1'000'000),
      option("test", o.test, "Scenes in the test part", "scenes", 0, 1'000'000),
      option("abnormal", o.abnormal, "Share of the test scenes that hold anomalies", "", 0, 1),
      option("machines", o.machines,
             "Different machines in the data set; 0 = every scene is of another machine", "", 0, 1'000'000),
      option("sensors", o.sensors, "Sensors of a machine", "", 2, 512),
      option("duration", o.duration, "Length of a scene", "s", 2, 600),
      option("multi_rate", o.multi_rate, "Three sampling rates side by side; off: all sensors at mid_rate"),
      option("high_rate", o.high_rate, "Sampling rate of fast sensors", "Hz", 1, 1e5),
      option("mid_rate", o.mid_rate, "Sampling rate of ordinary sensors", "Hz", 1, 1e5),
      option("low_rate", o.low_rate, "Sampling rate of slow sensors", "Hz", 1, 1e5),
      option("high_share", o.high_share, "Share of fast sensors", "", 0, 1),
      option("mid_share", o.mid_share, "Share of ordinary sensors; the rest are slow", "", 0, 1),
  };
}

std::vector<Option> word_options(SceneOptions& o) {
  return {
      option("pair_share", o.pair_share, "Share of sensors that are halves of 32-bit values", "", 0, 1),
      option("bits_share", o.bits_share,
             "Share of sensors whose bits are flags, toggles, counters and states", "", 0, 1),
      option("binary_share", o.binary_share, "Share of sensors with a single moving bit", "", 0, 1),
      option("float_share", o.float_share, "Share of the one-word values stored as floats", "", 0, 1),
      option("signed_share", o.signed_share, "Share of the one-word values in two's complement around zero",
             "", 0, 1),
      option("counter_share", o.counter_share,
             "Share of the one-word values that are free-running 16-bit counters without a partner", "", 0,
             1),
      option("step_share", o.step_share, "Share of the one-word values that count slowly or hold set points",
             "", 0, 1),
      option("scatter", o.scatter,
             "Sensors stand in random order; off: the halves of a value stand side by side"),
      option("swapped_bytes", o.swapped_bytes, "Chance that a value's words were recorded with bytes swapped",
             "", 0, 1),
      option("rollovers_min", o.rollovers_min, "Fewest roll-overs of a low half in a scene", "", 1, 1000),
      option("rollovers_max", o.rollovers_max, "Most roll-overs of a low half in a scene", "", 1, 1000),
      option("torn_reads", o.torn_reads, "Chance that the high half is read one sample late at a roll-over",
             "", 0, 1),
      option("missing", o.missing, "Share of the time in which a sensor has gaps", "", 0, 0.5),
  };
}

std::vector<Option> signal_options(SceneOptions& o) {
  return {
      option("groups", o.groups, "Groups of values that share a cause", "", 0, 100),
      option("group_size", o.group_size, "Sensors of a group", "", 2, 100),
      option("group_strength", o.group_strength, "Correlation of a group's sensors with their common cause",
             "", 0, 1),
      option("noise", o.noise, "Measurement noise, in standard deviations of the signal", "", 0, 1),
      option("anomalies", o.anomalies,
             "Kinds of anomaly to inject: all, or names joined by + (spike, drift, dropout, stuck, swap, "
             "correlation_break, noise_burst, level_shift, gain, bit_fault, miscount)"),
      option("anomalies_min", o.anomalies_min, "Fewest anomalies of an abnormal scene", "", 1, 100),
      option("anomalies_max", o.anomalies_max, "Most anomalies of an abnormal scene", "", 1, 100),
      option("anomaly_length_min", o.anomaly_length_min, "Shortest anomaly", "s", 0.1, 600),
      option("anomaly_length_max", o.anomaly_length_max, "Longest anomaly", "s", 0.1, 600),
      option("strength_min", o.strength_min, "Weakest anomaly, in standard deviations of the signal", "", 0,
             100),
      option("strength_max", o.strength_max, "Strongest anomaly, in standard deviations of the signal", "", 0,
             100),
  };
}

} // namespace

std::vector<Option> SceneOptions::describe() {
  std::vector<Option> all = layout_options(*this);
  for (const std::vector<Option>& more : {word_options(*this), signal_options(*this)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

const std::vector<std::string>& scene_anomalies() {
  static const std::vector<std::string> kinds{
      "spike",       "drift",       "dropout", "stuck",     "swap",    "correlation_break",
      "noise_burst", "level_shift", "gain",    "bit_fault", "miscount"};
  return kinds;
}

Result<std::vector<std::string>> chosen_anomalies(const SceneOptions& options) {
  if (options.anomalies == "all")
    return scene_anomalies();
  std::vector<std::string> chosen;
  for (std::size_t from = 0; from <= options.anomalies.size();) {
    const std::size_t to = std::min(options.anomalies.find('+', from), options.anomalies.size());
    const std::string kind = options.anomalies.substr(from, to - from);
    if (std::find(scene_anomalies().begin(), scene_anomalies().end(), kind) == scene_anomalies().end()) {
      const std::string near = nearest(kind, scene_anomalies());
      return fail(ErrorCode::invalid_argument, "option anomalies: unknown kind '" + kind + "'" +
                                                   (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    chosen.push_back(kind);
    from = to + 1;
  }
  return chosen;
}

Result<void> check(const SceneOptions& o) {
  ANDON_TRY(ordered("rollovers", static_cast<double>(o.rollovers_min), static_cast<double>(o.rollovers_max)));
  ANDON_TRY(ordered("anomalies", static_cast<double>(o.anomalies_min), static_cast<double>(o.anomalies_max)));
  ANDON_TRY(ordered("anomaly_length", o.anomaly_length_min, o.anomaly_length_max));
  ANDON_TRY(ordered("strength", o.strength_min, o.strength_max));
  ANDON_TRY(chosen_anomalies(o));
  if (o.pair_share + o.bits_share + o.binary_share > 1 || o.high_share + o.mid_share > 1 ||
      o.float_share + o.signed_share + o.counter_share + o.step_share > 1)
    return fail(
        ErrorCode::invalid_argument,
        "shares that stand side by side (pair, bits and binary; high and mid; float, signed, counter and "
        "step) must not add up to more than 1");
  if (o.anomaly_length_max > 0.8 * o.duration)
    return fail(ErrorCode::invalid_argument, "anomaly_length_max must be at most 0.8 of duration");
  if (o.multi_rate && !(o.low_rate <= o.mid_rate && o.mid_rate <= o.high_rate))
    return fail(ErrorCode::invalid_argument, "low_rate, mid_rate and high_rate must ascend");
  const double fastest = o.multi_rate ? o.high_rate : o.mid_rate;
  if (fastest * o.duration * static_cast<double>(o.sensors) > 0x1p28)
    return fail(ErrorCode::limit_exceeded,
                "a scene would have more than 268435456 samples; lower duration, rates or sensors");
  // Faster than a quarter turn a sample, the direction of a low half cannot be told.
  const double slowest = o.multi_rate ? o.low_rate : o.mid_rate;
  if (static_cast<double>(o.rollovers_max) * 8 > slowest * o.duration)
    return fail(
        ErrorCode::invalid_argument,
        "rollovers_max is above an eighth of the samples of the slowest sensor; lower it or raise the rate");
  return {};
}

} // namespace andon
