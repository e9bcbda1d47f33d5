#include "core/workflow/line_fit.h"

#include "core/decision/threshold_table.h"
#include "core/workflow/judged_rows.h"
#include "core/workflow/score_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace andon::workflow {
namespace {

nlohmann::json diagnostics_json(const ThresholdFit& fit) {
  nlohmann::json result(fit.diagnostics);
  result["needed_more"] = fit.needed_more;
  if (!fit.message.empty())
    result["message"] = fit.message;
  if (fit.interval)
    result["interval"] = {fit.interval->low, fit.interval->high};
  return result;
}

/// Completes the budget with what the items say: how many an hour brings, and what they are counted in.
Result<Budget> completed(const PromiseRequest& request, const std::vector<ScoreRow>& rows) {
  Budget budget = request.promise.budget;
  const std::optional<double> per_hour = items_per_hour(rows);
  if (!per_hour)
    budget.item = "images";
  if (request.items_per_hour_given)
    return budget;
  if (!per_hour)
    return fail(ErrorCode::invalid_argument,
                "these items have no duration, so a promise per " + budget.period +
                    " has no meaning without budget.items_per_hour; set it, or use --per item");
  budget.items_per_hour = *per_hour;
  return budget;
}

Result<FittedLine> answer(const ThresholdIn& in, const PromiseRequest& request,
                          const std::vector<ScoreRow>& rows, std::stop_token stop) {
  std::vector<double> normal;
  std::vector<ScoreRow> normal_rows;
  for (const ScoreRow& row : rows)
    if (row.label != 1) {
      normal.push_back(row.score);
      normal_rows.push_back(row);
    }
  ANDON_ASSIGN(const std::vector<std::string> groups,
               item_groups(normal_rows, request.promise.group_pattern));
  FittedLine result;
  if (request.budget_asked) {
    ANDON_ASSIGN(const Budget budget, completed(request, normal_rows));
    ANDON_ASSIGN(result.promise, make_promise(normal, budget, request.promise.logic, in.method,
                                              request.method, stop, groups));
    result.fit = result.promise->line;
    return result;
  }
  const Labelled items = labelled(rows);
  ThresholdInput input{.normal = normal,
                       .scores = items.scores,
                       .labels = items.labels,
                       .groups = groups,
                       .alpha = in.alpha,
                       .stop = stop};
  ANDON_ASSIGN(result.fit, ::andon::fit_threshold(in.method, input, request.method));
  return result;
}

/// Share of the scores below a line.
double share_below(const std::vector<double>& scores, double line) {
  const auto below = std::ranges::count_if(scores, [&](double score) { return score < line; });
  return static_cast<double>(below) / static_cast<double>(std::max<std::size_t>(1, scores.size()));
}

/// What was asked when a stored version was fitted.
Result<ThresholdIn> asked_for(const store::ThresholdVersion& version) {
  ThresholdIn in{.run = {}, .method = version.method};
  ANDON_ASSIGN(in.options, option_map_from_json(version.options_json));
  ANDON_ASSIGN(StoredPromise stored, stored_promise(version));
  if (stored.promise) {
    for (const auto& [key, value] : values_of(stored.promise->budget.describe()))
      in.options["budget." + key] = value;
    in.per = stored.promise->budget.period;
    return in;
  }
  const auto percentile = in.options.find("percentile");
  const double plain = percentile == in.options.end() ? 99.5 : std::get<double>(percentile->second);
  // A percentile states a rate that nobody asked for.
  if (version.alpha > 0 &&
      (version.method != "percentile" || std::abs(version.alpha - (1 - plain / 100)) > 1e-9))
    in.alpha = version.alpha;
  return in;
}

} // namespace

Result<FittedLine> fit_line(const ThresholdIn& in, const std::vector<ScoreRow>& rows, std::stop_token stop) {
  ANDON_ASSIGN(const PromiseRequest request, promise_request(in.options, in.alpha, in.per));
  ANDON_ASSIGN(FittedLine line, answer(in, request, rows, std::move(stop)));
  if (in.low && !(*in.low < line.fit.threshold) && !std::isnan(line.fit.threshold))
    return fail(ErrorCode::invalid_argument,
                "the lower line of the review band, " + to_text(OptionValue(*in.low)) +
                    ", is not below the threshold " + to_text(OptionValue(line.fit.threshold)));
  store::ThresholdVersion& version = line.version;
  version.method = in.method;
  version.options_json = to_json_text(in.options);
  version.threshold = line.fit.threshold;
  version.low = in.low;
  version.alpha = line.fit.alpha;
  version.supported = line.fit.supported;
  nlohmann::json diagnostics = diagnostics_json(line.fit);
  diagnostics["chosen_on"] = {{"data", in.data}, {"part", in.data.empty() ? "" : in.part}};
  if (!line.fit.group_lines.empty())
    diagnostics["groups_apart"] = nlohmann::json::parse(groups_json(line.fit, request.promise.group_pattern));
  if (line.fit.stream)
    diagnostics["stream"] = nlohmann::json::parse(stream_json(line.fit));
  version.diagnostics_json = with_promise(diagnostics.dump(), line.promise, request.promise.logic);
  version.author = in.author;
  version.reason = in.reason;
  return line;
}

Result<FittedLine> draw_again(const store::ThresholdVersion& before, const std::vector<ScoreRow>& rows,
                              std::stop_token stop) {
  ANDON_ASSIGN(const ThresholdIn in, asked_for(before));
  return fit_line(in, rows, std::move(stop));
}

Result<FittedLine> refit_line(const store::ThresholdVersion& before,
                              const std::vector<ScoreRow>& normal_before, const std::vector<ScoreRow>& normal,
                              std::stop_token stop) {
  ANDON_ASSIGN(ThresholdIn in, asked_for(before));
  const std::vector<double> old = raw_scores(normal_before);
  std::vector<double> now = raw_scores(normal);
  const auto known = threshold_methods().find(before.method);
  if (!known || (*known)->needs_labels || before.method == "manual") {
    ANDON_ASSIGN(const PromiseRequest request, promise_request(in.options, {}, ""));
    for (const auto& [key, value] : request.method)
      in.options.erase(key);
    in.method = "percentile";
    in.options["percentile"] = std::clamp(100 * share_below(old, before.threshold), 50.0, 99.99);
    in.alpha.reset();
  }
  ANDON_ASSIGN(FittedLine line, fit_line(in, normal, std::move(stop)));
  if (std::isnan(line.version.threshold)) // the promise cannot be given any more; the old line still decides
    line.version.threshold = before.threshold;
  if (before.low && !now.empty()) {
    std::ranges::sort(now);
    const double last = static_cast<double>(now.size() - 1);
    const double low = now[static_cast<std::size_t>(std::lround(share_below(old, *before.low) * last))];
    if (low < line.version.threshold)
      line.version.low = low;
  }
  return line;
}

} // namespace andon::workflow
