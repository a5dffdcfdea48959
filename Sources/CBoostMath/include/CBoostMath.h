#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

// Distributions and special functions of Boost.Math, called as C.
//
// Every function is total: an argument outside its domain gives NaN, an infinite result is an infinity. No exception
// crosses this boundary and errno is left alone.

#ifdef __cplusplus
#define CBOOSTMATH_NOEXCEPT noexcept
extern "C" {
#else
#define CBOOSTMATH_NOEXCEPT
#endif

/// P(T <= x) for Student's t with `degrees_of_freedom` > 0.
double cboostmath_student_t_cdf(double degrees_of_freedom, double x) CBOOSTMATH_NOEXCEPT;

/// The x with P(T <= x) = probability for Student's t; infinite at 0 and 1.
double cboostmath_student_t_quantile(double degrees_of_freedom, double probability) CBOOSTMATH_NOEXCEPT;

/// P(X <= x) for the standard normal distribution.
double cboostmath_normal_cdf(double x) CBOOSTMATH_NOEXCEPT;

/// The x with P(X <= x) = probability for the standard normal distribution; infinite at 0 and 1.
double cboostmath_normal_quantile(double probability) CBOOSTMATH_NOEXCEPT;

/// The principal branch of Lambert's W: the w >= -1 with w e^w = z, for z >= -1/e.
double cboostmath_lambert_w0(double z) CBOOSTMATH_NOEXCEPT;

/// log(1 + x), for x >= -1.
double cboostmath_log1p(double x) CBOOSTMATH_NOEXCEPT;

/// exp(x) - 1.
double cboostmath_expm1(double x) CBOOSTMATH_NOEXCEPT;

/// P(|Z + effect| >= critical S) for a standard normal Z and an independent S, the root of a chi-squared variable over
/// its `degrees_of_freedom` >= 1: what the noncentral t distribution leaves outside ±critical, `critical` > 0.
///
/// Gauss-Kronrod quadrature over S, to 1e-12; unlike series for the noncentral t it holds for any finite effect.
double cboostmath_t_test_power(double degrees_of_freedom, double critical, double effect) CBOOSTMATH_NOEXCEPT;

/// P(|Z + effect| + critical S <= margin), Z and S as in cboostmath_t_test_power, margin >= 0.
double cboostmath_equivalence_power(
    double degrees_of_freedom, double critical, double margin, double effect) CBOOSTMATH_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
