#pragma once
#include <ATen/core/Tensor.h>

namespace andon {

/// Largest exp(τ) of the logit scale (Radford et al. 2021).
constexpr double largest_logit_scale = 100;

/// exp(τ) clamped to 100; the gradient with respect to τ is zero above the clamp.
at::Tensor logit_scale(const at::Tensor& log_scale);

/// Symmetric InfoNCE (van den Oord et al. 2018, eq. 4; both directions as Radford et al. 2021):
/// logits = exp(τ)·Z_cmd·Z_curᵀ, loss = (CE(rows) + CE(columns))/2, where the positive of row i is column i.
/// command, current: [n, d] with unit rows, n >= 1; log_scale: τ, one element. Returns a scalar in the
/// inputs' type (float32 even inside a bfloat16 scope). With n = 1 the loss is 0.
at::Tensor info_nce(const at::Tensor& command, const at::Tensor& current, const at::Tensor& log_scale);

/// Share of rows whose most similar column is their own, in [0, 1].
double retrieval_at_1(const at::Tensor& command, const at::Tensor& current);

} // namespace andon
