#pragma once
#include "core/store/chained_log.h"

namespace andon::store {

/// The logs of schema 2. Their columns are part of a released step: a further column is a further step.
const ChainedLog& label_log();
const ChainedLog& model_log();
/// Of schema 3.
const ChainedLog& observation_log();

} // namespace andon::store
