// Every option of every registered entry has a help sentence and stands in docs/options.md.
#include "core/workflow/about.h"

#include <QtTest>

using namespace andon;

class TestOptionDocs : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void every_option_is_documented() {
    const auto entries = workflow::describe("", "");
    QVERIFY2(entries.has_value(), entries ? "" : entries.error().message.c_str());
    QVERIFY(entries->size() > 3);
    QFile file(QStringLiteral(ANDON_TEST_DATA "/../docs/options.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), "docs/options.md is missing; run scripts/update-docs");
    const QString docs = QString::fromUtf8(file.readAll());
    QStringList problems;
    for (const workflow::DescribedEntry& entry : *entries) {
      const QString name = QString::fromStdString(entry.kind + " " + entry.id);
      if (entry.title.empty())
        problems << name + " has no title";
      if (!docs.contains("### " + name))
        problems << name + " is not in docs/options.md; run scripts/update-docs";
      for (const OptionInfo& option : entry.options) {
        const QString key = QString::fromStdString(option.key);
        if (option.help.size() < 10)
          problems << name + " option " + key + " has no help sentence";
        if (!docs.contains("`" + key + "`"))
          problems << name + " option " + key + " is not in docs/options.md; run scripts/update-docs";
      }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join('\n')));
  }
};

QTEST_APPLESS_MAIN(TestOptionDocs)
#include "tst_option_docs.moc"
