import Experiments
import Foundation
import Reporting
import Synchronization

/// Writes a training run's curves for TensorBoard too, over training slots.
final class TrainingEvents: Sendable {
    private let folder: String
    private let complain: @Sendable (String) -> Void
    private let state = Mutex(State.unopened)

    private enum State: ~Copyable {
        case unopened
        case open(EventFileWriter)
        /// The file cannot be written; somebody was told.
        case failed
    }

    /// - Parameters:
    ///   - folder: the run's, which is there once the first points are.
    ///   - complain: is told, once, why the curves cannot be written.
    init(in folder: String, complain: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.complain = complain
    }

    /// Appends `points`, told at `time` seconds since 1970.
    func write(_ points: [CurvePoint], time: Double) {
        state.withLock { state in
            do throws(ReportingError) {
                var writer: EventFileWriter
                switch consume state {
                case .unopened:
                    state = .failed
                    writer = try EventFileWriter(in: folder, host: ProcessInfo.processInfo.hostName, wallTime: time)
                case .open(let open):
                    state = .failed
                    writer = open
                case .failed:
                    state = .failed
                    return
                }
                for (step, scalars) in Self.scalars(points) {
                    try writer.write(scalars, step: step, wallTime: time)
                }
                state = .open(writer)
            } catch {
                complain("the curves are in curves.csv alone from here on: \(error)")
            }
        }
    }

    /// The points of each step, in order.
    private static func scalars(_ points: [CurvePoint]) -> [(step: Int64, [EventFileWriter.Scalar])] {
        var steps: [(step: Int64, [EventFileWriter.Scalar])] = []
        for point in points {
            let group = [point.kind.rawValue, point.role?.rawValue, point.name].compactMap(\.self)
            let scalar = EventFileWriter.Scalar(group.joined(separator: "/"), point.value)
            if steps.last?.step == Int64(point.slots) {
                steps[steps.count - 1].1.append(scalar)
            } else {
                steps.append((Int64(point.slots), [scalar]))
            }
        }
        return steps
    }
}
