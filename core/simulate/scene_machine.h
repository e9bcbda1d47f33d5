#pragma once
#include "core/base/random.h"
#include "core/simulate/scene_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

// Private to core/simulate: what a machine is made of, drawn once and run many times.

enum class Waveform {
  analog,
  signed_analog,
  floating,
  counter,
  step_count,
  set_point,
  pair_low,
  pair_high,
  bits
};

/// Some bits of a word that mean one thing.
struct BitField {
  enum class Kind { flag, toggle, counter, state };
  Kind kind = Kind::flag;
  int start = 0, width = 1;
  double period = 1; ///< seconds: mean dwell of a flag or state, half period of a toggle, step of a counter
};

/// A sum of sinusoids and a slow random walk; frequencies belong to the machine, phases to the run.
struct WavePlan {
  std::vector<double> frequencies, amplitudes;
  double wander = 0.3;
};

struct PlannedSensor {
  std::string id;
  Waveform wave = Waveform::analog;
  double rate = 1;
  int group = -1;
  bool swapped = false;
  int resolution = 12; ///< bits of a converter
  double gain = 1, offset = 0;
  WavePlan own;
  std::vector<double> tones; ///< Hz, of fast sensors
  double tone_gain = 0;
  std::size_t partner = 0; ///< the other half
  double turns = 4;        ///< of a counter or low half in a scene
  bool returning = false;  ///< the 32-bit value goes to and fro
  std::vector<BitField> fields;
  std::uint16_t idle = 0; ///< value of the bits outside the fields
};

struct MachinePlan {
  std::vector<PlannedSensor> sensors;
  std::vector<WavePlan> groups;
};

/// requires check(options).
MachinePlan draw_machine(const SceneOptions& options, Seed seed);

} // namespace andon
