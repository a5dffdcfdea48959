@_exported import Policy
import System
import Wire

extension Policy {
    /// Serves this policy over standard input and output until the host says shutdown or closes the stream.
    ///
    /// With `@main` in front of the policy's type this is the whole program. Standard output belongs to the protocol;
    /// `print` goes to standard error. Exit codes: 0 after shutdown or end of input, 64 started by hand, 70 internal
    /// error, 76 the host broke the protocol.
    public static func main() {
        ProcessContext.exit(serve(Self.self))
    }
}

/// What a plugin's process ends with.
private enum ExitCode {
    static let finished: Int32 = 0
    static let startedByHand: Int32 = 64
    static let internalError: Int32 = 70
    static let brokenProtocol: Int32 = 76
}

/// Serves a policy over this process's standard streams.
///
/// - Returns: the process's exit code.
private func serve<Served: Policy>(_ type: Served.Type) -> Int32 {
    guard !StandardStreams.isInteractive else { return startedByHand(type) }
    Signals.ignoreBrokenPipes()
    do throws(SystemError) {
        let streams = try StandardStreams.takeOver()
        var server = PolicyServer(type)
        var hostListens = true
        while hostListens {
            guard try server.read(from: streams.input) != .ended else {
                return server.hasHeard ? ExitCode.finished : startedByHand(type)
            }
            let ending = server.answer { frame in
                // A host that is gone cannot be told.
                hostListens = (try? streams.output.writeAll(frame)) ?? false
            }
            switch ending {
            case nil: continue
            case .shutdown: return ExitCode.finished
            case .notAHost: return startedByHand(type)
            case .broken(let fault):
                StandardStreams.complain("\(type.name): the host broke the protocol: \(fault)")
                return ExitCode.brokenProtocol
            }
        }
        return ExitCode.finished
    } catch {
        StandardStreams.complain("\(type.name): \(error)")
        return ExitCode.internalError
    }
}

private func startedByHand<Served: Policy>(_ type: Served.Type) -> Int32 {
    StandardStreams.complain(
        "\(type.name) is a firstmover policy: it is started by a host, for example "
            + "`firstmover run SCENARIO --\(type.roles.contains(.operator) ? "operator" : "followers") PATH`.")
    return ExitCode.startedByHand
}
