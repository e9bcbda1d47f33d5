#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "core/store/store.h"
#include "tests/store/fresh_database.h"

#include <fstream>

using namespace andon;
using namespace andon::store;

namespace {

/// Everything the store can tell, as one text; equal texts mean correct data.
Result<std::string> everything(Store& store) {
  std::string text;
  ANDON_ASSIGN(const std::vector<DatasetRow> datasets, store.datasets());
  for (const DatasetRow& row : datasets)
    text += row.name + row.kind + row.path + row.sha256 + row.created + std::to_string(row.items) + "\n";
  ANDON_ASSIGN(const std::vector<Run> runs, store.runs());
  for (const Run& run : runs) {
    text += std::to_string(run.id.value) + run.name + run.model + to_string(run.state) + run.config_json +
            run.versions_json + run.created + run.finished + std::to_string(run.seed) +
            std::to_string(run.seconds) + run.summary_json + "\n";
    ANDON_ASSIGN(const std::vector<MetricPoint> points, store.metrics(run.id));
    for (const MetricPoint& point : points)
      text += point.name + std::to_string(point.step) + " " + std::to_string(point.value) + "\n";
    ANDON_ASSIGN(const std::vector<Artefact> artefacts, store.artefacts(run.id));
    for (const Artefact& artefact : artefacts)
      text += artefact.kind + artefact.path + artefact.sha256 + std::to_string(artefact.bytes) + "\n";
    ANDON_ASSIGN(const std::vector<ThresholdVersion> lines, store.thresholds(run.id));
    for (const ThresholdVersion& line : lines)
      text += std::to_string(line.version) + line.method + std::to_string(line.threshold) + line.author +
              line.created + "\n";
  }
  return text;
}

} // namespace

/// A damaged file is explained or still right; it never crashes, hangs or tells something wrong.
class StoreDamageTest : public QObject {
  Q_OBJECT

private Q_SLOTS:
  void initTestCase() {
    QVERIFY(QFile::copy(ANDON_TEST_DATA "/store/data/andon-v1.db", QString::fromStdString(file_)));
    QVERIFY(QFile::setPermissions(QString::fromStdString(file_), QFile::ReadOwner | QFile::WriteOwner));
    {
      auto store = Store::open(file_);
      VERIFY_OK(store);
      const auto want = everything(*store);
      VERIFY_OK(want);
      want_ = *want;
      QVERIFY(!want_.empty());
    }
    const auto bytes = read_file(file_);
    VERIFY_OK(bytes);
    sound_ = *bytes;
    QVERIFY(sound_.size() > 8192);
  }

  void truncated_at_every_512_bytes() {
    // 0 bytes is a new database, not a damaged one.
    for (std::size_t size = 512; size < sound_.size(); size += 512)
      expect_explained_or_right(sound_.substr(0, size), "truncated to " + std::to_string(size));
    QVERIFY2(explained_ > 0, "no truncation was noticed");
  }

  void every_page_zeroed() {
    explained_ = 0;
    for (std::size_t page = 0; page < sound_.size(); page += 4096) {
      std::string bytes = sound_;
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(page), 4096, '\0');
      expect_explained_or_right(bytes, "zeroed page at " + std::to_string(page));
    }
    QVERIFY2(explained_ > 0, "no zeroed page was noticed");
  }

  void two_thousand_flipped_bits() {
    explained_ = 0;
    Random random(Seed(20260504).stream("flip"));
    for (int i = 0; i < 2000; ++i) {
      std::string bytes = sound_;
      const std::uint64_t bit = random.below(bytes.size() * 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
      expect_explained_or_right(bytes, "flipped bit " + std::to_string(bit));
    }
    QVERIFY2(explained_ > 0, "no flipped bit was noticed");
  }

private:
  void expect_explained_or_right(const std::string& bytes, const std::string& what) {
    QFile::remove(QString::fromStdString(file_ + "-wal"));
    QFile::remove(QString::fromStdString(file_ + "-shm"));
    {
      std::ofstream damaged(file_, std::ios::binary);
      damaged << bytes;
    }
    auto store = Store::open(file_);
    const auto checked = store ? store->check() : Result<void>(fail(store.error()));
    if (!checked) {
      ++explained_;
      QVERIFY2(checked.error().message.size() > 40, (what + ": " + checked.error().message).c_str());
      return;
    }
    const auto told = everything(*store);
    QVERIFY2(told.has_value() && *told == want_,
             (what + ": " + (told ? "wrong data went unnoticed" : told.error().message)).c_str());
  }

  // Memory-backed: thousands of small rewrites say nothing about the disk.
  QTemporaryDir folder_{QFile::exists("/dev/shm") ? "/dev/shm/andon-damage-XXXXXX" : "andon-damage-XXXXXX"};
  std::string file_ = folder_.filePath("andon.db").toStdString();
  std::string sound_, want_;
  int explained_ = 0;
};

QTEST_GUILESS_MAIN(StoreDamageTest)
#include "tst_store_damage.moc"
