#include "core/review/label_book.h"

#include <QtTest>

using namespace andon;

namespace {

LabelEvent event(const LabelBook& book, LabelKind kind, const std::string& item, const std::string& reviewer,
                 const std::string& label, std::int64_t target = 0) {
  LabelEvent e;
  e.number = book.count() + 1;
  e.kind = kind;
  e.data_name = "press";
  e.item = item;
  e.reviewer = reviewer;
  e.new_class = label;
  e.target = target;
  return e;
}

/// "kim a n; lee b a; kim undo; kim redo": who, item, class by its first letter ('m' marks), or what is done.
LabelBook played(const QString& story) {
  LabelBook book;
  for (const QString& line : story.split(';')) {
    const QStringList words = line.simplified().split(' ');
    const std::string who = words[0].toStdString();
    if (words[1] == "undo" || words[1] == "redo") {
      const bool undo = words[1] == "undo";
      const LabelEvent* target = undo ? book.undo_target(who, "") : book.redo_target(who, "");
      if (target)
        book.apply(
            event(book, undo ? LabelKind::undo : LabelKind::redo, target->item, who, "", target->number));
      continue;
    }
    const bool mark = words[2] == "m";
    const std::string label = mark || words[2] == "a" ? "abnormal" : words[2] == "n" ? "normal" : "unsure";
    book.apply(event(book, mark ? LabelKind::mark : LabelKind::verdict, words[1].toStdString(), who, label));
  }
  return book;
}

/// "a=kim:abnormal b=kim:normal marks=1"
QString told(const LabelBook& book) {
  QStringList words;
  for (const LabelEvent* verdict : book.verdicts())
    words << QString::fromStdString(verdict->item + "=" + verdict->reviewer + ":" + verdict->new_class);
  if (!book.marks().empty())
    words << QString("marks=%1").arg(book.marks().size());
  return words.join(' ');
}

} // namespace

class LabelsTest : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void a_log_leads_to_a_state_data() {
    QTest::addColumn<QString>("story");
    QTest::addColumn<QString>("state");
    QTest::newRow("one") << "kim a n"
                         << "a=kim:normal";
    QTest::newRow("changed") << "kim a n; kim a a"
                             << "a=kim:abnormal";
    QTest::newRow("two people") << "kim a n; lee a a"
                                << "a=kim:normal a=lee:abnormal";
    QTest::newRow("undo") << "kim a n; kim b a; kim undo"
                          << "a=kim:normal";
    QTest::newRow("undo all") << "kim a n; kim b a; kim undo; kim undo; kim undo"
                              << "";
    QTest::newRow("undo a change") << "kim a n; kim a a; kim undo"
                                   << "a=kim:normal";
    QTest::newRow("redo") << "kim a n; kim b a; kim undo; kim undo; kim redo"
                          << "a=kim:normal";
    QTest::newRow("redo all") << "kim a n; kim b a; kim undo; kim undo; kim redo; kim redo; kim redo"
                              << "a=kim:normal b=kim:abnormal";
    QTest::newRow("a new verdict ends redo") << "kim a n; kim undo; kim b a; kim redo"
                                             << "b=kim:abnormal";
    QTest::newRow("redo, undo again") << "kim a n; kim undo; kim redo; kim undo"
                                      << "";
    QTest::newRow("only one's own") << "kim a n; lee b a; kim undo"
                                    << "b=lee:abnormal";
    QTest::newRow("mark") << "kim a m; kim a m; kim undo"
                          << "marks=1";
    QTest::newRow("mark and verdict") << "kim a n; kim a m; kim undo; kim undo; kim redo"
                                      << "a=kim:normal";
  }
  void a_log_leads_to_a_state() {
    QFETCH(QString, story);
    QFETCH(QString, state);
    QCOMPARE(told(played(story)), state);
  }

  void reviewers_agree_or_contradict_data() {
    QTest::addColumn<QString>("story");
    QTest::addColumn<QString>("label");
    QTest::addColumn<bool>("contradicted");
    QTest::newRow("alone") << "kim a n"
                           << "normal" << false;
    QTest::newRow("together") << "kim a n; lee a n"
                              << "normal" << false;
    QTest::newRow("against") << "kim a n; lee a a"
                             << "unsure" << true;
    QTest::newRow("majority") << "kim a n; lee a a; cho a a"
                              << "abnormal" << true;
    QTest::newRow("one unsure") << "kim a u; lee a a"
                                << "abnormal" << false;
    QTest::newRow("made up") << "kim a n; lee a a; kim a a"
                             << "abnormal" << false;
  }
  void reviewers_agree_or_contradict() {
    QFETCH(QString, story);
    QFETCH(QString, label);
    QFETCH(bool, contradicted);
    const LabelBook book = played(story);
    const AgreedLabel agreed = book.agreed("press", "a");
    QCOMPARE(QString::fromStdString(agreed.label), label);
    QCOMPARE(agreed.contradicted, contradicted);
    QCOMPARE(book.agreed().size(), std::size_t{1});
    QVERIFY(!book.agreed("press", "z").event && !book.agreed("lathe", "a").event);
  }

  void a_log_does_the_same_again_after_a_restart() {
    const LabelBook book =
        played("kim a n; lee a a; kim b a; kim undo; lee undo; kim a m; kim redo; kim undo");
    LabelBook again;
    for (const LabelEvent& each : book.events())
      again.apply(each);
    QCOMPARE(told(again), told(book));
    QCOMPARE(again.redo_target("kim", "")->number, book.redo_target("kim", "")->number);
    QCOMPARE(again.undo_target("kim", "press")->number, book.undo_target("kim", "press")->number);
    QVERIFY(!again.undo_target("kim", "lathe"));
  }

  void undo_says_what_an_item_becomes() {
    const LabelBook book = played("kim a n; kim a a");
    QCOMPARE(book.class_without(*book.undo_target("kim", "")), std::string("normal"));
    const LabelBook undone = played("kim a n; kim a a; kim undo");
    QCOMPARE(undone.class_with(*undone.redo_target("kim", "")), std::string("abnormal"));
  }
};

QTEST_APPLESS_MAIN(LabelsTest)
#include "tst_labels.moc"
