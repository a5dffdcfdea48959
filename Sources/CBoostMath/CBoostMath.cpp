#include "CBoostMath.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/lambert_w.hpp>

#include <limits>

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

}  // namespace

extern "C" {

double cboostmath_student_t_cdf(double degrees_of_freedom, double x) noexcept {
    return total([=] { return boost::math::cdf(StudentT(degrees_of_freedom), x); });
}

double cboostmath_student_t_quantile(double degrees_of_freedom, double probability) noexcept {
    return total([=] { return boost::math::quantile(StudentT(degrees_of_freedom), probability); });
}

double cboostmath_normal_cdf(double x) noexcept {
    return total([=] { return boost::math::cdf(Normal(), x); });
}

double cboostmath_normal_quantile(double probability) noexcept {
    return total([=] { return boost::math::quantile(Normal(), probability); });
}

double cboostmath_lambert_w0(double z) noexcept {
    return total([=] { return boost::math::lambert_w0(z, Total()); });
}
}
