#include "core/base/random.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace andon;

class TestTrainingKill : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void killed_at_random_moments_ends_with_the_same_weights() {
    const QTemporaryDir whole, killed;
    QProcess reference;
    QElapsedTimer timer;
    timer.start();
    reference.start(ANDON_TRAINING_VICTIM, {whole.path()});
    QVERIFY(reference.waitForFinished(120000));
    const qint64 usual = timer.elapsed();
    QCOMPARE(reference.exitCode(), 0);
    const QByteArray expected = reference.readAllStandardOutput();
    QCOMPARE(expected.size(), 64);

    Random random{Seed(5)};
    int kills = 0;
    constexpr int most_kills = 20;
    for (;;) {
      QProcess victim;
      victim.start(ANDON_TRAINING_VICTIM, {killed.path()});
      QVERIFY(victim.waitForStarted());
      const int patience =
          kills < most_kills ? 20 + static_cast<int>(random.uniform() * static_cast<double>(usual)) : 120000;
      if (victim.waitForFinished(patience)) {
        QVERIFY2(victim.exitStatus() == QProcess::NormalExit && victim.exitCode() == 0,
                 victim.readAllStandardError().constData());
        QCOMPARE(victim.readAllStandardOutput(), expected);
        if (kills >= 3)
          break;
        // Finished too early to have been killed: forget it and go on.
        for (const QString& file : QDir(killed.path()).entryList(QDir::Files))
          QFile::remove(killed.filePath(file));
        continue;
      }
      victim.kill();
      QVERIFY(victim.waitForFinished(30000));
      ++kills;
    }
    QVERIFY(kills >= 3);
  }
};

QTEST_GUILESS_MAIN(TestTrainingKill)
#include "tst_training_kill.moc"
