#include "core/inspection/detector_facts.h"

#include <cstdio>

namespace andon {
namespace {

std::string text_of(const DetectorFact& fact) {
  const std::string count = std::to_string(fact.count), of = std::to_string(fact.of);
  switch (fact.kind) {
  case DetectorFact::Kind::patches:
    return count + " patches of " + of + " images";
  case DetectorFact::Kind::images:
    return count + " images with one vector each";
  case DetectorFact::Kind::positions:
    return count + " positions";
  case DetectorFact::Kind::features:
    return count + " features of " + fact.name;
  case DetectorFact::Kind::cover_radius: {
    char radius[32];
    std::snprintf(radius, sizeof radius, "%.4g", fact.value);
    return std::string("cover radius ") + radius;
  }
  case DetectorFact::Kind::defects:
    return count + " patches of defects";
  case DetectorFact::Kind::bytes:
    return std::to_string(fact.count / 1'000'000) + " MB";
  case DetectorFact::Kind::head:
    return "a head of " + count + " channels on " + of + " features, trained on synthetic defects";
  case DetectorFact::Kind::autoencoder:
    return "convolutional autoencoder";
  case DetectorFact::Kind::variational:
    return "variational autoencoder";
  case DetectorFact::Kind::student:
    return "student of a frozen network";
  case DetectorFact::Kind::views:
    return "trained here on " + count + " views of normal images";
  case DetectorFact::Kind::from_scratch:
    return "no pre-trained features";
  case DetectorFact::Kind::learnt_here:
    return "features learnt here from the normal images";
  }
  return {};
}

} // namespace

std::string sentence_of(std::span<const DetectorFact> facts) {
  std::string sentence;
  for (const DetectorFact& fact : facts)
    sentence += (sentence.empty() ? "" : ", ") + text_of(fact);
  return sentence;
}

} // namespace andon
