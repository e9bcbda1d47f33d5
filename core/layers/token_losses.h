#pragma once
#include <ATen/core/Tensor.h>

#include <cstdint>

namespace andon {

/// Losses over the tokens [n, channels, bins] of n sensors. All are differentiable, in the inputs' type.

/// Mean over the channels of (rebuilt − truth)², [n, bins].
at::Tensor token_square_error(const at::Tensor& rebuilt, const at::Tensor& truth);

/// Bits of which the share of ones of every bin is known, in [0, 1]: binary cross-entropy of `logits` less
/// the entropy of `shares`, that is KL(share ‖ σ(logit)) in nats, mean over the channels, [n, bins]. 0 when
/// every share is met; its gradient is that of the cross-entropy.
at::Tensor token_bit_divergence(const at::Tensor& logits, const at::Tensor& shares);

/// Mean of `error` [n, bins] over what `weight` [n, bins] counts; 0 when that is nothing.
at::Tensor weighted_mean(const at::Tensor& error, const at::Tensor& weight);

/// Contrastive predictive coding (van den Oord et al. 2018, eq. 4). `predicted` [n, d, steps] is what is said
/// at bin `cut` − 1 of the next `steps` bins, `tokens` [n, d, bins] what every bin holds; unit columns are
/// made here. Each prediction must choose its own bin among all bins of its sensor, and its own sensor among
/// all sensors in that bin: the mean of both cross-entropies, logits = cosine/temperature. 1 ≤ cut ≤
/// bins − steps.
at::Tensor predictive_coding(const at::Tensor& predicted, const at::Tensor& tokens, std::int64_t cut,
                             double temperature);

} // namespace andon
