#pragma once
#include <cstdint>
#include <string_view>

namespace andon {

/// One seed at the top; every consumer derives its own named sub-stream, so that adding a consumer never shifts
/// another's numbers. Bits are the same on every machine: only IEEE arithmetic and portable_math.h are used.
class Seed {
public:
  explicit Seed(std::uint64_t value) : value_(value) {}
  std::uint64_t value() const { return value_; }
  /// The seed of a named sub-stream, optionally numbered (item 17 of "noise").
  Seed stream(std::string_view name, std::uint64_t index = 0) const;

private:
  std::uint64_t value_;
};

/// xoshiro256++ (Blackman & Vigna 2019). Threads: one engine a thread.
class Random {
public:
  explicit Random(Seed seed);
  std::uint64_t bits();
  /// Uniform in [0, 1) with 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform integer in [0, n), n >= 1, without modulo bias.
  std::uint64_t below(std::uint64_t n);
  /// Standard normal by Marsaglia's polar method on portable_log.
  double normal();
  double normal(double mean, double deviation) { return mean + deviation * normal(); }
  /// Exponential with mean 1.
  double exponential();

  // UniformRandomBitGenerator, for std::shuffle-like loops written over below().
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~0ULL; }
  result_type operator()() { return bits(); }

private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

/// Fisher–Yates with below(): the same order everywhere, unlike std::shuffle.
template <class Container>
void shuffle(Container& items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    using std::swap;
    swap(items[i - 1], items[random.below(i)]);
  }
}

} // namespace andon
