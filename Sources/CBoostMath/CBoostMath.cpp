#include "CBoostMath.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/special_functions/log1p.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <utility>

namespace {

namespace policies = boost::math::policies;

// Results instead of exceptions: NaN for a domain or evaluation error, an infinity for an overflow.
using Total = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>, policies::indeterminate_result_error<policies::ignore_error>>;

using StudentT = boost::math::students_t_distribution<double, Total>;
using Normal = boost::math::normal_distribution<double, Total>;

// The policy silences what Boost reports itself; this catches what anything below it might throw.
template <typename Body> double total(Body body) noexcept {
    try {
        return body();
    } catch (...) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

double normal_cdf(double x) { return boost::math::cdf(Normal(), x); }

// Beyond this a standard normal variable is with a probability under 1e-18.
constexpr double surely = 9;

// The integral of `probability(s)` over the distribution of s = sqrt(X / n), X chi-squared with n degrees of freedom.
//
// `probability` is 1 up to `knee` and 0 from `end` on, both but for 1e-18; between them it falls however steeply, which
// one quadrature over all would miss. sqrt(X) is a 1-Lipschitz function of normal deviates with a mean in
// sqrt(n - 1)...sqrt(n), so that beyond 10 to either side less than exp(-50) is left out. In s the density is smooth at
// 0 for every n >= 1.
template <typename Probability>
double over_deviations(double n, double knee, double end, Probability probability) {
    const double root = std::sqrt(n);
    const double low = std::max(0.0, (std::sqrt(n - 1) - 10) / root);
    const double high = std::min(end, 1 + 10 / root);
    const double middle = std::min(std::max(low, knee), high);
    const auto integrand = [=](double s) {
        return s > 0 ? probability(s) * n * s * boost::math::gamma_p_derivative(n / 2, n * s * s / 2, Total()) : 0;
    };
    double sum = 0;
    for (const auto &[from, to] : {std::make_pair(low, middle), std::make_pair(middle, high)}) {
        using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
        if (from < to) sum += Rule::integrate(integrand, from, to, 6, 1e-11);
    }
    return std::min(1.0, std::max(0.0, sum));
}

bool is_design(double degrees_of_freedom, double critical, double effect) {
    return degrees_of_freedom >= 1 && std::isfinite(degrees_of_freedom) && critical > 0 && std::isfinite(critical) &&
           std::isfinite(effect);
}

}  // namespace

extern "C" {

double cboostmath_student_t_cdf(double degrees_of_freedom, double x) noexcept {
    return total([=] { return boost::math::cdf(StudentT(degrees_of_freedom), x); });
}

double cboostmath_student_t_quantile(double degrees_of_freedom, double probability) noexcept {
    return total([=] { return boost::math::quantile(StudentT(degrees_of_freedom), probability); });
}

double cboostmath_normal_cdf(double x) noexcept {
    return total([=] { return normal_cdf(x); });
}

double cboostmath_normal_quantile(double probability) noexcept {
    return total([=] { return boost::math::quantile(Normal(), probability); });
}

double cboostmath_lambert_w0(double z) noexcept {
    return total([=] { return boost::math::lambert_w0(z, Total()); });
}

double cboostmath_log1p(double x) noexcept {
    return total([=] { return x == std::numeric_limits<double>::infinity() ? x : boost::math::log1p(x, Total()); });
}

double cboostmath_expm1(double x) noexcept {
    return total([=] { return boost::math::expm1(x, Total()); });
}

double cboostmath_t_test_power(double degrees_of_freedom, double critical, double effect) noexcept {
    return total([=] {
        if (!is_design(degrees_of_freedom, critical, effect)) return std::numeric_limits<double>::quiet_NaN();
        return over_deviations(
            degrees_of_freedom, (std::abs(effect) - surely) / critical, (std::abs(effect) + surely) / critical,
            [=](double s) { return normal_cdf(effect - critical * s) + normal_cdf(-effect - critical * s); });
    });
}

double cboostmath_equivalence_power(double degrees_of_freedom, double critical, double margin, double effect) noexcept {
    return total([=] {
        if (!is_design(degrees_of_freedom, critical, effect) || !(margin >= 0) || !std::isfinite(margin)) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        // Beyond margin / critical the interval is wider than the margins.
        return over_deviations(
            degrees_of_freedom, (margin - std::abs(effect) - surely) / critical, margin / critical, [=](double s) {
                const double room = margin - critical * s;
                return normal_cdf(room - effect) - normal_cdf(-room - effect);
            });
    });
}
}
