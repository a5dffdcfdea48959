import Foundation

/// Numbers as people read them: digits that the data support, a real minus sign, powers of ten written out.
enum Figures {
    /// What stands for a number that is not known.
    static let unknown = "–"

    /// Places after the point with which a quantity of this uncertainty is shown: its first two digits.
    ///
    /// - Parameters:
    ///   - halfWidth: half the width of the interval, or any other measure of how sure the number is.
    ///   - magnitude: the largest number shown beside it, which counts where there is no width: four digits then.
    /// - Returns: nil where fixed places would show nothing but zeros.
    static func decimals(halfWidth: Double?, magnitude: Double) -> Int? {
        let places: Int
        if let halfWidth, halfWidth > 0, halfWidth.isFinite {
            places = 1 - Int(log10(halfWidth).rounded(.down))
        } else if magnitude > 0, magnitude.isFinite {
            places = 3 - Int(log10(magnitude).rounded(.down))
        } else {
            return 0
        }
        return places > 6 ? nil : max(places, 0)
    }

    /// `value` with `decimals` places, with two or six digits where these are nil; from 10,000 on a group of three at a time.
    static func fixed(_ value: Double?, decimals: Int?) -> String {
        guard let value, value.isFinite else { return unknown }
        guard abs(value) < 1e7 else { return significant(value, 4) }
        guard let decimals else { return significant(value, abs(value) < 1e-4 ? 2 : 6) }
        return withRealMinus(String(format: "%.*f", decimals, value))
    }

    /// As ``fixed(_:decimals:)``, with a plus sign where it is positive.
    static func signed(_ value: Double?, decimals: Int?) -> String {
        let text = fixed(value, decimals: decimals)
        guard let value, value > 0, text.contains(where: { ("1"..."9").contains($0) }) else { return text }
        return "+" + text
    }

    /// `value` with so many digits that count; very large and very small ones as powers of ten: `1.1 × 10⁻¹⁵`.
    static func significant(_ value: Double?, _ digits: Int = 3) -> String {
        guard let value, value.isFinite else { return unknown }
        guard value != 0 else { return "0" }
        let rounded = Double(String(format: "%.*e", digits - 1, value)) ?? value
        let exponent = Int(log10(abs(rounded)).rounded(.down))
        if (-4..<7).contains(exponent) {
            return withRealMinus(String(format: "%.*f", max(digits - 1 - exponent, 0), value))
        }
        let mantissa = value / pow(10, Double(exponent))
        return withRealMinus(String(format: "%.*f", max(digits - 1, 0), mantissa)) + " × 10\(superscript(exponent))"
    }

    /// A share as a percentage with its sign: `−8.0 %`.
    static func percentage(_ share: Double) -> String {
        guard share != 0 else { return "0 %" }
        let percents = 100 * share
        let decimals = abs(percents) >= 99.95 ? 0 : abs(percents) >= 0.995 ? 1 : abs(percents) >= 0.0995 ? 2 : 3
        return signed(percents, decimals: decimals) + " %"
    }

    /// A probability under the null hypothesis; as journals print it.
    static func pValue(_ value: Double?) -> String {
        guard let value, !value.isNaN else { return unknown }
        if value < 0.001 { return "< 0.001" }
        return String(format: value < 0.1 ? "%.3f" : "%.2f", value)
    }

    /// `p = 0.43` or `p < 0.001`.
    static func pEquation(_ value: Double) -> String {
        let text = pValue(value)
        return "p " + (text.hasPrefix("<") ? text : "= \(text)")
    }

    /// A time of a decision, in the unit that leaves few digits.
    static func microseconds(_ value: Double?) -> String {
        guard let value, value.isFinite else { return unknown }
        let (size, unit) = value >= 999_500 ? (1e6, "s") : value >= 999.5 ? (1e3, "ms") : (1, "µs")
        let scaled = value / size
        // What was set by hand is a round number.
        return (scaled == scaled.rounded() ? fixed(scaled, decimals: 0) : significant(scaled)) + " \(unit)"
    }

    /// A count, a group of three digits at a time.
    static func count(_ value: Int?) -> String {
        guard let value else { return unknown }
        return withRealMinus("\(value)")
    }

    /// `1 pair`, `30 pairs`.
    static func count(_ value: Int, _ singular: String) -> String {
        "\(count(value)) \(singular)\(value == 1 ? "" : "s")"
    }

    /// `text` of a number with a minus sign instead of a hyphen, and with commas from five digits before the point on.
    private static func withRealMinus(_ text: String) -> String {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits = digits.dropFirst() }
        // A number that rounds to zero has no sign.
        let sign = isNegative && digits.contains { ("1"..."9").contains($0) } ? "−" : ""
        let whole = digits.prefix { $0 != "." }
        guard whole.count > 4 else { return sign + digits }
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        return sign + grouped + digits.dropFirst(whole.count)
    }

    private static func superscript(_ exponent: Int) -> String {
        let digits: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
            "9": "⁹",
        ]
        return String("\(exponent)".map { digits[$0] ?? $0 })
    }
}

extension MetricRecord {
    /// Places after the point for everything in this metric's row; nil where powers of ten are needed.
    var decimals: Int? {
        let halfWidth = interval.map { ($0.upperBound - $0.lowerBound) / 2 }
        return Figures.decimals(
            halfWidth: halfWidth, magnitude: [a, b, difference].compactMap { $0.map { abs($0) } }.max() ?? 0)
    }
}
