import ArgumentParser
import Experiments

/// `firstmover plugins`: what is installed.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List the plugins that are installed, with roles, versions and hashes; of one also its options.",
        discussion: """
            A plugin is found by its plugin.yaml in a folder of $FIRSTMOVER_PLUGIN_PATH, beside this executable, or where \
            it is built or installed.

            Every policy also takes the option seed, a whole number from 0 to 2^64 - 1 (default: 0), which keys whatever is \
            random in it: random:seed=3.

            Example:
              firstmover plugins sac
            """)

    @Argument(help: ArgumentHelp("A plugin, to see its options too.", valueName: "name")) var name: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
        let catalogue = Surroundings.catalogue
        var table = TextTable(["name", "version", "roles", "plays", "sha256"])
        var documents: [JSON] = []
        var options = TextTable(["option", "default", "meaning"])
        var problems = name != nil ? [] : catalogue.faults.map { "\($0.folder): \($0.error)" }
        let manifests = try readingInput { () throws(ExperimentsError) in
            try name.map { name throws(ExperimentsError) in [try catalogue.manifest(name)] } ?? catalogue.manifests
        }
        for manifest in manifests {
            let roles = manifest.roles.map(\.rawValue)
            var hash: String?
            do throws(ExperimentsError) {
                hash = try catalogue.identity(of: manifest)
            } catch {
                problems.append("\(manifest.name): \(error)")
            }
            table.add([
                manifest.name, manifest.version, roles.joined(separator: ","),
                manifest.scenarios.isEmpty ? "anything" : manifest.scenarios.joined(separator: ","),
                hash.map { String($0.prefix(12)) } ?? "–",
            ])
            for option in manifest.options {
                options.add([option.key, option.defaultValue ?? "–", option.help])
            }
            options.add(["seed", "0", "keys whatever is random in it"])
            documents.append([
                "name": JSON(manifest.name), "version": JSON(manifest.version), "roles": JSON(roles),
                "scenarios": JSON(manifest.scenarios), "sha256": hash.map { JSON($0) } ?? .null,
                "options": .array(
                    manifest.options.map { option in
                        [
                            "key": JSON(option.key), "default": option.defaultValue.map { JSON($0) } ?? .null,
                            "help": JSON(option.help),
                        ]
                    }),
                "folder": JSON(manifest.folder),
            ])
        }
        try output.show([
            "schema": "firstmover.plugins/1", "plugins": .array(documents), "problems": JSON(problems),
        ]) {
            name == nil
                ? table.text + "\n`firstmover plugins NAME` says what options a plugin takes.\n"
                : table.text + "\n" + options.text
        }
        for problem in problems { standardError("firstmover: \(problem)\n") }
        if !problems.isEmpty { throw Failure(.input) }
    }
}
