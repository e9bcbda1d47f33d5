#include "ui/pages/embeddings_look.h"

#include "core/workflow/item_id.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace andon::ui {
namespace {

constexpr std::size_t most_recordings = 7;

QString text(const char* source) {
  return QCoreApplication::translate("EmbeddingsPage", source);
}

void group_by_label(const workflow::EmbeddingSet& set, ScatterLook& look) {
  look.groups = {{text(QT_TRANSLATE_NOOP("EmbeddingsPage", "normal")), GroupColor::normal},
                 {text(QT_TRANSLATE_NOOP("EmbeddingsPage", "abnormal")), GroupColor::alarm},
                 {text(QT_TRANSLATE_NOOP("EmbeddingsPage", "no label")), GroupColor::unknown}};
  for (const workflow::ScoreRow& row : set.windows)
    look.group.push_back(row.label == 0 ? 0 : row.label == 1 ? 1 : 2);
}

/// The largest recordings have a colour of their own, the rest share the last group.
void group_by_recording(const workflow::EmbeddingSet& set, ScatterLook& look) {
  std::map<std::string, int> sizes;
  for (const workflow::ScoreRow& row : set.windows)
    ++sizes[workflow::scene_of(row.item)];
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [scene, size] : sizes)
    order.emplace_back(-size, scene);
  std::sort(order.begin(), order.end());
  std::map<std::string, int> group;
  for (std::size_t i = 0; i < std::min(order.size(), most_recordings); ++i) {
    group[order[i].second] = static_cast<int>(i);
    look.groups.push_back({QString::fromStdString(order[i].second)});
  }
  if (order.size() > most_recordings)
    look.groups.push_back(
        {text(QT_TRANSLATE_NOOP("EmbeddingsPage", "other recordings")), GroupColor::unknown});
  for (const workflow::ScoreRow& row : set.windows) {
    const auto found = group.find(workflow::scene_of(row.item));
    look.group.push_back(found == group.end() ? static_cast<int>(most_recordings) : found->second);
  }
}

} // namespace

EmbeddingLook look_of(const workflow::EmbeddingSet& set, EmbeddingColor color) {
  const std::size_t n = set.windows.size();
  EmbeddingLook out;
  ScatterLook& look = out.look;
  look.shape.assign(n, 0);
  look.shape.resize(2 * n, 1);
  if (color == EmbeddingColor::label)
    group_by_label(set, look);
  else if (color == EmbeddingColor::recording)
    group_by_recording(set, look);
  if (color == EmbeddingColor::kind || color == EmbeddingColor::score) {
    look.groups = {{text(QT_TRANSLATE_NOOP("EmbeddingsPage", "● command"))},
                   {text(QT_TRANSLATE_NOOP("EmbeddingsPage", "▲ current"))}};
    look.group = look.shape;
  } else {
    const std::vector<int> once = look.group;
    look.group.insert(look.group.end(), once.begin(), once.end());
  }
  if (color == EmbeddingColor::score) {
    for (int copy = 0; copy < 2; ++copy)
      for (const workflow::ScoreRow& row : set.windows)
        look.value.push_back(row.score);
    look.value_title = text(QT_TRANSLATE_NOOP("EmbeddingsPage", "Anomaly score"));
  }
  out.counts.assign(look.groups.size(), 0);
  for (const int group : look.group)
    ++out.counts[static_cast<std::size_t>(group)];
  while (!out.counts.empty() && out.counts.back() == 0) {
    out.counts.pop_back();
    look.groups.pop_back();
  }
  return out;
}

} // namespace andon::ui
