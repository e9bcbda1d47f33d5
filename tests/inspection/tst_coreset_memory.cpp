#include "core/base/random.h"
#include "core/inspection/coreset.h"
#include "core/inspection/whitening.h"

#include <QtTest>
#include <atomic>

#include <cmath>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {

std::atomic<std::size_t> held{0}, most{0};

/// What the program holds by new, counted as it is given out: no clock and no page has a say.
void* counted(std::size_t size) {
  void* const memory = std::malloc(size);
  if (!memory)
    throw std::bad_alloc();
  const std::size_t now = held += malloc_usable_size(memory);
  std::size_t before = most;
  while (before < now && !most.compare_exchange_weak(before, now)) {
  }
  return memory;
}
void released(void* memory) noexcept {
  if (memory)
    held -= malloc_usable_size(memory);
  std::free(memory);
}

} // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  released(memory);
}
void operator delete[](void* memory) noexcept {
  released(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  released(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  released(memory);
}

using namespace andon;

/// What the selection of a memory bank needs beside the patches it is given.
class TestCoresetMemory : public QObject {
  Q_OBJECT
  /// Rows with a spectrum that falls as that of image features.
  static std::vector<float> rows_of(std::size_t n, std::size_t d) {
    Random random(Seed(3).stream("rows"));
    std::vector<double> state(d);
    std::vector<float> rows(n * d);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < d; ++j) {
        state[j] = i % 32 == 0 ? random.normal() : 0.8 * state[j] + 0.6 * random.normal();
        rows[i * d + j] = static_cast<float>(state[j] / std::sqrt(1.0 + static_cast<double>(j * j) / 16));
      }
    return rows;
  }
  /// Most bytes held at a time while `work` runs, beyond what was held before it.
  template <class Work>
  static std::size_t extra_bytes(const Work& work) {
    const std::size_t before = held;
    most = before;
    work();
    return most - before;
  }

private Q_SLOTS:
  void a_selection_needs_less_than_a_third_of_the_rows() {
    constexpr std::size_t n = 40'000, d = 384;
    const std::vector<float> rows = rows_of(n, d);
    Progress silent;
    Result<Coreset> chosen;
    const std::size_t extra = extra_bytes([&] { chosen = coreset(rows, d, {n / 20, 0}, silent, {}); });
    QVERIFY(chosen);
    QCOMPARE(chosen->rows.size(), n / 20);
    const double share = static_cast<double>(extra) / static_cast<double>(rows.size() * sizeof(float));
    qInfo("beside the rows: %.3f of their bytes", share);
    QVERIFY2(share <= 0.3, qPrintable(QString::number(share)));
    QVERIFY(share > 0.05); // the count counts
  }

  void whitening_stays_in_its_rows() {
    constexpr std::size_t n = 30'000, d = 96;
    std::vector<float> rows = rows_of(n, d);
    const std::vector<float> same(rows.begin(), rows.begin() + 10 * d), late(rows.end() - 10 * d, rows.end());
    const Whitening whitening = Whitening::fit("pca", rows, d);
    const std::size_t bytes = rows.size() * sizeof(float);
    const std::size_t extra = extra_bytes([&] { whitening.apply(rows); });
    QVERIFY2(extra <= bytes / 4, qPrintable(QString::number(extra)));
    const std::size_t out = whitening.dimension();
    QCOMPARE(rows.size(), n * out);
    std::vector<float> first = same, last = late;
    whitening.apply(first);
    whitening.apply(last);
    QVERIFY(std::equal(first.begin(), first.end(), rows.begin()));
    QVERIFY(std::equal(last.rbegin(), last.rend(), rows.rbegin()));
  }
};

QTEST_GUILESS_MAIN(TestCoresetMemory)
#include "tst_coreset_memory.moc"
