#include "core/signal/split.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace andon {
namespace {

constexpr std::size_t windows_to_divide = 8;

using Groups = std::map<std::size_t, std::vector<std::size_t>>; // item -> its windows in time order

Split by_scene(const Groups& groups, std::size_t total, double share, Random& random) {
  Split split;
  std::vector<std::size_t> items;
  for (const auto& [item, windows] : groups)
    items.push_back(item);
  shuffle(items, random);
  const double wanted = share * static_cast<double>(total);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::vector<std::size_t>& windows = groups.at(items[i]);
    const bool last = i + 1 == items.size();
    const bool validates =
        static_cast<double>(split.validation.size()) < wanted && !(last && split.train.empty());
    std::vector<std::size_t>& side = validates ? split.validation : split.train;
    side.insert(side.end(), windows.begin(), windows.end());
  }
  return split;
}

Split by_time(std::span<const WindowRef> windows, const Groups& groups, double share, Random& random) {
  Split split;
  split.by_scene = false;
  for (const auto& [item, members] : groups) {
    const std::size_t count = std::clamp<std::size_t>(
        static_cast<std::size_t>(std::lround(share * static_cast<double>(members.size()))), 1,
        members.size() - 1);
    const std::size_t first = random.below(members.size() - count + 1);
    const double start = windows[members[first]].start, end = windows[members[first + count - 1]].end;
    const double gap = windows[members[first]].end - start;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const WindowRef& window = windows[members[i]];
      if (i >= first && i < first + count)
        split.validation.push_back(members[i]);
      else if (window.end <= start - gap * (1 - 1e-9) || window.start >= end + gap * (1 - 1e-9))
        split.train.push_back(members[i]);
    }
  }
  return split;
}

} // namespace

std::vector<Option> SplitOptions::describe() {
  return {option("validation", validation, "Share of the windows kept for validation", "", 0.01, 0.9),
          option("min_scenes", min_scenes,
                 "With fewer scenes than this, each scene is divided in time instead", "scenes", 2,
                 1'000'000)};
}

Result<Split> split_windows(std::span<const WindowRef> windows, const SplitOptions& options,
                            std::uint64_t seed) {
  Groups groups;
  for (std::size_t i = 0; i < windows.size(); ++i)
    groups[windows[i].item].push_back(i);
  bool divisible = !groups.empty();
  for (auto& [item, members] : groups) {
    std::stable_sort(members.begin(), members.end(),
                     [&](std::size_t a, std::size_t b) { return windows[a].start < windows[b].start; });
    divisible = divisible && members.size() >= windows_to_divide;
  }
  Random random(Seed(seed).stream("split"));
  const bool few = groups.size() < static_cast<std::size_t>(options.min_scenes);
  Split split = few && divisible ? by_time(windows, groups, options.validation, random)
                                 : by_scene(groups, windows.size(), options.validation, random);
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.validation.begin(), split.validation.end());
  if (split.train.empty() || split.validation.empty())
    return fail(ErrorCode::insufficient_data,
                std::to_string(windows.size()) + " windows of " + std::to_string(groups.size()) +
                    " scenes cannot be divided into training and validation; at least two scenes or " +
                    std::to_string(windows_to_divide) + " windows of one are needed");
  return split;
}

} // namespace andon
