#pragma once
#include "core/inspection/detector_facts.h"

#include <QString>

namespace andon::ui {

/// What a detector says about itself, in the language of the window.
QString detector_words(std::span<const DetectorFact> facts);

} // namespace andon::ui
