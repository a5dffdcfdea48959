/// What the operator's copy of a computer says of it: times of tasks, off by a known share of the clock.
///
/// The copy knows the clock f and not that the computer falls short of it by d f. Decisions use actual times.
///
/// - SeeAlso: spec/offloading.md, section 4.
public struct DigitalTwin: Sendable, Equatable {
    /// d.
    public let relativeError: Double
    /// Whether tasks take longer than estimated, or shorter as the paper's sign at the edge server says.
    public let gap: OffloadingModel.EdgeServerGap

    public init(relativeError: Double, gap: OffloadingModel.EdgeServerGap = .consistent) {
        self.relativeError = relativeError
        self.gap = gap
    }

    /// T~ = C/f, ms that the twin expects of a task.
    public func estimateMs(workMcycle: Double, clockGHz: Double) -> Double { workMcycle / clockGHz }

    /// DeltaT, ms that it takes longer: T~ d/(1-d), or the negative of that with the printed sign.
    public func gapMs(workMcycle: Double, clockGHz: Double) -> Double {
        let size =
            estimateMs(workMcycle: workMcycle, clockGHz: clockGHz) * relativeError / (1 - relativeError)
        switch gap {
        case .consistent: return size
        case .literal: return -size
        }
    }

    /// F = C/(T~ + DeltaT), the clock that the computer really has: f (1-d), or f (1-d)/(1-2d) with the printed sign.
    public func speedGHz(clock f: Double) -> Double {
        switch gap {
        case .consistent: return f * (1 - relativeError)
        case .literal: return f * (1 - relativeError) / (1 - 2 * relativeError)
        }
    }
}
