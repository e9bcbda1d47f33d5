#include "core/base/atomic_file.h"
#include "core/base/random.h"
#include "core/base/safetensors.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace andon;

namespace {

TensorSet sample() {
  TensorSet set;
  set.tensors.push_back({"weight", TensorType::f32, {2, 3}, std::string(24, 'w')});
  set.tensors.push_back({"steps", TensorType::i64, {}, std::string(8, 's')});
  set.tensors.push_back({"half", TensorType::bf16, {5}, std::string(10, 'h')});
  set.tensors.push_back({"empty", TensorType::u8, {0, 7}, {}});
  set.metadata = {{"format", "1"}, {"이름", "값"}};
  return set;
}

std::string file(const std::string& header, std::size_t data, std::uint64_t length) {
  std::string bytes;
  for (int i = 0; i < 8; ++i)
    bytes.push_back(static_cast<char>(length >> (8 * i) & 0xff));
  return bytes + header + std::string(data, 'x');
}
/// JSON with ' for ", which moc's reader of raw strings does not survive.
std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}
std::string file(const std::string& header, std::size_t data) {
  return file(header, data, header.size());
}

} // namespace

class TestSafetensors : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void round_trip_keeps_every_byte() {
    const TensorSet set = sample();
    const std::string bytes = *safetensors_bytes(set);
    QCOMPARE(bytes, *safetensors_bytes(set));
    QCOMPARE(bytes.size() % 2, std::size_t(0));
    const TensorSet back = *parse_safetensors(bytes, "memory");
    QCOMPARE(back.tensors.size(), set.tensors.size());
    QVERIFY(back.metadata == set.metadata);
    for (const NamedTensor& tensor : set.tensors) {
      const NamedTensor* found = back.find(tensor.name);
      QVERIFY(found);
      QVERIFY(found->type == tensor.type && found->shape == tensor.shape && found->bytes == tensor.bytes);
    }
    QVERIFY(!back.find("other"));
  }

  void order_of_insertion_does_not_change_the_bytes() {
    TensorSet set = sample();
    const std::string bytes = *safetensors_bytes(set);
    std::reverse(set.tensors.begin(), set.tensors.end());
    QCOMPARE(*safetensors_bytes(set), bytes);
  }

  void layout_is_the_published_format() {
    TensorSet set;
    set.tensors.push_back({"a", TensorType::u8, {2}, "xy"});
    const std::string header = quoted("{'a':{'data_offsets':[0,2],'dtype':'U8','shape':[2]}}");
    QCOMPARE(*safetensors_bytes(set), file(header + std::string((8 - header.size() % 8) % 8, ' '), 0) + "xy");
  }

  void writer_refuses_nonsense() {
    TensorSet set = sample();
    set.tensors.push_back(set.tensors.front());
    QVERIFY(safetensors_bytes(set).error().code == ErrorCode::invalid_argument);
    set = sample();
    set.tensors.front().bytes.pop_back();
    QVERIFY(safetensors_bytes(set).error().message.find("weight") != std::string::npos);
    set = sample();
    set.tensors.front().name = "\xff\xfe";
    QVERIFY(safetensors_bytes(set).error().message.find("UTF-8") != std::string::npos);
  }

  void truncation_is_refused_at_every_length() {
    const std::string bytes = *safetensors_bytes(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size)
      QVERIFY2(!parse_safetensors(bytes.substr(0, size), "cut"), qPrintable(QString::number(size)));
    QVERIFY(!parse_safetensors(bytes + "x", "longer"));
  }

  void flipped_header_bits_never_crash_or_read_outside() {
    const std::string bytes = *safetensors_bytes(sample());
    const std::size_t header_end = bytes.size() - 42;
    for (std::size_t bit = 0; bit < 8 * header_end; ++bit) {
      std::string damaged = bytes;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      if (const auto set = parse_safetensors(damaged, "flipped"))
        for (const NamedTensor& tensor : set->tensors)
          QVERIFY(tensor.bytes.size() <= bytes.size());
    }
  }

  void random_bytes_never_crash() {
    Random random{Seed(7)};
    for (int i = 0; i < 2000; ++i) {
      std::string bytes(8 + random.below(200), ' ');
      for (char& byte : bytes)
        byte = static_cast<char>(random.below(256));
      bytes[0] = static_cast<char>(random.below(bytes.size()));
      std::fill(bytes.begin() + 1, bytes.begin() + 8, '\0');
      if (bytes.size() > 8)
        bytes[8] = '{';
      QVERIFY(!parse_safetensors(bytes, "noise") || bytes.size() > 8);
    }
  }

  void hostile_headers_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(part);
    };
    const auto one = [](const std::string& body) { return quoted("{'a':{") + body + "}}"; };
    row("huge header", file("{}", 0, ~0ULL), "16 MB");
    row("header beyond file", file("{}", 0, 100), "cut off");
    row("not an object", file("[]", 0), "begin with");
    row("no json", file("{\"a\"", 0), "JSON");
    row("deep", file("{" + std::string(100000, '['), 0), "nested");
    row("twice",
        file(quoted("{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'a':{'dtype':'U8','shape':[1],'"
                    "data_offsets':[0,1]}}"),
             1),
        "twice");
    row("key twice inside",
        file(one(quoted("'dtype':'U8','dtype':'I8','shape':[1],'data_offsets':[0,1]")), 1), "twice");
    row("unknown dtype", file(one(quoted("'dtype':'U7','shape':[1],'data_offsets':[0,1]")), 1), "dtype");
    row("missing shape", file(one(quoted("'dtype':'U8','data_offsets':[0,1]")), 1), "exactly");
    row("unknown field", file(one(quoted("'dtype':'U8','shape':[1],'data_offsets':[0,1],'b':1")), 1),
        "exactly");
    row("negative size", file(one(quoted("'dtype':'U8','shape':[-1],'data_offsets':[0,1]")), 1),
        "whole number");
    row("fraction", file(one(quoted("'dtype':'U8','shape':[1.5],'data_offsets':[0,1]")), 1), "whole number");
    row("overflow",
        file(one(quoted("'dtype':'F64','shape':[281474976710656,281474976710656],'data_offsets':[0,1]")), 1),
        "match");
    row("size above range",
        file(one(quoted("'dtype':'U8','shape':[18446744073709551615],'data_offsets':[0,1]")), 1),
        "whole number");
    row("offsets reversed", file(one(quoted("'dtype':'U8','shape':[1],'data_offsets':[1,0]")), 1), "match");
    row("offset beyond data", file(one(quoted("'dtype':'U8','shape':[9],'data_offsets':[0,9]")), 1),
        "bytes of data");
    row("gap",
        file(quoted("{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'b':{'dtype':'U8','shape':[1],'"
                    "data_offsets':[2,3]}}"),
             3),
        "expected");
    row("overlap",
        file(quoted("{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'"
                    "data_offsets':[1,3]}}"),
             3),
        "expected");
    row("trailing data", file(one(quoted("'dtype':'U8','shape':[1],'data_offsets':[0,1]")), 2),
        "bytes of data");
    row("metadata not text", file(quoted("{'__metadata__':{'a':1}}"), 0), "not text");
    std::string many = "{";
    for (int i = 0; i <= 10001; ++i) {
      many += i > 0 ? ",'" : "'";
      many += std::to_string(i);
      many += "':{'dtype':'U8','shape':[0],'data_offsets':[0,0]}";
    }
    many = quoted(many);
    row("too many tensors", file(many + "}", 0), "10,000");
  }

  void hostile_headers() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const auto set = parse_safetensors(bytes.toStdString(), "hostile");
    QVERIFY(!set);
    QVERIFY2(QString::fromStdString(set.error().message).contains(part), set.error().message.c_str());
    QVERIFY(set.error().message.starts_with("hostile"));
  }

  void files_are_limited_and_whole() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.safetensors").toStdString();
    QVERIFY(write_safetensors(path, sample()));
    QCOMPARE(read_safetensors(path)->tensors.size(), std::size_t(4));
    QVERIFY(read_safetensors(path, 10).error().code == ErrorCode::limit_exceeded);
    QVERIFY(read_safetensors(path.string() + "x").error().code == ErrorCode::not_found);
  }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
