/// Where a unimodal function of one variable is least, by golden-section search.
///
/// Each step keeps the smaller part of the bracket's golden ratio, so that one of the two interior points is used again.
/// Where the function is flat to rounding, any point of the flat part is returned. Of equal values the right part is kept,
/// so that the function may be infinite over a part on the left.
///
/// - Parameters:
///   - bracket: where to look; both ends finite.
///   - width: the search ends when the bracket is not wider.
///   - function: unimodal over the bracket.
/// - Returns: the middle of the last bracket.
/// - Complexity: one call a step, log(bracket/width)/0.48 steps.
/// - SeeAlso: Kiefer, "Sequential minimax search for a maximum", Proceedings of the AMS 4, 1953.
func goldenSection(_ bracket: ClosedRange<Double>, width: Double, _ function: (Double) -> Double) -> Double {
    let ratio = 0.6180339887498949
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (function(left), function(right))
    while high - low > width {
        if atLeft < atRight {
            (high, right, atRight) = (right, left, atLeft)
            left = high - ratio * (high - low)
            atLeft = function(left)
        } else {
            (low, left, atLeft) = (left, right, atRight)
            right = low + ratio * (high - low)
            atRight = function(right)
        }
    }
    return low + (high - low) / 2
}
