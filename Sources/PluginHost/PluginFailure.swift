import System
import Wire

/// Why a policy cannot be played on: which one, what happened, and the end of what it wrote to standard error.
public struct PluginFailure: Error, Sendable, CustomStringConvertible {
    /// What people call the plugin.
    public let plugin: String
    public let fault: Fault
    /// The last lines of its standard error; empty for a policy within this process.
    public let standardError: [String]
    /// How its process ended, where it has.
    public let ending: LauncherReport.Ending?
    /// What to do about it where the caller knows better than the fault; one line.
    public var remedy: String?

    public init(
        plugin: String, _ fault: Fault, standardError: [String] = [], ending: LauncherReport.Ending? = nil
    ) {
        self.plugin = plugin
        self.fault = fault
        self.standardError = standardError
        self.ending = ending
    }

    /// A decision within its space that a rule of the game forbids.
    ///
    /// - Parameters:
    ///   - plugin: what people call the plugin.
    ///   - rule: the rule, and the values that break it.
    ///   - stage: the stage decided.
    ///   - tensor: the tensor at fault.
    ///   - row: environment in the batch.
    ///   - agent: counted from the session's first.
    public init(plugin: String, breaking rule: String, stage: String, tensor: String, row: Int, agent: Int) {
        let action = InvalidAction(
            tensor: tensor, row: row, agent: agent, .ruleBroken(stage: stage, rule: rule))
        self.init(plugin: plugin, .invalidAction(action))
    }

    /// Whether the plugin did nothing wrong but was being waited for when the user asked to end.
    public var isInterrupt: Bool { fault == .interrupted }

    /// One line: what happened, whose fault it is unless the plugin's own, and what to do unless the plugin says it.
    public var description: String {
        var line = "plugin \(plugin): \(fault)"
        if let lastWords { line += ", its last words \"\(lastWords)\"" }
        if fault.blame != .plugin { line += " (blame: \(fault.blame.rawValue))" }
        return hasOwnRemedy ? line : line + "; \(remedy ?? fault.remedy)"
    }

    /// Whether the policy's own sentence says what to do, after a semicolon as ours do, so that advice of ours is noise.
    private var hasOwnRemedy: Bool {
        switch fault {
        case .pluginError(let reason), .specMismatch(let reason): reason.contains("; ") && lastWords == nil
        default: false
        }
    }

    /// The last line of its standard error, where that may say why it failed; at most 200 characters.
    ///
    /// Before Swift's backtrace, if there is one: that says where, and the line before it why.
    private var lastWords: String? {
        switch fault {
        case .crashed, .pluginError, .handshakeTimeout, .truncatedFrame, .limitExceeded: break
        default: return nil
        }
        let backtrace = standardError.firstIndex { $0.hasPrefix("*** Signal ") } ?? standardError.endIndex
        func isWord(_ line: String) -> Bool { line.contains { !$0.isWhitespace } }
        let line = standardError[..<backtrace].last(where: isWord) ?? standardError.last(where: isWord)
        return line.map { String($0.terminalSafe.prefix(200)) }
    }
}

extension Fault {
    /// Whether the conversation cannot go on after it: the plugin broke the protocol or a limit, or has gone.
    ///
    /// A plugin that merely said no, or decided something illegal, is healthy and gets the shutdown ladder.
    var endsConversation: Bool {
        switch self {
        case .pluginError, .specMismatch, .unimplemented, .cancelled, .invalidAction: false
        default: true
        }
    }

    /// What a plugin's error reply means to the host.
    init(_ reply: ErrorReply, request: UInt64) {
        switch reply.code {
        case .specMismatch: self = .specMismatch(reply.message)
        case .unimplemented: self = .unimplemented(reply.message)
        case .cancelled: self = .cancelled(request: request)
        case .pluginError: self = .pluginError(reply.message)
        case .versionMismatch:
            self = .versionMismatch(host: .current, plugin: ProtocolVersion(namedIn: reply.message))
        // The plugin's finding about one of our frames, in its words.
        default: self = .pluginError("\(reply.code.rawValue): \(reply.message)")
        }
    }
}

extension ProtocolVersion {
    /// The version other than ours that `sentence` names, `0.0` if it names none.
    ///
    /// A refusal has no field for the plugin's version, but says it in words.
    fileprivate init(namedIn sentence: String) {
        let named = sentence.split { !$0.isNumber && $0 != "." }.lazy.compactMap { word -> ProtocolVersion? in
            let parts = word.split(separator: ".").compactMap { UInt32($0) }
            return parts.count == 2 ? ProtocolVersion(major: parts[0], minor: parts[1]) : nil
        }
        self = named.first { $0.major != ProtocolVersion.current.major } ?? ProtocolVersion(major: 0, minor: 0)
    }
}

extension LauncherReport.Ending {
    /// The fault of a plugin that ended without being asked to, having sent `receivedBytes` of a frame.
    ///
    /// - Returns: `nil` where the end of the stream says it better: half a frame and an exit that claims success.
    func fault(limits: ResourceLimits, receivedBytes: Int) -> Fault? {
        switch limit {
        case .memory: return .limitExceeded(.addressSpace(bytes: limits.addressSpace ?? 0))
        case .processorTime: return .limitExceeded(.processorTime(seconds: limits.processorSeconds ?? 0))
        case nil: break
        }
        if let signal { return .crashed(.signal(signal)) }
        let code = code ?? 0
        return code == 0 && receivedBytes > 0 ? nil : .crashed(.code(code))
    }
}
