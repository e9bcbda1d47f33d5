#pragma once

namespace andon {

/// A figure with its interval (95 % unless said otherwise). NaN value = not defined for these data.
struct Estimate {
  double value = 0, low = 0, high = 0;
};

} // namespace andon
