#include "core/workflow/views.h"

#include "core/metrics/projection.h"
#include "core/metrics/retrieval.h"
#include "core/training/device.h"
#include "core/workflow/run_session.h"

#include <algorithm>

namespace andon::workflow {
namespace {

/// Keeps about `limit` of the rows, evenly spaced.
void thin(EmbeddingSet& set, std::int64_t limit) {
  const auto n = static_cast<std::int64_t>(set.windows.size());
  if (limit <= 0 || n <= limit)
    return;
  const auto width = static_cast<std::ptrdiff_t>(set.dimension);
  EmbeddingSet kept;
  for (std::int64_t i = 0; i < limit; ++i) {
    const std::int64_t from = i * n / limit;
    kept.windows.push_back(set.windows[static_cast<std::size_t>(from)]);
    for (auto [to, source] : {std::pair(&kept.command, &set.command), std::pair(&kept.current, &set.current)})
      to->insert(to->end(), source->begin() + from * width, source->begin() + (from + 1) * width);
  }
  set.windows = std::move(kept.windows);
  set.command = std::move(kept.command);
  set.current = std::move(kept.current);
}

Result<EmbeddingSet> embed_all(Workspace& workspace, const EmbeddingIn& in, Progress& progress,
                               std::stop_token stop) {
  ANDON_ASSIGN(const OpenedRun opened, open_run(workspace, in.run, in.data, in.part));
  if (!opened.model->embed)
    return fail(ErrorCode::unsupported,
                "model '" + opened.model->id + "' has no embeddings of command and current");
  set_threads(resolved_threads(workspace.session().threads));
  return opened.model->embed(opened.job, progress, stop);
}

} // namespace

Result<EmbeddingSet> embeddings(Workspace& workspace, const EmbeddingIn& in, Progress& progress,
                                std::stop_token stop) {
  ANDON_ASSIGN(EmbeddingSet set, embed_all(workspace, in, progress, stop));
  thin(set, in.limit);
  return set;
}

Result<Projection> project(const EmbeddingSet& set, const std::string& method, std::uint64_t seed,
                           Progress& progress, std::stop_token stop) {
  std::vector<float> points = set.command;
  points.insert(points.end(), set.current.begin(), set.current.end());
  if (method == "pca") {
    ANDON_ASSIGN(PcaProjection pca, pca_projection(points, set.dimension, 2, progress, stop));
    return Projection{std::move(pca.coordinates), std::move(pca.explained)};
  }
  if (method == "tsne") {
    ANDON_ASSIGN(TsneProjection tsne, tsne_projection(points, set.dimension, {}, seed, progress, stop));
    return Projection{std::move(tsne.xy), {}};
  }
  return fail(ErrorCode::invalid_argument, "unknown projection '" + method + "'; expected pca or tsne");
}

Result<SimilarityMatrix> similarity(Workspace& workspace, const EmbeddingIn& in, std::int64_t first,
                                    std::int64_t batch, Progress& progress, std::stop_token stop) {
  ANDON_ASSIGN(const EmbeddingSet set, embed_all(workspace, in, progress, stop));
  const auto total = static_cast<std::int64_t>(set.windows.size());
  if (first < 0 || first >= total || batch < 1)
    return fail(ErrorCode::invalid_argument,
                "there are " + std::to_string(total) + " windows; a batch cannot begin at " +
                    std::to_string(first) + " with " + std::to_string(batch) + " windows");
  SimilarityMatrix result;
  result.n = std::min(batch, total - first);
  result.chance = 1.0 / static_cast<double>(result.n);
  const std::int64_t d = set.dimension;
  for (std::int64_t i = first; i < first + result.n; ++i) {
    if (stop.stop_requested())
      return fail(ErrorCode::cancelled, "cancelled");
    for (std::int64_t j = first; j < first + result.n; ++j) {
      double cosine = 0;
      for (std::int64_t k = 0; k < d; ++k)
        cosine += static_cast<double>(set.command[static_cast<std::size_t>(i * d + k)]) *
                  set.current[static_cast<std::size_t>(j * d + k)];
      result.similarity.push_back(static_cast<float>(cosine));
    }
    const auto row = result.similarity.end() - result.n;
    result.best.push_back(std::max_element(row, result.similarity.end()) - row);
    result.windows.push_back(set.windows[static_cast<std::size_t>(i)]);
  }
  ANDON_ASSIGN(const double hits, retrieval_hits(result.similarity, result.n));
  result.retrieval_at_1 = hits / static_cast<double>(result.n);
  return result;
}

} // namespace andon::workflow
