import Foundation
import Policy
import Testing

@testable import Experiments

private let manifest = """
    name: sac
    version: 0.1.0
    roles: [operator]
    scenarios: [pricing, offloading/tight]
    command: ["{bin}/sac", "--home={plugin}"]
    threads: 1
    files: [weights.bin]
    environment: [OMP_NUM_THREADS]
    limits: {memoryMB: 512, cpuSeconds: 60}
    options:
      alpha: {default: 0.2, help: temperature}
      checkpoint: {help: "a path"}
    """

@Suite("Plugin manifest")
struct PluginManifestTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func read(_ text: String) throws -> PluginManifest {
        try folder.write(text, to: "sac/plugin.yaml")
        return try PluginManifest(readingFrom: "\(folder.path)/sac")
    }

    @Test("says everything")
    func everything() throws {
        let read = try read(manifest)
        #expect(read.name == "sac")
        #expect(read.version == "0.1.0")
        #expect(read.roles == [.operator])
        #expect(read.command == ["{bin}/sac", "--home={plugin}"])
        #expect(read.threads == 1)
        #expect(read.files == ["weights.bin"])
        #expect(read.environment == ["OMP_NUM_THREADS"])
        #expect(read.limits.memoryMB == 512)
        #expect(read.limits.cpuSeconds == 60)
        #expect(read.limits.files == nil)
        #expect(
            read.options == [
                PluginOption(key: "alpha", defaultValue: "0.2", help: "temperature"),
                PluginOption(key: "checkpoint", defaultValue: nil, help: "a path"),
            ])
    }

    @Test("takes a command as one text")
    func commandText() throws {
        let read = try read("name: p\nversion: 1\nroles: followers\ncommand: \"{python} {plugin}/p.py --x 'a b'\"")
        #expect(read.command == ["{python}", "{plugin}/p.py", "--x", "a b"])
        #expect(read.roles == [.followers])
        #expect(read.plays("anything/at-all"))
    }

    @Test(
        "a game's name stands for all its scenarios",
        arguments: [
            ("pricing", true), ("pricing/dense", true), ("offloading/tight", true), ("offloading", false),
            ("pricingX", false),
        ])
    func plays(scenario: String, plays: Bool) throws {
        #expect(try read(manifest).plays(scenario) == plays)
    }

    @Test(
        "a fault is told with its line",
        arguments: [
            ("name: p\nversion: 1\nroles: [boss]\ncommand: x", "line 3, column 8: there is no role boss"),
            ("name: p\nversion: 1\nroles: []\ncommand: x", "line 3, column 8: a plugin serves a role at least"),
            ("name: p\nversion: 1\ncommand: x", "line 1, column 1: the key roles is missing"),
            ("name: p q\nversion: 1\nroles: operator\ncommand: x", "line 1, column 7: a name has letters"),
            ("name: p\nverson: 1", "line 2, column 1: there is no key verson here; did you mean version?"),
            ("name: p\nversion: 1\nroles: operator\ncommand: []", "line 4, column 10: a command has a program"),
            (
                "name: p\nversion: 1\nroles: operator\ncommand: x\nthreads: 0",
                "line 5, column 10: a whole number from 1"
            ),
            (
                "name: p\nversion: 1\nroles: operator\ncommand: x\noptions: {a: {default: 1}}",
                "line 5, column 11: option a has no line of help"
            ),
            (
                "name: p\nversion: 1\nroles: operator\ncommand: x\nlimits: {memory: 1}",
                "line 5, column 10: there is no key memory here; did you mean memoryMB?"
            ),
        ])
    func faults(text: String, message: String) throws {
        let error = #expect(throws: ExperimentsError.self) { try read(text) }
        let description = try #require(error?.description)
        #expect(description.contains(message), "\(description)")
    }
}

@Suite("Plugin catalogue")
struct PluginCatalogueTests {
    let folder: TemporaryFolder
    let bin: String

