// The rules of docs/design.md, checked on the tree and on the compiler's own dependency records.
#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

namespace {

const QString source_root = QStringLiteral(ANDON_SOURCE_ROOT);
const QString build_root = QStringLiteral(ANDON_BUILD_ROOT);

QStringList files_under(const QStringList& folders, const QStringList& patterns) {
  QStringList result;
  for (const QString& folder : folders) {
    QDirIterator walk(source_root + "/" + folder, patterns, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
      result << QDir(source_root).relativeFilePath(walk.next());
  }
  result.sort();
  return result;
}

QStringList lines_of(const QString& relative) {
  QFile file(source_root + "/" + relative);
  if (!file.open(QIODevice::ReadOnly))
    return {};
  QString text = QString::fromUtf8(file.readAll());
  if (text.endsWith('\n'))
    text.chop(1);
  return text.split('\n');
}

/// What a target may see: its own rooms and these third parties (matched inside the path of a system header).
struct TargetRule {
  const char* object_prefix;
  QStringList rooms;
  QStringList third_parties;
};

const QStringList signal_rooms{"core/base/", "core/signal/", "core/simulate/", "core/metrics/", "core/decision/", "core/drift/", "core/review/", "core/detect/"};
const QStringList neural_rooms = signal_rooms + QStringList{"core/layers/", "core/models/", "core/training/"};
const QStringList workflow_rooms =
    neural_rooms + QStringList{"core/inspection/", "core/store/", "core/workflow/", "core/serve/", "core/exchange/"};

const QList<TargetRule>& target_rules() {
  static const QList<TargetRule> rules{
      {"core/CMakeFiles/andon_base.dir/", {"core/base/"}, {"nlohmann", "yaml-cpp", "openssl"}},
      {"core/CMakeFiles/andon_signal.dir/", signal_rooms, {"nlohmann", "yaml-cpp", "boost", "hdf5", "matio", "sndfile", "fftw", "zlib"}},
      {"core/CMakeFiles/andon_neural.dir/", neural_rooms, {"nlohmann", "torch", "flatbuffers"}},
      {"core/CMakeFiles/andon_vision.dir/", neural_rooms + QStringList{"core/inspection/"}, {"nlohmann", "opencv", "faiss"}},
      {"core/CMakeFiles/andon_store.dir/", signal_rooms + QStringList{"core/store/"}, {"nlohmann", "qt-core", "qt-sql"}},
      {"core/CMakeFiles/andon_workflow.dir/", workflow_rooms, {"nlohmann", "qt-core", "onnx", "httplib", "pango"}},
      {"ui/CMakeFiles/andon_ui.dir/", workflow_rooms + QStringList{"ui/"}, {"nlohmann", "qt-core", "qt-gui", "qt-sql"}},
      {"app/CMakeFiles/andon.dir/", workflow_rooms + QStringList{"app/", "bench/"}, {"nlohmann", "CLI"}},
      {"app/CMakeFiles/andon-workbench.dir/", workflow_rooms + QStringList{"ui/", "app/"}, {"nlohmann", "qt-core", "qt-gui"}},
  };
  return rules;
}

/// The name of the third party a system header belongs to, or "" when it is the C++ or C library or tl::expected.
QString third_party(const QString& path) {
  static const QList<QPair<QRegularExpression, QString>> names{
      {QRegularExpression("/(torch|ATen|c10|caffe2)/"), "torch"},
      {QRegularExpression("/opencv4?/"), "opencv"},
      {QRegularExpression("/faiss/"), "faiss"},
      {QRegularExpression("/QtSql/"), "qt-sql"},
      {QRegularExpression("/QtCore/|/qt6/mkspecs/"), "qt-core"},
      {QRegularExpression("/Qt[A-Z][A-Za-z]+/"), "qt-gui"},
      {QRegularExpression("/sqlite3"), "sqlite"},
      {QRegularExpression("/nlohmann/"), "nlohmann"},
      {QRegularExpression("/yaml-cpp/"), "yaml-cpp"},
      {QRegularExpression("/openssl/"), "openssl"},
      {QRegularExpression("/boost/"), "boost"},
      {QRegularExpression("/hdf5/|/H5[A-Z]"), "hdf5"},
      {QRegularExpression("/matio"), "matio"},
      {QRegularExpression("/sndfile"), "sndfile"},
      {QRegularExpression("/fftw3"), "fftw"},
      {QRegularExpression("/(zlib|zconf)\\.h$"), "zlib"},
      {QRegularExpression("/CLI/"), "CLI"},
      {QRegularExpression("/flatbuffers/"), "flatbuffers"},
      {QRegularExpression("/onnx/"), "onnx"},
      {QRegularExpression("/httplib"), "httplib"},
      {QRegularExpression("/(pango-1\\.0|cairo|glib-2\\.0|harfbuzz)/"), "pango"},
  };
  for (const auto& [pattern, name] : names)
    if (pattern.match(path).hasMatch())
      return name;
  return {};
}

bool starts_with_any(const QString& text, const QStringList& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const QString& each) { return text.startsWith(each); });
}

} // namespace

