// Readers of PyTorch checkpoints, ZIP, pickles and TensorFlow Lite: what is read, and what is refused.
#include "core/base/checkpoint_file.h"
#include "core/base/pickle_values.h"
#include "core/base/stored_zip.h"
#include "core/base/tflite_file.h"
#include "tests/base/weight_file_fixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace andon;

namespace {

std::string data_file(const QString& name) {
  QFile file(QStringLiteral(ANDON_TEST_DATA "/base/data/") + name);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QString message_of(const auto& result) {
  return result ? QStringLiteral("(accepted)") : QString::fromStdString(result.error().message);
}

/// torch.save's archive around a pickle and one storage of four floats.
std::string archive(const std::string& pickle, std::size_t storage_bytes = 16) {
  return make_zip({{"a/data.pkl", pickle}, {"a/data/0", std::string(storage_bytes, '\0')}});
}

std::string text(const std::string& value) {
  return "X" + little(value.size(), 4) + value;
}

/// {"w": _rebuild_tensor_v2(storage, offset, size, stride, False, OrderedDict())}
std::string tensor_pickle(const std::string& offset, const std::string& size, const std::string& stride,
                          const std::string& elements = "K\x04") {
  return "\x80\x02}" + text("w") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") +
         "ctorch\nFloatStorage\n" + text("0") + text("cpu") + elements + "tQ" + offset + size + stride +
         "\x89"
         "ccollections\nOrderedDict\n)RtRs.";
}

std::string k(int value) {
  return std::string("K") + static_cast<char>(value);
}
std::string wide(std::uint64_t value) {
  return "\x8a\x08" + little(value, 8);
}

} // namespace

class TestWeightFiles : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void checkpoints_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"tiny.pth", "tiny_stream.pth", "tiny_training.pth", "tiny.safetensors"})
      QTest::newRow(name) << name;
  }

  /// Values of tests/golden/checkpoint_golden.py: every type, strided views, slices, parameters.
  void checkpoints() {
    QFETCH(QString, name);
    QFile file(QStringLiteral(ANDON_TEST_DATA "/golden/checkpoint_golden.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject tensors = QJsonDocument::fromJson(file.readAll()).object()["tensors"].toObject();
    const std::string bytes = data_file(name);
    QCOMPARE(is_checkpoint(bytes), name.endsWith(".pth"));
    const auto set =
        name.endsWith(".pth") ? parse_checkpoint(bytes, "tiny") : parse_safetensors(bytes, "tiny");
    QVERIFY2(set, qPrintable(message_of(set)));
    QCOMPARE(set->tensors.size(), static_cast<std::size_t>(tensors.size()));
    for (const QString& key : tensors.keys()) {
      const NamedTensor* tensor = set->find(key.toStdString());
      QVERIFY2(tensor, qPrintable(key));
      const QJsonObject expected = tensors[key].toObject();
      QCOMPARE(QString::fromStdString(std::string(to_string(tensor->type))), expected["type"].toString());
      QCOMPARE(tensor->shape.size(), static_cast<std::size_t>(expected["shape"].toArray().size()));
      for (std::size_t d = 0; d < tensor->shape.size(); ++d)
        QCOMPARE(tensor->shape[d], expected["shape"].toArray()[static_cast<int>(d)].toInteger());
      QCOMPARE(QByteArray::fromStdString(tensor->bytes).toHex(), expected["bytes"].toString().toLatin1());
    }
  }

  void pickles_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& pickle, const char* part) {
      QTest::newRow(name) << QByteArray::fromStdString(pickle) << part;
    };
    const std::string call = "(" + text("echo") + "tR.";
    row("os.system",
        "\x80\x02"
        "cos\nsystem\n" +
            call,
        "'os.system'");
    row("posix.system",
        "\x80\x02"
        "cposix\nsystem\n" +
            call,
        "'posix.system'");
    row("eval",
        "\x80\x02"
        "c__builtin__\neval\n" +
            call,
        "'__builtin__.eval'");
    row("stack global", "\x80\x04" + text("os") + text("system") + "\x93" + call, "'os.system'");
    row("subprocess",
        "\x80\x02"
        "csubprocess\nPopen\n" +
            call,
        "'subprocess.Popen'");
    row("torch.load",
        "\x80\x02"
        "ctorch\nload\n" +
            call,
        "'torch.load'");
    row("instance", "\x80\x02(ios\nsystem\n.", "opcode 0x69");
    row("new object", std::string("\x80\x02") + "ccollections\nOrderedDict\n)\x81.", "opcode 0x81");
    row("extension", "\x80\x02\x82\x01.", "opcode 0x82");
    row(
        "module",
        [] {
          const std::string file = data_file("tiny_module.pth");
          const auto zip = parse_stored_zip(file, "m");
          for (const auto& [name, data] : zip.value())
            if (name.ends_with("data.pkl"))
              return std::string(data);
          return std::string();
        }(),
        "'torch.nn.modules.linear.Linear'");
    row("arguments",
        "\x80\x02"
        "ccollections\nOrderedDict\n(]tR.",
        "OrderedDict is built from arguments");
    row("call of data", "\x80\x02" + text("x") + ")R.", "something other than a name is called");
    row("empty", "", "protocol");
    row("old protocol", "\x80\x01}.", "protocol");
    row("no stop", "\x80\x02}", "cut off");
    row("underflow", std::string("\x80\x02") + "\x86.", "a value is missing");
    row("memo", "\x80\x02h\x05.", "referred to before");
    row("left over", "\x80\x02}}.", "left over");
    row("long text", "\x80\x02X\xff\xff\xff\xff.", "cut off");
    row("number", "\x80\x02K\x05.", "no state dict");
    row("nothing", "\x80\x02}.", "no tensors");
    row("knot",
        "\x80\x02]q\x01h\x01"
        "a.",
        "no state dict");
    row("odd", "\x80\x02}(" + text("a") + "u.", "a key has no value");
    const std::string four = k(4) + "\x85", one = k(1) + "\x85";
    row("good", tensor_pickle(k(0), four, one), "(accepted)");
    row("reaches out", tensor_pickle(k(1), four, one), "outside its storage");
    row("stride", tensor_pickle(k(0), k(2) + "\x85", k(4) + "\x85"), "outside its storage");
    row("grows", tensor_pickle(k(0), k(200) + "\x85", k(0) + "\x85"), "outside its storage");
    row("huge", tensor_pickle(k(0), wide(1ULL << 40) + wide(1ULL << 40) + "\x86", k(0) + k(0) + "\x86"),
        "out of range");
    row("negative", tensor_pickle(k(0), wide(~0ULL) + "\x85", one), "out of range");
    row("offset", tensor_pickle(wide(1ULL << 63), four, one), "unusable offset");
    row("ranks", tensor_pickle(k(0), four, ")"), "unusable offset or stride");
    row("elements", tensor_pickle(k(0), four, one, k(5)), "another size");
    row("many elements", tensor_pickle(k(0), four, one, wide(1ULL << 62)), "another size");
    row("not a tensor", "\x80\x02}" + text("a") + k(1) + "s" + tensor_pickle(k(0), four, one).substr(3),
        "'a' is not a tensor");
  }

  void pickles() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, part);
    const auto result = parse_checkpoint(archive(pickle.toStdString()), "hostile.pth");
    if (part == "(accepted)")
      QVERIFY2(result, qPrintable(message_of(result)));
    else
      QVERIFY2(!result && message_of(result).contains(part), qPrintable(message_of(result)));
  }

  /// Deep nesting costs no stack.
  void deep_pickle() {
    std::string pickle = "\x80\x02)";
    pickle.append(1'000'000, '\x85');
    const auto result = parse_checkpoint(archive(pickle + "."), "deep");
    QVERIFY(!result);
    pickle.append(2'000'000, '\x85');
    QCOMPARE(parse_checkpoint(archive(pickle + "."), "deep").error().code, ErrorCode::limit_exceeded);
  }

  void archives_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    const std::string good = make_zip({{"a/data.pkl", "xyz"}});
    row("good", good, "(accepted)");
    row("comment", good.substr(0, good.size() - 2) + std::string("\x03\x00hey", 5), "(accepted)");
    for (const char* name : {"/etc/passwd", "../x", "a/../../x", "a\\b", "c:/x", "a/./b"})
      row(name, make_zip({{name, "x"}}), "absolute, climbs");
    row("twice", make_zip({{"a", "x"}, {"a", "y"}}), "twice");
    row("compressed", make_zip({{"a", "x"}}, {.method = 8}), "compressed");
    row("bomb", make_zip({{"a", "x"}}, {.claimed_size = 0xfffffff0}), "compressed");
    row("beyond", make_zip({{"a", "x"}}, {.claimed_size = 0xfffffff0, .claimed_packed = 0xfffffff0}),
        "outside");
    row("encrypted", make_zip({{"a", "x"}}, {.flags = 1}), "encrypted");
    row("checksum", make_zip({{"a", "x"}}, {.wrong_checksum = true}), "checksum");
    row("overlap", make_zip({{"a", "x"}, {"a", "y"}}, {.all_at_first = true, .second_name = "a"}), "");
    row("other name", make_zip({{"a", "x"}, {"b", "y"}}, {.all_at_first = true}), "disagrees");
    row("entries", make_zip({{"a", "x"}}, {.claimed_entries = 30000}), "at most 20000");
    row("more entries", make_zip({{"a", "x"}}, {.claimed_entries = 2}), "cut off");
    row("zip64", make_zip({{"a", "x"}}, {.claimed_entries = 0xffff}), "ZIP64 locator");
    row("empty", "", "shorter");
    row("no end", std::string(100, 'x'), "no end record");
  }

  void archives() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const std::string owned = bytes.toStdString();
    const auto result = parse_stored_zip(owned, "hostile.zip");
    if (part == "(accepted)")
      QVERIFY2(result && result->size() == 1 && result->begin()->second == "xyz",
               qPrintable(message_of(result)));
    else
      QVERIFY2(!result && message_of(result).contains(part), qPrintable(message_of(result)));
  }

  void old_formats() {
    const auto result = parse_checkpoint("\x80\x02}q\x01.", "old.pth");
    QCOMPARE(result.error().code, ErrorCode::unsupported);
    QVERIFY(message_of(result).contains("torch.save(torch.load("));
  }

  void tflite() {
    const std::string bytes = make_tflite();
    const auto model = parse_tflite(bytes, "tiny.tflite");
    QVERIFY2(model, qPrintable(message_of(model)));
    QCOMPARE(model->tensors.size(), std::size_t{4});
    QCOMPARE(model->operators.size(), std::size_t{1});
    const TfliteOperator& op = model->operators[0];
    QVERIFY(op.kind == TfliteOperatorKind::convolution);
    QCOMPARE(op.stride_x, 2);
    QCOMPARE(op.stride_y, 3);
    QCOMPARE(op.activation, 3);
    QVERIFY(op.same_padding);
    QCOMPARE(op.inputs, (std::vector<std::int32_t>{0, 1, 2}));
    const auto weights = tflite_values(model->tensors[1]);
    QCOMPARE(weights.value(), (std::vector<float>{-1.0F, 0.0F, 0.5F, 62.5F}));
    QCOMPARE(tflite_values(model->tensors[2]).value(), (std::vector<float>{1.5F}));
    QVERIFY(!tflite_values(model->tensors[0]));
  }

  void halves() {
    QCOMPARE(half_to_float(0x3c00), 1.0F);
    QCOMPARE(half_to_float(0xc000), -2.0F);
    QCOMPARE(half_to_float(0x7bff), 65504.0F);
    QCOMPARE(half_to_float(0x0001), 0x1p-24F);
    QCOMPARE(half_to_float(0x03ff), 1023 * 0x1p-24F);
    QVERIFY(std::isinf(half_to_float(0x7c00)) && std::isnan(half_to_float(0x7e00)));
    QVERIFY(half_to_float(0x8000) == 0 && std::signbit(half_to_float(0x8000)));
  }

  void damage_data() {
    QTest::addColumn<QByteArray>("bytes");
    for (const char* name : {"tiny.pth", "tiny_stream.pth", "tiny_training.pth", "tiny.safetensors"})
      QTest::newRow(name) << QByteArray::fromStdString(data_file(name));
    QTest::newRow("tflite") << QByteArray::fromStdString(make_tflite());
  }

  /// Truncated at every length and with every byte changed in turn: an answer, never a crash.
  void damage() {
    QFETCH(QByteArray, bytes);
    const std::string good = bytes.toStdString();
    QVERIFY(good.size() > 100);
    std::size_t refused = 0;
    const auto feed = [&](const std::string& damaged) {
      refused += !parse_checkpoint(damaged, "damaged");
      refused += !parse_safetensors(damaged, "damaged");
      refused += !parse_tflite(damaged, "damaged");
    };
    for (std::size_t length = 0; length < good.size(); ++length) {
      feed(good.substr(0, length));
      QCOMPARE(refused, 3 * (length + 1));
    }
    for (std::size_t at = 0; at < good.size(); ++at)
      for (const int change : {0x01, 0x80, 0xff}) {
        std::string damaged = good;
        damaged[at] = static_cast<char>(damaged[at] ^ change);
        feed(damaged);
      }
    QVERIFY(refused > 3 * good.size());
  }
};

QTEST_GUILESS_MAIN(TestWeightFiles)
#include "tst_weight_files.moc"
