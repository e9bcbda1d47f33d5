#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace andon {

/// One thing that a detector says about itself; a window puts it into its own language.
struct DetectorFact {
  enum class Kind {
    patches,      ///< memory of `count` patches of `of` images
    images,       ///< memory of `count` images, one vector each
    positions,    ///< Gaussians of `count` positions
    features,     ///< `count` features of the network `name`
    cover_radius, ///< `value`
    defects,      ///< `count` patches of confirmed defects
    bytes,        ///< memory takes `count` bytes
    head,         ///< a head of `count` channels on `of` features, trained on synthetic defects
    autoencoder,
    variational,
    student,     ///< of a frozen network
    views,       ///< trained here on `count` views of normal images
    from_scratch, ///< no pre-trained features
    learnt_here   ///< the features were learnt from the run's own normal images
  };
  Kind kind = Kind::patches;
  std::int64_t count = 0, of = 0;
  double value = 0;
  std::string name;
};
/// The facts as one English sentence.
std::string sentence_of(std::span<const DetectorFact> facts);

} // namespace andon
