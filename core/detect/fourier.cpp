#include "core/detect/fourier.h"

#include <algorithm>
#include <fftw3.h>
#include <mutex>

namespace andon::detect {
namespace {

/// Making and destroying plans is the only part of FFTW that may not run in two threads at once.
std::mutex& planner() {
  static std::mutex mutex;
  return mutex;
}

class Plan {
public:
  template <class Make>
  explicit Plan(Make make) {
    const std::lock_guard lock(planner());
    plan_ = make();
  }
  ~Plan() {
    const std::lock_guard lock(planner());
    fftwf_destroy_plan(plan_);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  void run() const { fftwf_execute(plan_); }

private:
  fftwf_plan plan_ = nullptr;
};

fftwf_complex* raw(std::complex<float>* values) {
  return reinterpret_cast<fftwf_complex*>(values);
}

} // namespace

std::vector<std::complex<float>> real_spectrum(std::span<const float> values) {
  std::vector<float> input(values.begin(), values.end());
  std::vector<std::complex<float>> output(values.size() / 2 + 1);
  const Plan plan([&] {
    return fftwf_plan_dft_r2c_1d(static_cast<int>(input.size()), input.data(), raw(output.data()),
                                 FFTW_ESTIMATE | FFTW_UNALIGNED);
  });
  std::copy(values.begin(), values.end(), input.begin());
  plan.run();
  return output;
}

void transform(std::vector<std::complex<float>>& values, bool backward) {
  const Plan plan([&] {
    return fftwf_plan_dft_1d(static_cast<int>(values.size()), raw(values.data()), raw(values.data()),
                             backward ? FFTW_BACKWARD : FFTW_FORWARD, FFTW_ESTIMATE | FFTW_UNALIGNED);
  });
  plan.run();
}

std::vector<float> envelope_of(std::span<const float> values) {
  std::vector<std::complex<float>> z(values.begin(), values.end());
  transform(z, false);
  const std::size_t n = z.size();
  for (std::size_t k = 1; k < n; ++k) {
    if (2 * k < n)
      z[k] *= 2.0F;
    else if (2 * k > n)
      z[k] = 0;
  }
  transform(z, true);
  std::vector<float> envelope(n);
  for (std::size_t i = 0; i < n; ++i)
    envelope[i] = std::abs(z[i]) / static_cast<float>(n);
  return envelope;
}

} // namespace andon::detect
