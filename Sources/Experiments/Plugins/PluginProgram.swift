import Foundation
import Games
import Policy

/// A policy made ready to be started: the program, what it is told, and what identifies it.
public struct PluginProgram: Sendable, Hashable {
    /// The manifest's name, or the program's file name.
    public let name: String
    /// nil where there is no manifest; the plugin says it itself when it starts.
    public let version: String?
    /// Absolute path of the program.
    public let executable: String
    /// The whole argument list, the program as it was named first.
    public let arguments: [String]
    /// Options for `Session`, defaults of the manifest included, each key once.
    public let options: [Session.Option]
    /// Threads it computes with; nil where nobody says.
    public let threads: Int?
    public let limits: PluginLimits
    /// Names of environment variables that it needs besides the host's allow-list.
    public let environment: [String]
    /// Files besides the executable whose content identifies it.
    public let files: [String]

    /// The plugin of `manifest`, asked to play `role` in `scenario`.
    init(
        _ manifest: PluginManifest, _ given: [Session.Option], role: Role, scenario: String, _ places: PluginPlaces
    ) throws(ExperimentsError) {
        guard manifest.roles.contains(role) else {
            throw .roleNotServed(role, plugin: manifest.name, served: manifest.roles)
        }
        guard manifest.plays(scenario) else {
            throw .scenarioNotServed(scenario, plugin: manifest.name, served: manifest.scenarios)
        }
        var words: [String] = []
        for word in manifest.command { words.append(try expand(word, in: manifest, places)) }
        name = manifest.name
        version = manifest.version
        executable = try places.locate(words[0], relativeTo: manifest.folder)
        arguments = words
        options = try resolve(given, of: manifest, places)
        try requireSeed(in: options)
        threads = manifest.threads
        limits = manifest.limits
        environment = manifest.environment
        files = manifest.files.map { "\(manifest.folder)/\($0)" }
    }

    /// A program that no manifest describes: nothing is known of its roles, options or threads.
    init(
        _ words: [String], _ options: [Session.Option], relativeTo folder: String, _ places: PluginPlaces
    ) throws(ExperimentsError) {
        executable = try places.locate(words[0], relativeTo: folder)
        version = nil
        arguments = words
        self.options = options
        try requireSeed(in: options)
        threads = nil
        limits = PluginLimits()
        environment = []
        // The script is what identifies "python3 mine.py".
        let files = words.dropFirst().map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }.filter(InputFile.isRegular)
        self.files = files
        name = URL(filePath: files.first ?? executable).lastPathComponent
    }

    /// What identifies the plugin in a run's record: a lower-case hexadecimal SHA-256.
    ///
    /// Of the lines `sha256  file-name`, the executable's first, then those of `files` in their order: the same program
    /// in another folder is the same plugin.
    ///
    /// - Throws: ``ExperimentsError/unreadable(path:reason:)``.
    public func identity() throws(ExperimentsError) -> String {
        var lines = ""
        for path in [executable] + files {
            lines += "\(try sha256(ofFile: path))  \(URL(filePath: path).lastPathComponent)\n"
        }
        return sha256(of: Array(lines.utf8))
    }
}

/// The manifest's options in its order, each with the value given last or its default, then the policy's seed.
private func resolve(
    _ given: [Session.Option], of manifest: PluginManifest, _ places: PluginPlaces
) throws(ExperimentsError) -> [Session.Option] {
    // Every policy has the option seed: the host keys the policy's randomness with it.
    let known = manifest.options.map(\.key) + (manifest.options.contains { $0.key == "seed" } ? [] : ["seed"])
    for option in given where !known.contains(option.key) {
        throw .unknownOption(
            option.key, plugin: manifest.name, nearest: nearestName(to: option.key, among: known), known: known)
    }
    var options: [Session.Option] = []
    for key in known {
        if let option = given.last(where: { $0.key == key }) {
            options.append(option)
        } else if let value = manifest.options.first(where: { $0.key == key })?.defaultValue {
            options.append(Session.Option(key: key, value: try expand(value, in: manifest, places)))
        }
    }
    return options
}

/// Checks that option `seed`, which the host takes for every policy, is an unsigned 64-bit number in decimal.
private func requireSeed(in options: [Session.Option]) throws(ExperimentsError) {
    guard let value = options.last(where: { $0.key == "seed" })?.value else { return }
    // A sign is no digit, although it would parse.
    guard value.allSatisfy({ ("0"..."9").contains($0) }), UInt64(value) != nil else { throw .seedOption(value) }
}

/// `word` with `{bin}`, `{plugin}` and `{python}` filled in.
private func expand(
    _ word: String, in manifest: PluginManifest, _ places: PluginPlaces
) throws(ExperimentsError) -> String {
    let placeholders = [("{bin}", places.bin), ("{plugin}", manifest.folder), ("{python}", places.python)]
    // What fills a placeholder may hold braces of its own; what the manifest wrote may not.
    let rest = placeholders.reduce(word) { $0.replacing($1.0, with: "") }
    guard !rest.contains("{") || !rest.contains("}") else {
        let reason = "has an unknown placeholder in \(word); known are {bin}, {plugin} and {python}"
        throw .inFile("\(manifest.folder)/plugin.yaml", .field(path: "command or options", reason: reason))
    }
    return placeholders.reduce(word) { $0.replacing($1.0, with: $1.1) }
}
