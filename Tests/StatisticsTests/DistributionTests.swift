import CBoostMath
import Statistics
import Testing

@Suite("Student's t")
struct StudentTTests {
    @Test("agrees with SciPy in both directions")
    func agreesWithSciPy() throws {
        let references = try References.distributions()
        for row in references.studentTCumulative {
            #expect(agrees(StudentT(degreesOfFreedom: row[0]).cumulative(row[1]), row[2]), "cdf of \(row)")
        }
        for row in references.studentTQuantile {
            // Near the median SciPy's quantile is only good to an absolute 1e-9.
            #expect(
                agrees(StudentT(degreesOfFreedom: row[0]).quantile(row[1]), row[2], scale: 1), "quantile of \(row)")
        }
    }

    @Test("is infinite at the ends and symmetric about 0")
    func ends() {
        let t = StudentT(degreesOfFreedom: 7)
        #expect(t.quantile(0) == -.infinity)
        #expect(t.quantile(1) == .infinity)
        #expect(t.twoSidedTail(0) == 1)
        #expect(t.twoSidedTail(2.3) == t.twoSidedTail(-2.3))
        #expect(t.twoSidedTail(.nan).isNaN)
    }
}

@Suite("Boost.Math behind C")
struct BoostMathTests {
    @Test("agrees with SciPy on the normal distribution and Lambert's W")
    func agreesWithSciPy() throws {
        let references = try References.distributions()
        for row in references.normalCumulative {
            #expect(agrees(cboostmath_normal_cdf(row[0]), row[1]), "cdf of \(row)")
        }
        for row in references.normalQuantile {
            // The median's quantile is 0, which no relative error measures.
            #expect(agrees(cboostmath_normal_quantile(row[0]), row[1], scale: 1e-3), "quantile of \(row)")
        }
        for row in references.lambertW0 {
            #expect(agrees(cboostmath_lambert_w0(row[0]), row[1]), "W of \(row)")
        }
    }

    @Test("answers NaN, not an exception, outside its domain")
    func outsideTheDomain() {
        #expect(cboostmath_student_t_cdf(-1, 0).isNaN)
        #expect(cboostmath_student_t_quantile(5, 1.5).isNaN)
        #expect(cboostmath_student_t_quantile(.nan, 0.5).isNaN)
        #expect(cboostmath_normal_quantile(-0.5).isNaN)
        #expect(cboostmath_lambert_w0(-1).isNaN)
        #expect(cboostmath_normal_cdf(.nan).isNaN)
    }

    @Test("answers infinity where the result is infinite")
    func infinite() {
        #expect(cboostmath_normal_quantile(0) == -.infinity)
        #expect(cboostmath_normal_quantile(1) == .infinity)
        #expect(cboostmath_lambert_w0(.infinity) == .infinity)
    }
}
