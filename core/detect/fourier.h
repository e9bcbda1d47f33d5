#pragma once
#include <complex>
#include <span>
#include <vector>

namespace andon::detect {

/// Discrete Fourier transforms of any length (FFTW, float32 inside). Unnormalised: inverse(forward(x)) = n·x.
/// Same input, same bits on one machine. Threads: any. Cost: O(n log n).
/// The n/2 + 1 coefficients of real values. requires values.
std::vector<std::complex<float>> real_spectrum(std::span<const float> values);
/// Complex forward (−i) and backward (+i) transforms in place. requires values.
void transform(std::vector<std::complex<float>>& values, bool backward);
/// Magnitude of the analytic signal (Hilbert transform by dropping negative frequencies): the envelope.
std::vector<float> envelope_of(std::span<const float> values);

} // namespace andon::detect