    init() throws {
        folder = try TemporaryFolder()
        bin = "\(folder.path)/tree/.build/machine/release"
        try folder.write("#!/bin/sh\n", to: "tree/.build/machine/release/sac", isExecutable: true)
        try folder.write(manifest, to: "tree/plugins/sac/plugin.yaml")
        try folder.write("weights", to: "tree/plugins/sac/weights.bin")
    }

    func catalogue(_ environment: [String: String] = [:]) -> PluginCatalogue {
        PluginCatalogue(PluginPlaces(bin: bin, environment: environment))
    }

    func program(
        _ text: String, role: Role = .operator, scenario: String = "pricing", environment: [String: String] = [:]
    ) throws -> PluginProgram {
        try catalogue(environment).program(
            for: PolicyReference(parsing: text), role: role, scenario: scenario, relativeTo: folder.path)
    }

    @Test("looks in the variable's folders, beside the executable, in the build tree, then where it is installed")
    func order() {
        let places = PluginPlaces(
            bin: bin, environment: ["FIRSTMOVER_PLUGIN_PATH": "/a::/b/", "PATH": "/bin:/usr/bin"])
        let machine = "\(folder.path)/tree/.build/machine"
        #expect(
            places.folders == [
                "/a", "/b", bin, "\(folder.path)/tree/plugins", "\(machine)/share/firstmover/plugins",
            ])
        #expect(places.programFolders == ["/bin", "/usr/bin"])
    }

    @Test("the first of two plugins with one name wins")
    func shadowing() throws {
        let mine = manifest.replacing("version: 0.1.0", with: "version: 9")
        try folder.write(mine, to: "mine/sac/plugin.yaml")
        #expect(catalogue().manifests.map(\.version) == ["0.1.0"])
        let shadowed = catalogue(["FIRSTMOVER_PLUGIN_PATH": "\(folder.path)/mine"])
        #expect(shadowed.manifests.map(\.version) == ["9"])
        // A folder that is itself a plugin's counts as well.
        #expect(catalogue(["FIRSTMOVER_PLUGIN_PATH": "\(folder.path)/mine/sac"]).manifests.map(\.version) == ["9"])
    }

    @Test("a broken manifest is in the way of nobody but its own plugin")
    func broken() throws {
        try folder.write("name: [", to: "tree/plugins/broken/plugin.yaml")
        let catalogue = catalogue()
        #expect(catalogue.manifests.map(\.name) == ["sac"])
        #expect(catalogue.faults.count == 1)
        let error = #expect(throws: ExperimentsError.self) { try catalogue.manifest("broken") }
        guard case .inFile = error else {
            Issue.record("the fault is not told: \(String(describing: error))")
            return
        }
    }

    @Test("fills in placeholders and options")
    func resolved() throws {
        let program = try program("sac:checkpoint=a.onnx,seed=3")
        #expect(program.executable == "\(bin)/sac")
        #expect(program.arguments == ["\(bin)/sac", "--home=\(folder.path)/tree/plugins/sac"])
        #expect(program.options.map { "\($0.key)=\($0.value)" } == ["alpha=0.2", "checkpoint=a.onnx", "seed=3"])
        #expect(program.threads == 1)
        #expect(try self.program("sac:alpha=1,alpha=2").options.map(\.value) == ["2"])
    }

    @Test("python is the variable's, the build tree's, or whatever PATH has")
    func python() throws {
        #expect(PluginPlaces(bin: bin, environment: [:]).python == "python3")
        let own = try folder.write("", to: "tree/.venv/bin/python3", isExecutable: true)
        #expect(PluginPlaces(bin: bin, environment: [:]).python == own)
        #expect(PluginPlaces(bin: bin, environment: ["FIRSTMOVER_PYTHON": "/some/py"]).python == "/some/py")
    }

    @Test("faults of the user are told before anything starts")
    func refusals() throws {
        let searched = PluginPlaces(bin: bin, environment: [:]).folders
        #expect(throws: ExperimentsError.unknownPlugin("sack", nearest: "sac", searched: searched)) {
            try program("sack")
        }
        #expect(throws: ExperimentsError.roleNotServed(.followers, plugin: "sac", served: [.operator])) {
            try program("sac", role: .followers)
        }
        #expect(
            throws: ExperimentsError.scenarioNotServed(
                "offloading", plugin: "sac", served: ["pricing", "offloading/tight"])
        ) { try program("sac", scenario: "offloading") }
        #expect(
            throws: ExperimentsError.unknownOption(
                "alpa", plugin: "sac", nearest: "alpha", known: ["alpha", "checkpoint", "seed"])
        ) { try program("sac:alpa=1") }
        for value in ["x", "-1", "+1", "1.5", "", "18446744073709551616"] {
            for policy in ["sac", "/bin/sh"] {
                #expect(throws: ExperimentsError.seedOption(value)) { try program("\(policy):seed=\(value)") }
            }
        }
        #expect(try program("/bin/sh:seed=18446744073709551615").options.map(\.key) == ["seed"])
        #expect(throws: ExperimentsError.notExecutable("./none", reason: "there is no such file")) {
            try program("./none")
        }
        #expect(throws: ExperimentsError.notExecutable("none", reason: "no folder of PATH has it")) {
            try program("none --x", environment: ["PATH": "/bin"])
        }
        #expect(throws: ExperimentsError.notExecutable("/", reason: "it is a folder")) { try program("/") }
        try folder.write("", to: "mine.py")
        let notExecutable = #expect(throws: ExperimentsError.self) { try program("./mine.py") }
        #expect(try #require(notExecutable?.description).contains("\"python3 ./mine.py\""))
    }

    @Test("an unknown placeholder is refused")
    func placeholders() throws {
        try folder.write(
            "name: p\nversion: 1\nroles: operator\ncommand: [\"{home}/p\"]", to: "tree/plugins/p/plugin.yaml")
        let error = #expect(throws: ExperimentsError.self) { try program("p") }
        #expect(try #require(error?.description).contains("unknown placeholder in {home}/p"))
    }

    @Test("a program without a manifest is known by its file and its script")
    func withoutManifest() throws {
        try folder.write("print()", to: "mine.py")
        let program = try program("sh mine.py --depth 3", environment: ["PATH": "/nowhere:/bin"])
        #expect(program.name == "mine.py")
        #expect(program.executable == "/bin/sh")
        #expect(program.arguments == ["sh", "mine.py", "--depth", "3"])
        #expect(program.files == ["\(folder.path)/mine.py"])
        #expect(program.version == nil)
        #expect(program.threads == nil)
    }

    @Test("its identity changes with the executable and with each declared file, not with the folder")
    func identity() throws {
        let first = try program("sac").identity()
        #expect(first.count == 64)
        #expect(try program("sac:alpha=3").identity() == first)
        try folder.write("other weights", to: "tree/plugins/sac/weights.bin")
        let second = try program("sac").identity()
        #expect(second != first)
        try folder.write("weights", to: "tree/plugins/sac/weights.bin")
        #expect(try program("sac").identity() == first)
        try folder.write("#!/bin/sh\n# changed\n", to: "tree/.build/machine/release/sac", isExecutable: true)
        #expect(try program("sac").identity() != first)
    }

    @Test("a declared file that is missing has no identity")
    func missingFile() throws {
        try FileManager.default.removeItem(atPath: "\(folder.path)/tree/plugins/sac/weights.bin")
        #expect(throws: ExperimentsError.self) { try program("sac").identity() }
    }

    @Test("hashes are those of sha256sum")
    func knownHashes() throws {
        // FIPS 180-4's example "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(sha256(of: Array("abc".utf8)) == abc)
        #expect(try sha256(ofFile: folder.write("abc", to: "abc")) == abc)
    }
}
