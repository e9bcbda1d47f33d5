#pragma once
#include "core/inspection/image.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <string>

namespace andon::test {

/// A temporary folder with files made of text.
class ImageFolder {
public:
  std::filesystem::path root() const { return folder_.path().toStdString(); }
  std::filesystem::path path(const std::string& name) const { return root() / name; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(path(name).parent_path());
    QFile file(QString::fromStdString(path(name).string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), static_cast<qint64>(bytes.size())) < 0)
      qFatal("cannot write %s", name.c_str());
    return path(name);
  }
  /// A grey PNG whose pixels all have `value`.
  std::filesystem::path png(const std::string& name, int value = 100, int width = 6, int height = 4) const {
    std::filesystem::create_directories(path(name).parent_path());
    const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    const Image image{width, height, 1, 8, std::vector<std::uint8_t>(size, static_cast<std::uint8_t>(value))};
    if (const auto written = write_png(path(name), image); !written)
      qFatal("%s", written.error().message.c_str());
    return path(name);
  }
  /// A mask drawn as text, '#' inside.
  std::filesystem::path mask(const std::string& name, const std::vector<std::string>& rows) const;

private:
  QTemporaryDir folder_;
};

/// '#' = inside.
inline Mask drawn_mask(const std::vector<std::string>& rows) {
  Mask mask{static_cast<int>(rows.front().size()), static_cast<int>(rows.size()), {}};
  for (const std::string& row : rows)
    for (const char pixel : row)
      mask.inside.push_back(pixel == '#' ? 255 : 0);
  return mask;
}

inline std::string text_of(const Mask& mask) {
  std::string text;
  for (std::size_t i = 0; i < mask.inside.size(); ++i) {
    text += mask.inside[i] != 0 ? '#' : '.';
    if ((i + 1) % static_cast<std::size_t>(mask.width) == 0)
      text += '\n';
  }
  return text;
}

inline std::filesystem::path ImageFolder::mask(const std::string& name,
                                               const std::vector<std::string>& rows) const {
  std::filesystem::create_directories(path(name).parent_path());
  if (const auto written = write_png(path(name), drawn_mask(rows)); !written)
    qFatal("%s", written.error().message.c_str());
  return path(name);
}

} // namespace andon::test
