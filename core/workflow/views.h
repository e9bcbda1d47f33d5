#pragma once
#include "core/signal/series.h"
#include "core/workflow/runs.h"

namespace andon::workflow {

/// Embeddings of windows, for the Embeddings and Similarity pages.
struct EmbeddingIn {
  std::string run, data;
  std::string part = "all";
  std::int64_t limit = 5000; ///< evenly thinned above it; `total` tells
};
struct EmbeddingSet {
  std::int64_t dimension = 0;
  std::vector<float> command;    ///< [n, dimension], unit length
  std::vector<float> current;    ///< [n, dimension], unit length
  std::vector<ScoreRow> windows; ///< n rows: id, start, end, score, label
  std::int64_t total = 0;
};
Result<EmbeddingSet> embeddings(Workspace& workspace, const EmbeddingIn& in, Progress& progress,
                                std::stop_token stop);

/// Two coordinates a point. Commands first, then currents: [2n, 2] when both are projected together.
struct Projection {
  std::vector<float> xy;
  std::vector<double> explained; ///< PCA: share of variance of each axis; empty for t-SNE
};
Result<Projection> project(const EmbeddingSet& set, const std::string& method /* pca | tsne */,
                           std::uint64_t seed, Progress& progress, std::stop_token stop);

/// Cosine of every command with every current of a batch: similarity[i·n + j].
struct SimilarityMatrix {
  std::int64_t n = 0;
  std::vector<float> similarity;
  std::vector<std::int64_t> best; ///< most similar current of each command; a mismatch where best[i] != i
  std::vector<ScoreRow> windows;
  double retrieval_at_1 = 0, chance = 0;
};
Result<SimilarityMatrix> similarity(Workspace& workspace, const EmbeddingIn& in, std::int64_t first,
                                    std::int64_t batch, Progress& progress, std::stop_token stop);

/// The run and the data set that a page means: run "" = the newest finished one, data "" = what the run was
/// trained on. Errors: not_found.
Result<EmbeddingIn> resolve_view(Workspace& workspace, const EmbeddingIn& in);

/// The samples of a window's command and current sensors, in the order of the data set. `data` names it or is
/// a path. Errors: not_found (data set, scene), insufficient_data (no command or current sensor in the
/// scene).
Result<std::vector<Sensor>> window_values(Workspace& workspace, const std::string& data,
                                          const ScoreRow& window);

} // namespace andon::workflow
