#pragma once
#include "core/workflow/feature_set.h"
#include "core/workflow/run_session.h"

namespace andon::workflow {

/// Whether a model gives a vector of every item: motor models (the embeddings of command and current side by
/// side) and models of images (ImageDetector::features()).
bool has_vectors(const ModelEntry& model);
/// What a model without vectors is told: `model ROW has no <what>; these have: …`.
Error no_vectors(const ModelEntry& model, const std::string& what);
/// Command and current of each window side by side.
FeatureSet joined(EmbeddingSet set);

/// The vectors of `rows`, which the run scored of its data set and part, in their order. Those of images are
/// kept beside the scores (scores/<data>-<part>.vectors.safetensors) and made again when the detector or the
/// images have changed; a file that cannot be read or written is no error. Errors: unsupported (see
/// no_vectors()), conflict (an item is not in the data set any more), cancelled, those of the model. Cost:
/// images pass through the network once, unless they are kept; the vectors are held in memory.
Result<FeatureSet> item_vectors(Workspace& workspace, const OpenedRun& opened, std::vector<ScoreRow> rows,
                                Progress& progress, std::stop_token stop);
/// How unlike two items are: of windows 1 − cosine, averaged over command and current; of images the
/// Euclidean distance of their vectors. requires indices of rows.
double vector_distance(const FeatureSet& set, std::size_t a, std::size_t b);

} // namespace andon::workflow
