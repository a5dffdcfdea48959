import Records
import System

/// Writes learning curves for TensorBoard: one event file, appended to as training goes on.
///
/// Every call writes its record at once, so that a run can be watched, and what a kill cuts off is the last record at most;
/// TensorBoard skips such a rest. A run that goes on after a stop starts a further file in the same folder, as TensorBoard
/// expects: it reads a folder's files one after the other.
public struct EventFileWriter: ~Copyable {
    /// What was measured, under the name of its curve.
    public struct Scalar: Equatable, Sendable {
        /// What is before the first slash is the group that TensorBoard shows it in.
        public let tag: String
        /// Rounded to a Float, as event files hold it.
        public let value: Double

        public init(_ tag: String, _ value: Double) {
            self.tag = tag
            self.value = value
        }
    }

    /// The file.
    public let path: String
    private let file: Descriptor
    private var frame = RecordFrame()
    private let memory: MessageMemory
    /// Tags that the file has described.
    private var tags: Set<String> = []

    /// Starts a new file in `folder`, called `events.out.tfevents.SECONDS.HOST.PROCESS.N`.
    ///
    /// - Parameters:
    ///   - folder: one that is there; TensorBoard shows it as a run.
    ///   - host: this machine's name.
    ///   - wallTime: seconds since 1970.
    /// - Throws: ``ReportingError/events(path:_:)``.
    public init(in folder: String, host: String, wallTime: Double) throws(ReportingError) {
        let seconds = String(Int64(wallTime))
        let padded = String(repeating: "0", count: max(0, 10 - seconds.count)) + seconds
        // Files are read in the order of their names, hence the zeros, and N where two start within a second.
        let host = host.contains("/") || host.isEmpty ? "localhost" : host
        let stem = "\(folder)/events.out.tfevents.\(padded).\(host).\(ProcessContext.processID)"
        var path = ""
        file = try Self.creatingFile(stem, &path, wallTime: wallTime)
        self.path = path
        memory = MessageMemory()
    }

    /// Creates a file called `stem` and the first number that is free, with its first record, and says where.
    private static func creatingFile(
        _ stem: String, _ path: inout String, wallTime: Double
    ) throws(ReportingError) -> Descriptor {
        var frame = RecordFrame()
        EventRecord.writeVersion(wallTime: wallTime, to: &frame, MessageMemory())
        var number = 0
        while true {
            path = "\(stem).\(number)"
            do throws(SystemError) {
                let file = try Descriptor.creatingNewFile(path)
                _ = try file.writeAll(frame.bytes.span)
                return file
            } catch {
                guard error.isNameTaken, number < 1000 else { throw .events(path: path, error) }
                number += 1
            }
        }
    }

    /// Appends what was measured at `step`.
    ///
    /// - Parameters:
    ///   - scalars: curves and their values; NaN and infinities are shown as such.
    ///   - step: what the curves are drawn over, for example environment steps.
    ///   - wallTime: seconds since 1970.
    /// - Throws: ``ReportingError/events(path:_:)``.
    public mutating func write(_ scalars: [Scalar], step: Int64, wallTime: Double) throws(ReportingError) {
        guard !scalars.isEmpty else { return }
        EventRecord.write(scalars, describing: &tags, step: step, wallTime: wallTime, to: &frame, memory)
        try append()
    }

    private mutating func append() throws(ReportingError) {
        memory.reset()
        do throws(SystemError) {
            _ = try file.writeAll(frame.bytes.span)
        } catch {
            throw .events(path: path, error)
        }
    }
}
