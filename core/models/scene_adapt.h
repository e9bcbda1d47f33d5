#pragma once
#include "core/models/scene_model.h"

#include <cstdint>
#include <string>
#include <vector>

namespace andon {

/// What people said of one scene.
struct SceneFeedback {
  struct Bag {
    std::int64_t from = 0, to = 0; ///< bins [from, to); something in them is abnormal, at some sensor
  };
  SceneTokens tokens;
  std::vector<float> labels; ///< [sensors, bins]: 1 abnormal, 0 normal, −1 nothing was said
  std::vector<Bag> bags;
  bool abnormal() const;
};

/// Fine-tuning on feedback (SPEC S7.3).
struct SceneAdaptOptions {
  std::string layers = "upper";
  std::string bag = "max";
  double learning_rate = 1e-3;
  std::int64_t epochs = 60;
  std::int64_t batch = 4;
  std::int64_t patience = 20;
  double positive_share = 0.4;
  double replay = 3;
  double keep = 1;
  std::vector<Option> describe();
};

struct SceneAdaptIn {
  std::vector<SceneFeedback> train, validation;
  std::vector<SceneExample> replay;            ///< of the first training, as many as `replay` asks
  std::vector<SceneExample> replay_validation; ///< its normal validation scenes
  std::uint64_t seed = 1;
};

/// Fine-tunes what mixes the sensors and the contrast head of `model` in place; encoders, experts and
/// normalisation stay as they are, so what they give is computed once. Loss: binary cross-entropy of labelled
/// tokens and of bags, both classes weighted alike, scenes with abnormal labels repeated up to
/// `positive_share` of the entries; plus keep · the contrast of the first training on replayed scenes. Then
/// the parts are calibrated anew on the normal validation scenes. `validation` decides early stopping;
/// without an abnormal label in it all epochs are run. On an error the model must be thrown away. Errors:
/// insufficient_data (nothing abnormal, nothing normal, no replay), cancelled, those of train().
Result<TrainingReport> adapt_scene_model(SceneModel& model, SceneAdaptIn in, const SceneAdaptOptions& options,
                                         Progress& progress, std::stop_token stop);

} // namespace andon
