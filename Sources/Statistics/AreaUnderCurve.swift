/// The area under a learning curve, one value an episode: its mean by the trapezoid rule, so that curves of different
/// lengths compare.
///
/// - Parameter curve: values in the order of episodes, at least one.
/// - Returns: the trapezoids' sum over the number of steps between values; of one value that value.
/// - SeeAlso: spec/offloading.md, section 11.
public func areaUnderCurve(_ curve: [Double]) -> Double {
    precondition(!curve.isEmpty, "a curve without values")
    guard curve.count > 1 else { return curve[0] }
    var sum = 0.0
    for (left, right) in zip(curve, curve.dropFirst()) { sum += (left + right) / 2 }
    return sum / Double(curve.count - 1)
}
