import Foundation

/// Where plugins, and what they name, are looked for.
public struct PluginPlaces: Sendable, Hashable {
    /// Folders in the order in which they are searched; each is a plugin's folder or holds plugins' folders.
    public let folders: [String]
    /// The folder of the launcher and our plugins' executables, `{bin}` in a manifest: the firstmover executable's own, or
    /// `../libexec/firstmover` where it was installed.
    public let bin: String
    /// `{python}` in a manifest.
    public let python: String
    /// Folders in which a program named without a slash is found.
    public let programFolders: [String]

    /// The places that hold for the executable in folder `bin`.
    ///
    /// Plugins: those of `$FIRSTMOVER_PLUGIN_PATH` first, then `bin`, then the `plugins` of a build tree, then the
    /// installed ones. Python: `$FIRSTMOVER_PYTHON`, else the `.venv` that `make build` left in the build tree, else the
    /// installed one, else `python3`.
    ///
    /// - Parameters:
    ///   - bin: the folder of the executable, links resolved: a build tree's `release` is one.
    ///   - environment: the variables read are FIRSTMOVER_PLUGIN_PATH, FIRSTMOVER_PYTHON and PATH.
    public init(bin: String, environment: [String: String]) {
        func list(_ variable: String) -> [String] {
            (environment[variable] ?? "").split(separator: ":").map(String.init)
        }
        let builtIn = [bin, "\(bin)/../../../plugins", "\(bin)/../share/firstmover/plugins"]
        let virtualEnvironments = ["\(bin)/../../../.venv/bin/python3", "\(bin)/../share/firstmover/.venv/bin/python3"]
        let installed = standardized("\(bin)/../libexec/firstmover")
        self.bin = InputFile.isFolder(installed) ? installed : bin
        folders = (list("FIRSTMOVER_PLUGIN_PATH") + builtIn).map(standardized)
        python =
            environment["FIRSTMOVER_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
            ?? virtualEnvironments.map(standardized).first { FileManager.default.isExecutableFile(atPath: $0) }
            ?? "python3"
        programFolders = list("PATH")
    }

    /// The absolute path of `program`: relative to `folder` with a slash in it, else searched for in `programFolders`.
    ///
    /// - Throws: ``ExperimentsError/notExecutable(_:reason:)``.
    func locate(_ program: String, relativeTo folder: String) throws(ExperimentsError) -> String {
        guard program.contains("/") else {
            if let path = programFolders.map({ "\($0)/\(program)" }).first(where: isProgram) { return path }
            throw .notExecutable(program, reason: "no folder of PATH has it")
        }
        let path = standardized(program.hasPrefix("/") ? program : "\(folder)/\(program)")
        if isProgram(path) { return path }
        let reason =
            if InputFile.isFolder(path) {
                "it is a folder"
            } else if FileManager.default.fileExists(atPath: path) {
                "it is not executable; try chmod +x, or name its interpreter: \"python3 \(program)\""
            } else {
                "there is no such file"
            }
        throw .notExecutable(program, reason: reason)
    }

    /// The absolute path of `python`.
    ///
    /// - Throws: ``ExperimentsError/notExecutable(_:reason:)`` where there is none.
    public var pythonProgram: String {
        get throws(ExperimentsError) { try locate(python, relativeTo: FileManager.default.currentDirectoryPath) }
    }

    private func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path) && !InputFile.isFolder(path)
    }
}

/// `path` made absolute, without `.` and `..`, its links left alone.
///
/// A virtual environment's interpreter is a link that must not be followed: Python finds its packages by where it was
/// started from.
private func standardized(_ path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var parts: [Substring] = []
    for part in absolute.split(separator: "/") where part != "." {
        if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
}
