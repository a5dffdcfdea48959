import System
import Wire

extension Plugin {
    /// How a plugin was ended.
    public struct Stopped: Sendable {
        /// The step of the ladder that ended it.
        public let rung: Fault.ShutdownRung
        /// Its exit and what it used; `nil` where even the launcher could not say.
        public let ending: LauncherReport.Ending?
        public let standardError: [String]

        /// The fault, where it took force.
        public var fault: Fault? {
            switch rung {
            case .request, .closedInput: nil
            case .terminate, .kill: .shutdownTimeout(rung: rung)
            }
        }
    }

    /// Ends the plugin by the shutdown ladder: ask, close its input, 2 s, SIGTERM, 2 s, SIGKILL.
    ///
    /// - Parameter patience: the time after closing its input, and again after SIGTERM.
    /// - Returns: the rung that it took; `nil` where the plugin had gone before.
    @discardableResult
    public func stop(patience: Duration = .seconds(2)) -> Stopped? {
        Self.stopAll([self], patience: patience)[0]
    }

    /// Ends several plugins by the shutdown ladder, on one clock: all are asked before any is waited for.
    ///
    /// After an interrupt, one that has not answered what it was asked is killed instead: nobody waits for it any more.
    ///
    /// - Parameters:
    ///   - plugins: those that the calling thread uses.
    ///   - patience: the time after closing their inputs, and again after SIGTERM, for all together.
    /// - Returns: for each the rung that it took; `nil` where it had gone before, and where it was killed for an interrupt.
    @discardableResult
    public static func stopAll(_ plugins: [Plugin], patience: Duration = .seconds(2)) -> [Stopped?] {
        var climbers = plugins.map(Climber.init)
        var deadline = MonotonicInstant.after(patience)
        for climber in climbers { climber?.ask() }
        for i in climbers.indices { climbers[i]?.hear(until: deadline) }
        for i in climbers.indices { climbers[i]?.waitForEnding(until: deadline) }
        for i in climbers.indices { climbers[i]?.terminate() }
        deadline = .after(patience)
        for i in climbers.indices { climbers[i]?.waitForEnding(until: deadline) }
        // What they left behind ends with them, all at the same time.
        for climber in climbers { climber?.process.sendKill() }
        return climbers.map { $0?.kill() }
    }
}

/// A plugin on its way down the shutdown ladder.
private struct Climber {
    let plugin: Plugin
    let process: PluginProcess
    private var rung = Fault.ShutdownRung.closedInput

    /// `nil` for one in memory, one that has gone, and one that an interrupt has no patience with, which is killed.
    init?(_ plugin: Plugin) {
        guard let process = plugin.process, plugin.failure == nil else { return nil }
        self.plugin = plugin
        self.process = process
        plugin.failure = PluginFailure(plugin: plugin.name, .shutdownTimeout(rung: .request))
        process.stream.heedsInterrupts = false
        if Interrupts.count > 0, plugin.connection.isAwaited {
            // What it answered already may lie unread, where others were waited for.
            guard (try? plugin.connection.receive(until: .now)) == true else {
                process.kill()
                return nil
            }
        }
    }

    /// Asks it to end and closes its input.
    func ask() {
        // One that does not follow the conversation any more finds its input closed all the same.
        try? plugin.connection.sendShutdown()
        process.stream.closeWriter()
    }

    /// Waits for the answer.
    mutating func hear(until deadline: MonotonicInstant) {
        if plugin.connection.isAwaited, (try? plugin.connection.receive(until: deadline)) == true { rung = .request }
    }

    mutating func waitForEnding(until deadline: MonotonicInstant) {
        if process.waitForEnding(until: deadline) == nil, rung == .terminate { rung = .kill }
    }

    /// Asks the process where the plugin did not listen.
    mutating func terminate() {
        guard process.ending == nil else { return }
        rung = .terminate
        process.terminate()
    }

    /// Ends what is left.
    func kill() -> Plugin.Stopped {
        process.kill()
        process.standardError.waitForEnd(until: .after(.milliseconds(200)))
        return Plugin.Stopped(rung: rung, ending: process.ending, standardError: process.standardError.tail)
    }
}