class TestHouse : public QObject {
  Q_OBJECT
private Q_SLOTS:
  /// Dependency arrows only as drawn, and no third party where the plan forbids it.
  void arrows() {
    QProcess ninja;
    ninja.start("ninja", {"-C", build_root, "-t", "deps"});
    QVERIFY2(ninja.waitForFinished(120000), "ninja -t deps did not finish");
    if (ninja.exitCode() != 0)
      QSKIP("the build folder was not made by ninja, so there are no dependency records");
    QStringList problems;
    int objects = 0;
    const TargetRule* rule = nullptr;
    QString object;
    for (const QString& line : QString::fromUtf8(ninja.readAllStandardOutput()).split('\n')) {
      if (!line.startsWith(' ')) {
        object = line.section(": #deps", 0, 0);
        rule = nullptr;
        for (const TargetRule& each : target_rules())
          if (object.startsWith(QLatin1String(each.object_prefix)) && !object.contains("_autogen/") && !line.contains("(STALE)"))
            rule = &each;
        objects += rule != nullptr;
        continue;
      }
      if (!rule)
        continue;
      QString path = line.trimmed();
      if (QDir::isRelativePath(path))
        path = QDir::cleanPath(build_root + "/" + path);
      if (path.startsWith(build_root))
        continue;
      if (path.startsWith(source_root + "/")) {
        const QString inside = path.mid(source_root.size() + 1);
        if (!starts_with_any(inside, rule->rooms))
          problems << object + " includes " + inside;
      } else if (const QString name = third_party(path); !name.isEmpty() && !rule->third_parties.contains(name))
        problems << object + " sees " + name + " (" + path + ")";
    }
    QVERIFY2(objects > 10, "no dependency records were found for the core");
    problems.removeDuplicates();
    QVERIFY2(problems.isEmpty(), qPrintable(problems.mid(0, 20).join('\n')));
  }

