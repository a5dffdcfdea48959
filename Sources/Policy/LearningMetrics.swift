/// What a policy says about its learning, such as a loss.
///
/// A host shows and stores the numbers and heeds none of them.
public struct LearningMetrics: Sendable, Equatable {
    /// Steps of the learner.
    public var step: UInt64
    public var values: [(name: String, value: Double)]

    public init(step: UInt64, values: [(name: String, value: Double)]) {
        self.step = step
        self.values = values
    }

    /// Equal where the numbers are, so that a loss of NaN equals itself.
    public static func == (left: LearningMetrics, right: LearningMetrics) -> Bool {
        left.step == right.step
            && left.values.elementsEqual(right.values) {
                $0.name == $1.name && ($0.value == $1.value || $0.value.isNaN && $1.value.isNaN)
            }
    }
}
