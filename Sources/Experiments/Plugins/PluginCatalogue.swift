import Foundation
import Games
import Policy

/// The plugins that can be named.
public struct PluginCatalogue: Sendable {
    /// Plugins in the order found; of two with one name only the first is here.
    public let manifests: [PluginManifest]
    /// Manifests that cannot be read: shown by `plugins`, an obstacle only to whoever wants that plugin.
    public let faults: [Fault]
    public let places: PluginPlaces

    /// A folder whose manifest cannot be read.
    public struct Fault: Sendable, Equatable {
        public let folder: String
        public let error: ExperimentsError
    }

    /// Reads every manifest in `places`.
    public init(_ places: PluginPlaces) {
        var manifests: [PluginManifest] = []
        var faults: [Fault] = []
        for folder in places.folders {
            let inside = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
            for candidate in [folder] + inside.map({ "\(folder)/\($0)" })
            where FileManager.default.fileExists(atPath: "\(candidate)/plugin.yaml") {
                do {
                    let manifest = try PluginManifest(readingFrom: candidate)
                    if !manifests.contains(where: { $0.name == manifest.name }) { manifests.append(manifest) }
                } catch {
                    faults.append(Fault(folder: candidate, error: error))
                }
            }
        }
        self.manifests = manifests
        self.faults = faults
        self.places = places
    }

    /// The plugin called `name`.
    ///
    /// - Throws: ``ExperimentsError/unknownPlugin(_:nearest:searched:)``, or why the manifest in a folder of that name
    ///   cannot be read.
    public func manifest(_ name: String) throws(ExperimentsError) -> PluginManifest {
        if let manifest = manifests.first(where: { $0.name == name }) { return manifest }
        if let fault = faults.first(where: { $0.folder.hasSuffix("/\(name)") }) { throw fault.error }
        throw .unknownPlugin(
            name, nearest: nearestName(to: name, among: manifests.map(\.name)), searched: places.folders)
    }

    /// The program that `reference` names, for `role` in the scenario `scenario`.
    ///
    /// - Parameters:
    ///   - reference: what the user wrote.
    ///   - role: what it is to decide.
    ///   - scenario: the scenario's name.
    ///   - folder: what a relative path is relative to: the working directory.
    /// - Returns: what to start, and with which options.
    /// - Throws: ``ExperimentsError`` where there is no such plugin or program, it serves another role or another game,
    ///   or has no such option.
    public func program(
        for reference: PolicyReference, role: Role, scenario: String, relativeTo folder: String
    ) throws(ExperimentsError) -> PluginProgram {
        switch reference {
        case .plugin(let name, let options):
            return try PluginProgram(manifest(name), options, role: role, scenario: scenario, places)
        case .executable(let path, let options):
            return try PluginProgram([path], options, relativeTo: folder, places)
        case .command(let words):
            return try PluginProgram(words, [], relativeTo: folder, places)
        }
    }

    /// What identifies the plugin of `manifest`, found and hashed but not started.
    ///
    /// - Throws: ``ExperimentsError`` where its program or a declared file is missing.
    public func identity(of manifest: PluginManifest) throws(ExperimentsError) -> String {
        try anyProgram(of: manifest).identity()
    }

    /// The program of `manifest` with its default options, in the first role and scenario that it serves.
    func anyProgram(of manifest: PluginManifest) throws(ExperimentsError) -> PluginProgram {
        try PluginProgram(
            manifest, [], role: manifest.roles[0], scenario: manifest.scenarios.first ?? "", places)
    }
}