  /// Sources <= 500 lines, headers <= 250, functions <= 60, median source <= 180.
  void sizes() {
    QStringList problems;
    QList<int> sources;
    for (const QString& file : files_under({"core", "ui", "app", "bench", "tests"}, {"*.cpp", "*.h"})) {
      const QStringList lines = lines_of(file);
      const int limit = file.endsWith(".h") ? 250 : 500;
      if (lines.size() > limit)
        problems << QString("%1 has %2 lines (limit %3)").arg(file).arg(lines.size()).arg(limit);
      if (file.endsWith(".cpp") && !file.startsWith("tests/"))
        sources << int(lines.size());
      if (!file.startsWith("tests/"))
        problems << long_functions(file, lines);
    }
    std::sort(sources.begin(), sources.end());
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join('\n')));
    QVERIFY2(sources.at(sources.size() / 2) <= 180, qPrintable(QString("median source has %1 lines").arg(sources.at(sources.size() / 2))));
  }

  /// Habits that a search can check.
  void habits_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("allowed");
    QTest::newRow("event loop inside an event") << "processEvents" << "";
    QTest::newRow("files written in place") << "std::ofstream|std::fopen\\(|WriteOnly" << "core/base/atomic_file.cpp";
    QTest::newRow("unfinished") << "\\bTODO\\b|\\bFIXME\\b|\\bXXX\\b|#if 0" << "";
    QTest::newRow("catch-all") << "catch \\(\\.\\.\\.\\)" << "core/base/guard.h";
    QTest::newRow("foreign randomness") << "std::mt19937|std::normal_distribution|\\brand\\(\\)|torch::manual_seed" << "";
    QTest::newRow("thread subclass") << "public QThread\\b" << "";
    QTest::newRow("keywords") << "^\\s*(signals|public slots|private slots|slots):|\\bemit " << "";
    QTest::newRow("folder-relative include") << "#include \"(?!core/|ui/|app/|bench/|library_versions)[^\"]+\\.h\"" << "";
  }
  void habits() {
    QFETCH(QString, pattern);
    QFETCH(QString, allowed);
    const QRegularExpression search(pattern);
    QStringList problems;
    for (const QString& file : files_under({"core", "ui", "app", "bench"}, {"*.cpp", "*.h"})) {
      if (!allowed.isEmpty() && file == allowed)
        continue;
      int number = 0;
      for (const QString& line : lines_of(file)) {
        ++number;
        if (search.match(line).hasMatch())
          problems << QString("%1:%2: %3").arg(file).arg(number).arg(line.trimmed());
      }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join('\n')));
  }

  /// Every source is in a build list, and every room is described in its README.
  void every_file_is_built_and_every_room_described() {
    QStringList problems;
    for (const QString& file : files_under({"core", "ui", "app", "bench", "tests"}, {"*.cpp"})) {
      QString lists;
      for (QDir folder = QFileInfo(source_root + "/" + file).dir(); folder.path().size() >= source_root.size(); folder.cdUp())
        lists += lines_of(QDir(source_root).relativeFilePath(folder.filePath("CMakeLists.txt"))).join('\n');
      if (!QRegularExpression("(^|[\\s/])" + QRegularExpression::escape(QFileInfo(file).fileName())).match(lists).hasMatch())
        problems << file + " is in no CMakeLists.txt";
    }
    for (const QString& top : {QString("core"), QString("ui")}) {
      const QString readme = lines_of(top + "/README.md").join('\n');
      for (const QString& room : QDir(source_root + "/" + top).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (!readme.contains("`" + room + "`"))
          problems << top + "/README.md does not describe " + room;
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join('\n')));
  }

private:
  /// A function starts on an unindented line that ends with an opening brace and ends with an unindented closing one.
  static QStringList long_functions(const QString& file, const QStringList& lines) {
    static const QRegularExpression not_a_function("^(namespace|struct|class|enum|union|extern|constexpr|const|static const|template)\\b|=\\s*\\{$");
    QStringList problems;
    int start = -1;
    for (int i = 0; i < lines.size(); ++i) {
      const QString& line = lines.at(i);
      if (start < 0 && line.endsWith('{') && !line.startsWith(' ') && !line.startsWith('}') && !not_a_function.match(line).hasMatch())
        start = i;
      else if (start >= 0 && line.startsWith('}')) {
        if (i - start + 1 > 60)
          problems << QString("%1:%2: function of %3 lines (limit 60)").arg(file).arg(start + 1).arg(i - start + 1);
        start = -1;
      }
    }
    return problems;
  }
};

QTEST_APPLESS_MAIN(TestHouse)
#include "tst_house.moc"
