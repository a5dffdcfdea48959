import System
import Wire

/// A plugin's process with its guard: started through the launcher, ended with everything it started.
///
/// One thread uses it. When its owner lets go of it, the process is killed.
final class PluginProcess {
    let specification: PluginSpecification
    /// The plugin's standard input and output.
    let stream: PipeStream
    let standardError: StandardErrorLog
    /// Number of the plugin's process, and of its group.
    private(set) var processID: Int32 = 0
    /// How the plugin ended, once the launcher has said so.
    private(set) var ending: LauncherReport.Ending?
    /// Whether the launcher has gone, and with it everything it guarded.
    private(set) var isGone = false

    private let control: LauncherControl
    private var launcher: ChildProcess?

    /// How long starting may take until exec; a network file system is the slow case.
    private static let startLimit = Duration.seconds(10)
    /// How long the kernel may take to end processes that were sent SIGKILL.
    private static let killLimit = Duration.seconds(5)
    /// A larger pipe hands a frame of up to this size over in one go.
    private static let pipeBytes: Int32 = 1 << 20

    /// Starts the plugin's command and waits until it runs.
    ///
    /// - Parameters:
    ///   - specification: what to start.
    ///   - cores: the cores it may run on.
    ///   - onStandardErrorLine: is given every line it writes to standard error, on another thread.
    /// - Throws: ``Fault/spawnFailed(command:reason:)``.
    init(
        _ specification: PluginSpecification, cores: [Int],
        onStandardErrorLine: (@Sendable (String) -> Void)? = nil
    ) throws(Fault) {
        self.specification = specification
        Signals.ignoreBrokenPipes()
        do throws(SystemError) {
            guard let path = Self.launcherPath else { throw SystemError("find firstmover-launcher", 2) }
            var arguments = [path] + specification.limits.launcherOptions
            arguments += ["-c", cores.map(String.init).joined(separator: ",")]
            if let folder = specification.folder { arguments += ["-d", folder] }
            arguments += ["--"] + specification.command

            let input = try Pipe()
            let output = try Pipe()
            let error = try Pipe()
            let pair = try ControlPair()
            input.writer.requestPipeCapacity(Self.pipeBytes)
            output.reader.requestPipeCapacity(Self.pipeBytes)
            launcher = try ChildProcess(
                path: path, arguments: arguments, environment: specification.environmentStrings,
                descriptors: (input.reader.number, output.writer.number, error.writer.number, pair.far.number))
            // The child has its own copies; ours would keep its end of input from ever coming.
            input.reader.closeNow()
            output.writer.closeNow()
            error.writer.closeNow()
            pair.far.closeNow()
            control = LauncherControl(pair.near)
            stream = try PipeStream(reader: output.reader, writer: input.writer)
            standardError = try StandardErrorLog(draining: error.reader, onLine: onStandardErrorLine)
        } catch {
            throw .spawnFailed(command: specification.commandLine, reason: error.description)
        }
        try waitForStart()
    }

    /// Where the launcher lies: beside the running executable, or beside the test bundle's build folder.
    private static let launcherPath: String? =
        [
            ProcessContext.executableFolder + "/firstmover-launcher",
            ProcessContext.executableFolder + "/../libexec/firstmover/firstmover-launcher",
        ].first(where: ProcessContext.isExecutable)

    private func waitForStart() throws(Fault) {
        let deadline = MonotonicInstant.after(Self.startLimit)
        let report: LauncherReport?
        do throws(SystemError) {
            report = try control.receive(by: deadline)
        } catch {
            kill()
            throw .spawnFailed(command: specification.commandLine, reason: error.description)
        }
        switch report {
        case .started(let number):
            processID = number
        case .failed(let step, let error):
            kill()
            let reason = step == .exec ? error.message : "\(step): \(error.message)"
            throw .spawnFailed(command: specification.commandLine, reason: reason)
        case .exited, nil:
            kill()
            throw .spawnFailed(command: specification.commandLine, reason: "the launcher ended early")
        }
    }

    /// Takes the launcher's reports until the plugin has ended.
    ///
    /// - Returns: how it ended; `nil` if it still runs at the deadline, or if the launcher itself was killed.
    @discardableResult
    func waitForEnding(until deadline: MonotonicInstant) -> LauncherReport.Ending? {
        while ending == nil, !isGone, takeReport(by: deadline) {}
        return ending
    }

    /// Waits until the launcher has gone, and with it every descendant of the plugin.
    ///
    /// - Returns: false if something still lives at the deadline.
    func waitUntilGone(until deadline: MonotonicInstant) -> Bool {
        while !isGone, takeReport(by: deadline) {}
        return isGone
    }

    /// Asks the plugin's group to end, by SIGTERM.
    func terminate() {
        launcher?.resume()
        control.send(.terminate)
    }

    /// Has the plugin and everything it started ended by SIGKILL.
    ///
    /// A plugin has the rights to stop its launcher, so that is undone first.
    func sendKill() {
        launcher?.resume()
        control.send(.kill)
    }

    /// Ends the plugin and everything it started, by SIGKILL, and waits until nothing is left.
    func kill() {
        sendKill()
        if !waitUntilGone(until: .after(Self.killLimit)) {
            // A launcher that does not do its work is ended itself; the plugin goes with it, as its parent's death signal.
            launcher?.kill()
            launcher.take()?.wait()
            isGone = true
        }
        // The pipes' other ends are closed now, so nobody can be waiting for what is still unread.
        stream.closeWriter()
    }

    /// Takes one report; false on a timeout.
    private func takeReport(by deadline: MonotonicInstant) -> Bool {
        do throws(SystemError) {
            switch try control.receive(by: deadline) {
            case .exited(let ending): self.ending = ending
            case .started, .failed: break
            case nil:
                isGone = true
                launcher.take()?.wait()
            }
            return true
        } catch {
            return false
        }
    }

    deinit {
        if !isGone { kill() }
    }
}

extension PluginSpecification {
    /// The command as one would type it, for messages.
    var commandLine: String { command.joined(separator: " ") }
}
