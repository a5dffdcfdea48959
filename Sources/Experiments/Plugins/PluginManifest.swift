import Policy

/// What a plugin's `plugin.yaml` says.
///
/// ```yaml
/// name: analytic
/// version: 0.1.0
/// roles: [operator]
/// scenarios: [pricing]               # scenarios, or games; without the key, all
/// command: ["{bin}/analytic"]        # a list of words, or one text that is split like a shell does
/// threads: 1                         # 1: computes in one thread and may share the host's core
/// files: [weights.onnx]              # hashed with the executable, relative to the manifest's folder
/// environment: [OMP_NUM_THREADS]     # variables handed through
/// limits: {memoryMB: 2048, cpuSeconds: 3600, files: 64, processes: 64}
/// options:
///   concept: {default: exact, help: "exact, access or algorithm1"}
/// ```
///
/// `{bin}` is the folder of the firstmover executable, `{plugin}` the manifest's folder, `{python}` the interpreter.
public struct PluginManifest: Sendable, Hashable {
    public let name: String
    public let version: String
    public let roles: [Role]
    /// Scenario names or game names; empty where the plugin plays anything.
    public let scenarios: [String]
    /// The program and its arguments, placeholders included.
    public let command: [String]
    /// Threads the plugin computes with; nil where it does not say.
    public let threads: Int?
    /// Files whose content is part of the plugin's identity.
    public let files: [String]
    /// Names of the environment variables that the plugin needs besides the host's allow-list.
    public let environment: [String]
    public let limits: PluginLimits
    public let options: [PluginOption]
    /// The folder that holds the manifest.
    public let folder: String

    /// Whether the plugin plays the scenario `name`, itself or as one of its game's.
    public func plays(_ name: String) -> Bool {
        scenarios.isEmpty || scenarios.contains(name) || scenarios.contains(String(name.prefix { $0 != "/" }))
    }
}

/// An option of a plugin: its key, what holds without it, and a line of help.
public struct PluginOption: Sendable, Hashable {
    public let key: String
    /// nil where the plugin decides.
    public let defaultValue: String?
    public let help: String
}

/// What a plugin may use; nil is unlimited.
public struct PluginLimits: Sendable, Hashable {
    /// Address space, in units of 10^6 byte.
    public var memoryMB: Int?
    public var cpuSeconds: Int?
    /// Open files.
    public var files: Int?
    /// Processes and threads of the user.
    public var processes: Int?

    public init() {}
}
