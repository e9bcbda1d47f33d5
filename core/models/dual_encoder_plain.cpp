#include "core/base/guard.h"
#include "core/models/dual_encoder_state.h"
#include "core/training/device.h"

#include <ATen/Parallel.h>
#include <ATen/ops/sum.h>

#include <chrono>

namespace andon {
namespace {

/// Runs the rest of the scope on one thread.
class OneThread {
public:
  OneThread() : before_(at::get_num_threads()) { set_threads(1); }
  ~OneThread() { set_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

private:
  int before_;
};

} // namespace

Result<std::vector<double>> DualEncoder::plain_scores(const PairWindows& windows) const {
  const State& state = *state_;
  ANDON_TRY(state.check_input(windows));
  return guard("scoring plainly", [&]() -> Result<std::vector<double>> {
    const at::NoGradGuard no_gradient;
    const OneThread one_thread;
    DualEncoderNet net = state.net;
    std::vector<double> scores;
    for (std::int64_t i = 0; i < windows.size(); ++i) {
      const at::Tensor command =
          scaled_windows(windows.command, state.command, state.length, i, i + 1, state.device);
      const at::Tensor current =
          scaled_windows(windows.current, state.current, state.length, i, i + 1, state.device);
      scores.push_back(1.0 - at::sum(net->command(command) * net->current(current)).item<double>());
      if (!net->fault.is_empty())
        scores.back() =
            net->fault->score_of(net->fault_logit(at::full({1}, scores.back(), at::kFloat), command, current))
                .item<double>();
    }
    return scores;
  });
}

Result<double> plain_windows_per_second(const DualEncoder& model, const PairWindows& windows) {
  const auto started = std::chrono::steady_clock::now();
  ANDON_TRY(model.plain_scores(windows));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return static_cast<double>(windows.size()) / seconds;
}

} // namespace andon
