import PluginHost
import System

extension PluginSpecification {
    /// How to start `program`.
    init(_ program: PluginProgram, handshakeLimit: Duration) {
        let limits = program.limits
        self.init(
            name: program.name, command: [program.executable] + program.arguments.dropFirst(),
            environment: program.environment.compactMap { name in
                ProcessContext.environment(name).map { (name, $0) }
            },
            limits: ResourceLimits(
                addressSpace: limits.memoryMB.map { UInt64($0) * 1_000_000 },
                processorSeconds: limits.cpuSeconds.map { UInt64($0) },
                openFiles: limits.files.map { UInt64($0) } ?? 1024,
                processes: limits.processes.map { UInt64($0) }),
            // Nobody says how many threads an unknown program has; pinning one that computes in parallel is the worse
            // mistake.
            threads: program.threads ?? 2, handshakeLimit: handshakeLimit)
    }
}
