#pragma once

namespace andon {

/// Elementary functions built from IEEE +, −, ×, ÷ and sqrt only, so that simulated data have the same bits with
/// every C library and CPU. Absolute error < 4e-16 of the result's scale (tested against the C library).
double portable_log(double x);      ///< x > 0, finite
double portable_exp(double x);      ///< |x| <= 700
double portable_sin(double x);      ///< |x| <= 1e6 rad
double portable_cos(double x);      ///< |x| <= 1e6 rad

} // namespace andon
