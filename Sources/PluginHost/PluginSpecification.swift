import System

/// How to start a plugin: its command, what it may see and use, and how long it may take.
public struct PluginSpecification: Sendable {
    /// What people call it; it stands at the start of every line about it.
    public var name: String
    /// The command and its arguments; the first is searched in the plugin's own `PATH` if it has no slash.
    public var command: [String]
    /// Variables besides those of ``inheritedVariables``; a later one of the same name wins.
    public var environment: [(name: String, value: String)]
    /// The folder it starts in; without one, the host's.
    public var folder: String?
    public var limits: ResourceLimits
    /// Threads it computes in; only a plugin of one thread is ever pinned to a core.
    public var threads: Int
    /// Time from its start to its Welcome; importing a large library takes seconds.
    public var handshakeLimit: Duration

    public init(
        name: String, command: [String], environment: [(name: String, value: String)] = [], folder: String? = nil,
        limits: ResourceLimits = ResourceLimits(), threads: Int = 1, handshakeLimit: Duration = .seconds(10)
    ) {
        precondition(!command.isEmpty, "a plugin needs a command")
        self.name = name
        self.command = command
        self.environment = environment
        self.folder = folder
        self.limits = limits
        self.threads = threads
        self.handshakeLimit = handshakeLimit
    }

    /// Variables that a plugin gets from the host where the host has them.
    ///
    /// An allow-list, because the rest is none of its business (tokens, keys) and would make a result depend on the shell
    /// it was started from.
    public static let inheritedVariables = [
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH",
        "FIRSTMOVER_KERNELS",
    ]

    /// The whole environment of the process, as `NAME=value`.
    var environmentStrings: [String] {
        var values: [(name: String, value: String)] = Self.inheritedVariables.compactMap { name in
            ProcessContext.environment(name).map { (name, $0) }
        }
        for (name, value) in environment {
            values.removeAll { $0.name == name }
            values.append((name, value))
        }
        return values.map { "\($0.name)=\($0.value)" }
    }
}

/// What a plugin may use of the machine, where `nil` is no limit; core dumps are always off.
public struct ResourceLimits: Sendable, Equatable {
    /// Address space in bytes, libraries and reservations included; machine-learning libraries reserve far more than they use.
    public var addressSpace: UInt64?
    /// Processor time in seconds, all threads together.
    public var processorSeconds: UInt64?
    /// Open files.
    public var openFiles: UInt64?
    /// Processes and threads of the *user*, as the kernel counts them: others of the same user count too.
    public var processes: UInt64?

    public init(
        addressSpace: UInt64? = nil, processorSeconds: UInt64? = nil, openFiles: UInt64? = 1024,
        processes: UInt64? = nil
    ) {
        self.addressSpace = addressSpace
        self.processorSeconds = processorSeconds
        self.openFiles = openFiles
        self.processes = processes
    }

    /// The launcher's options for them.
    var launcherOptions: [String] {
        var options: [String] = []
        for (option, value) in [
            ("-m", addressSpace), ("-t", processorSeconds), ("-f", openFiles), ("-p", processes),
        ] {
            if let value { options += [option, "\(value)"] }
        }
        return options
    }
}
