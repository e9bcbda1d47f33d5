#include "app/stop_signals.h"

#include <ctime>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace andon::cli {

StopSignals::StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  listener_ = std::jthread([signals, stop = stop_](std::stop_token end) mutable {
    constexpr timespec poll{0, 50'000'000};
    while (!end.stop_requested()) {
      if (sigtimedwait(&signals, nullptr, &poll) < 0)
        continue;
      if (stop.stop_requested())
        ::_exit(130);
      stop.request_stop();
    }
  });
}

} // namespace andon::cli
