import Policy

extension PluginManifest {
    /// The manifest in `folder`.
    ///
    /// - Throws: ``ExperimentsError`` with the file, the line and the key at fault.
    public init(readingFrom folder: String) throws(ExperimentsError) {
        let path = "\(folder)/plugin.yaml"
        let file = try YAMLField.read(path)
        do throws(ExperimentsError) {
            try self.init(file, folder: folder)
        } catch {
            throw .inFile(path, error)
        }
    }

    private init(_ file: YAMLField, folder: String) throws(ExperimentsError) {
        let known = [
            "name", "version", "roles", "scenarios", "command", "threads", "files", "environment", "limits", "options",
        ]
        let keys = try file.members(known: known)
        func required(_ key: String) throws(ExperimentsError) -> YAMLField {
            guard let field = keys[key] else { throw file.error("the key \(key) is missing") }
            return field
        }
        name = try required("name").text
        guard isPluginName(name) else { throw try required("name").error("a name has letters, digits, - and _ only") }
        version = try required("version").text
        roles = try PluginManifest.roles(required("roles"))
        scenarios = try keys["scenarios"]?.texts ?? []
        command = try PluginManifest.command(required("command"))
        threads = try keys["threads"]?.integer(in: 1...4096)
        files = try keys["files"]?.texts ?? []
        environment = try keys["environment"]?.texts ?? []
        limits = try PluginLimits(keys["limits"])
        options = try PluginManifest.options(keys["options"])
        self.folder = folder
    }

    private static func roles(_ field: YAMLField) throws(ExperimentsError) -> [Role] {
        var roles: [Role] = []
        for word in try field.texts {
            guard let role = Role(rawValue: word) else {
                throw field.error("there is no role \(word); the roles are operator and followers")
            }
            roles.append(role)
        }
        guard !roles.isEmpty else { throw field.error("a plugin serves a role at least") }
        return roles
    }

    private static func command(_ field: YAMLField) throws(ExperimentsError) -> [String] {
        var words = try field.texts
        if words.count == 1 {
            do {
                words = try shellWords(words[0])
            } catch {
                throw field.error("\(error)")
            }
        }
        guard words.first?.isEmpty == false else { throw field.error("a command has a program at least") }
        return words
    }

    private static func options(_ field: YAMLField?) throws(ExperimentsError) -> [PluginOption] {
        var options: [PluginOption] = []
        for (key, value) in try field?.members ?? [] {
            let name = try key.text
            guard isPluginName(name) else { throw key.error("an option's key has letters, digits, - and _ only") }
            let keys = try value.members(known: ["default", "help"])
            guard let help = keys["help"] else { throw key.error("option \(name) has no line of help") }
            options.append(PluginOption(key: name, defaultValue: try keys["default"]?.text, help: try help.text))
        }
        return options
    }
}

extension PluginLimits {
    fileprivate init(_ field: YAMLField?) throws(ExperimentsError) {
        guard let field else { return }
        let keys = try field.members(known: ["memoryMB", "cpuSeconds", "files", "processes"])
        // The largest that still fits a limit of the kernel when it is written in bytes.
        let range = 1...1_000_000_000_000
        memoryMB = try keys["memoryMB"]?.integer(in: range)
        cpuSeconds = try keys["cpuSeconds"]?.integer(in: range)
        files = try keys["files"]?.integer(in: range)
        processes = try keys["processes"]?.integer(in: range)
    }
}
