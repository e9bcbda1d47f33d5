#include "core/workflow/anomaly_view.h"

#include <algorithm>
#include <map>

namespace andon::workflow {
namespace {

constexpr double dead_share = 0.02;

Result<AnomalyScene> scene_from(std::span<const ScoreRow> rows, const RunScores& scores) {
  AnomalyScene scene;
  scene.item = rows.front().item;
  std::map<double, double> bins;
  for (const ScoreRow& row : rows) {
    bins[row.start] = row.end;
    if (scene.sensors.empty() || scene.sensors.back() != row.sensor)
      scene.sensors.push_back(row.sensor);
  }
  for (const auto& [start, end] : bins) {
    scene.starts.push_back(start);
    scene.ends.push_back(end);
  }
  if (rows.size() != scene.sensors.size() * scene.bins() || scene.sensors.front().empty() || scene.bins() < 2)
    return fail(ErrorCode::unsupported, "run '" + scores.run +
                                            "' does not score sensors in time; choose a run of the model "
                                            "'scenes'");
  for (const ScoreRow& row : rows) {
    scene.scores.push_back(static_cast<float>(row.score));
    scene.labels.push_back(static_cast<std::int8_t>(row.label));
    scene.flagged = scene.flagged || scores.flagged(row);
  }
  const auto highest =
      static_cast<std::size_t>(std::ranges::max_element(scene.scores) - scene.scores.begin());
  scene.sensor = highest / scene.bins();
  scene.bin = highest % scene.bins();
  return scene;
}

std::vector<ExpertLoad> experts_of(const std::vector<store::MetricPoint>& history) {
  std::map<std::string, std::map<std::int64_t, double>> courses;
  for (const store::MetricPoint& point : history)
    if (point.name.starts_with("expert/"))
      courses[point.name.substr(7)][point.step] = point.value;
  std::vector<ExpertLoad> experts;
  for (const auto& [name, course] : courses) {
    ExpertLoad expert;
    expert.name = name;
    for (const auto& [step, value] : course)
      expert.course.push_back(value);
    expert.share = expert.course.back();
    expert.dead = expert.share < dead_share;
    experts.push_back(std::move(expert));
  }
  return experts;
}

} // namespace

std::vector<Contribution> contributions(const AnomalyScene& scene, std::size_t bin) {
  std::vector<Contribution> all;
  double sum = 0;
  for (std::size_t s = 0; s < scene.sensors.size(); ++s) {
    Contribution each;
    each.sensor = s;
    each.score = scene.score(s, bin);
    sum += std::max(0.0, each.score);
    std::size_t best = 0;
    for (std::size_t b = 1; b < scene.bins(); ++b)
      if (scene.score(s, b) > scene.score(s, best))
        best = b;
    each.highest = scene.score(s, best);
    each.when = scene.starts[best];
    all.push_back(each);
  }
  for (Contribution& each : all)
    each.share = sum > 0 ? std::max(0.0, each.score) / sum : 0;
  std::ranges::stable_sort(all, std::greater(), &Contribution::score);
  return all;
}

Result<AnomalyView> anomaly_view(Workspace& workspace, const std::string& run) {
  ANDON_ASSIGN(const RunScores scores, run_scores(workspace, run));
  ANDON_ASSIGN(const RunDetail detail, run_detail(workspace, run));
  AnomalyView view;
  view.run = scores.run;
  view.data = scores.data;
  if (scores.threshold)
    view.threshold = scores.threshold->threshold;
  const std::vector<ScoreRow>& rows = scores.rows;
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from;
    while (to < rows.size() && rows[to].item == rows[from].item)
      ++to;
    ANDON_ASSIGN(AnomalyScene scene, scene_from(std::span(rows).subspan(from, to - from), scores));
    view.scenes.push_back(std::move(scene));
    from = to;
  }
  if (view.scenes.empty())
    return fail(ErrorCode::not_found, "run '" + scores.run + "' has no scores yet; evaluate it first");
  const auto [low, high] = std::ranges::minmax_element(rows, {}, &ScoreRow::score);
  view.low = low->score;
  view.high = std::max(high->score, low->score + 1e-9);
  std::ranges::stable_sort(view.scenes, std::greater(),
                           [](const AnomalyScene& scene) { return scene.score(scene.sensor, scene.bin); });
  view.experts = experts_of(detail.history);
  return view;
}

} // namespace andon::workflow
