import Testing

@testable import Reporting

@Suite("Figures")
struct FiguresTests {
    @Test("have the digits that the interval supports")
    func decimals() {
        #expect(Figures.decimals(halfWidth: 0.058, magnitude: 7) == 3)
        #expect(Figures.decimals(halfWidth: 5.8, magnitude: 700) == 1)
        #expect(Figures.decimals(halfWidth: 5800, magnitude: 1e6) == 0)
        #expect(Figures.decimals(halfWidth: 1e-16, magnitude: 1e-15) == nil)
        #expect(Figures.decimals(halfWidth: 0, magnitude: 7.79) == 3)
        #expect(Figures.decimals(halfWidth: nil, magnitude: 0) == 0)
    }

    @Test("have a real minus sign, groups of three, and no sign at zero")
    func fixed() {
        #expect(Figures.fixed(-0.6271, decimals: 3) == "−0.627")
        #expect(Figures.fixed(-0.0001, decimals: 2) == "0.00")
        #expect(Figures.fixed(1234.5, decimals: 1) == "1234.5")
        #expect(Figures.fixed(-1_234_567.5, decimals: 1) == "−1,234,567.5")
        #expect(Figures.fixed(1.1e-15, decimals: nil) == "1.1 × 10⁻¹⁵")
        #expect(Figures.fixed(7.792239342, decimals: nil) == "7.79224")
        #expect(Figures.fixed(-2.5e12, decimals: 3) == "−2.500 × 10¹²")
        #expect(Figures.fixed(.nan, decimals: 2) == "–")
        #expect(Figures.fixed(.infinity, decimals: 2) == "–")
        #expect(Figures.signed(0.5, decimals: 1) == "+0.5")
        #expect(Figures.signed(0.01, decimals: 1) == "0.0")
    }

    @Test("are powers of ten where plain digits would be unreadable")
    func significant() {
        #expect(Figures.significant(0.00012) == "0.000120")
        #expect(Figures.significant(0.000012) == "1.20 × 10⁻⁵")
        #expect(Figures.significant(-2.5e12, 2) == "−2.5 × 10¹²")
        #expect(Figures.significant(0.9996) == "1.00")
        #expect(Figures.significant(0) == "0")
        #expect(Figures.significant(.leastNonzeroMagnitude) != "")
    }

    @Test("of shares, probabilities and times are as people print them")
    func kinds() {
        #expect(Figures.percentage(-0.0804) == "−8.0 %")
        #expect(Figures.percentage(0.00123) == "+0.12 %")
        #expect(Figures.percentage(1.234) == "+123 %")
        #expect(Figures.percentage(0) == "0 %")
        #expect(Figures.pEquation(1e-19) == "p < 0.001")
        #expect(Figures.pEquation(0.012) == "p = 0.012")
        #expect(Figures.pEquation(0.432) == "p = 0.43")
        #expect(Figures.pValue(nil) == "–")
        #expect(Figures.microseconds(17.343) == "17.3 µs")
        #expect(Figures.microseconds(12_340) == "12.3 ms")
        #expect(Figures.microseconds(1e7) == "10 s")
        #expect(Figures.microseconds(999.7) == "1.00 ms")
    }
}
