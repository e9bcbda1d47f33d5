#include "core/models/dual_encoder.h"
#include "core/training/device.h"
#include "tests/training/motor_pairs.h"

#include <cstdio>

/// training_victim FOLDER: trains in FOLDER, resuming what is there, and saves the model beside its
/// checkpoint. Prints the hash of the weights. Saves a checkpoint after every batch, so that a kill hits
/// writing often.
int main(int argc, char** argv) {
  using namespace andon;
  if (argc != 2)
    return 2;
  set_threads(1);
  TrainingOptions training;
  training.epochs = 6;
  training.batch = 8;
  training.checkpoint_seconds = 0;
  training.resume = true;
  DualEncoderOptions architecture;
  architecture.width = 4;
  architecture.embedding = 8;
  MotorPairs pairs{.count = 48, .length = 64};
  const PairWindows train = motor_pairs(pairs);
  pairs.seed = 2;
  Progress progress;
  auto model = DualEncoder::fit(train, motor_pairs(pairs), architecture, training, argv[1], progress, {});
  if (!model) {
    std::fprintf(stderr, "%s\n", model.error().message.c_str());
    return 1;
  }
  if (const auto saved = model->save(argv[1]); !saved)
    return 1;
  std::printf("%s", model->weights_sha256()->c_str());
  return 0;
}
