#pragma once
#include "core/detect/scene_rows.h"

namespace andon::detect {

/// What a frame of vibration or sound is reduced to: natural logs of the mean power in third-octave bands
/// (Hann-windowed periodogram; the bands from 4 bins of a 1,024-sample frame up to half the rate), of the
/// mean power of the envelope's spectrum (Hilbert envelope, mean removed; where bearing faults show, Randall
/// & Antoni 2011) in octave bands up to a sixteenth of the rate, and of the kurtosis. Only ratios matter to
/// detectors, so a frame's unit does not. A silent frame gives finite values (power is floored at 1e-20 of
/// full scale).
std::vector<float> band_features(std::span<const float> frame, double rate);
/// Names of the values of band_features(), e.g. "630 Hz", "envelope 90 Hz", "kurtosis".
std::vector<std::string> band_names(double rate);

/// append_scene() for options.features == "bands": one row a frame; sensors are brought to the fastest one's
/// rate (or grid_rate) first.
Result<void> append_frames(const Scene& scene, std::size_t item, const RowOptions& options, SceneRows& into);

} // namespace andon::detect
