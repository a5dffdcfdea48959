/// How step sizes, temperatures and exploration fall over a number of gradient steps.
///
/// Step sizes fall linearly over the second half, to a fiftieth; the others by a constant factor a step over the first four
/// fifths.
struct DecaySchedule: Sendable, Hashable {
    /// Gradient steps; 0 where nothing falls.
    let steps: UInt64

    /// What step sizes are multiplied by.
    func rate(at step: UInt64) -> Float {
        guard steps > 0 else { return 1 }
        let left = 1 - Float(min(step, steps)) / Float(steps)
        return min(max(2 * left, 0.02), 1)
    }

    /// A temperature, or what is left of exploration, on its way from `first` to `last`.
    func value(at step: UInt64, from first: Float, to last: Float) -> Float {
        guard steps > 0 else { return first }
        let share = min(1.25 * Float(min(step, steps)) / Float(steps), 1)
        return first * NetworkKernel.exp(share * NetworkKernel.log(last / first))
    }
}
