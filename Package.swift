// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
let cxxSettings: [CXXSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
// An executable in C: static, and without the Swift runtime that SwiftPM links into everything.
let withoutSwift: [LinkerSetting] = [.unsafeFlags(["-static-executable", "-nostartfiles"])]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// A policy of ours as a process: the main in its folder under plugins.
func policy(_ name: String, besides files: [String] = []) -> Target {
    .executableTarget(
        name: name, dependencies: ["Policies", "PluginKit"], path: "plugins/\(name)",
        exclude: ["plugin.yaml"] + files, swiftSettings: settings)
}

/// A policy that learns, with what it has learned.
func learner(_ name: String) -> Target { policy(name, besides: ["checkpoints"]) }

let package = Package(
    name: "firstmover",
    products: [
        .executable(name: "firstmover", targets: ["firstmover"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "Wire", targets: ["Wire"]),
        .library(name: "Games", targets: ["Equilibria", "Games", "Policy"]),  // with what Tests/Bench reads of it
        .library(name: "Learners", targets: ["CNetworkKernels", "Learners"]),  // for Tests/Bench too
    ],
    dependencies: [
        // Scenario files and plugin manifests.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Hashes of scenarios, plugins and recordings.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        // Latencies of decisions.
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        // The run store: SQLite with its errors, statements and transactions as Swift types.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // The command line.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Counts allocations; linked by tests and benchmarks alone.
        .target(name: "CAllocationCounter", publicHeadersPath: ".", cSettings: cSettings),

        // System calls, and the process that guards a plugin.
        .target(name: "CPosixShims", cSettings: cSettings),
        .target(name: "System", dependencies: ["CPosixShims"], swiftSettings: settings),
        .executableTarget(
            name: "firstmover-launcher", dependencies: ["CPosixShims"], cSettings: cSettings,
            linkerSettings: withoutSwift),

        // The wire: the generated messages, and the only module that reads them.
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .target(name: "CFirstmoverProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "Wire", dependencies: ["CFirstmoverProtos", "Policy"], swiftSettings: settings),

        // Files that are protobuf: the generated messages, records with checksums, and what a training run leaves behind.
        .target(name: "CChecksums", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "COnnxProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "CStateProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "CTensorBoardProtos", dependencies: ["CProtobufC"], publicHeadersPath: "."),
        .target(name: "Records", dependencies: ["CChecksums", "CProtobufC", "System"], swiftSettings: settings),
        .target(
            name: "Checkpoints", dependencies: ["COnnxProtos", "CStateProtos", "Records", "System"],
            swiftSettings: settings),

        // Both ends of the conversation.
        .target(name: "PluginKit", dependencies: ["Policy", "System", "Wire"], swiftSettings: settings),
        .target(
            name: "PluginHost",
            dependencies: [
                "Policy", "System", "Wire", crypto, .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: settings),

        // Games and what solves them. The kernels are optimised in debug builds too: tests compare many values.
        .target(name: "CKernels", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "Games", dependencies: ["CKernels", "Policy"], swiftSettings: settings),
        .target(name: "Equilibria", dependencies: ["Games"], swiftSettings: settings),

        // Inference about differences.
        .target(name: "CBoostMath", cxxSettings: cxxSettings),
        .target(name: "Statistics", dependencies: ["CBoostMath"], swiftSettings: settings),

        // What learns. Its kernels are optimised in debug builds too: training is arithmetic.
        .target(name: "CNetworkKernels", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "Learners", dependencies: ["CNetworkKernels"], swiftSettings: settings),

        // Our own policies.
        .target(
            name: "Policies", dependencies: ["Checkpoints", "Equilibria", "Games", "Learners", "Policy", "System"],
            swiftSettings: settings),
        policy("all-inc"), policy("analytic"), policy("best-response"), policy("cheapest-station"),
        policy("constant-price"), policy("eq-plc"), policy("gm-rn"), policy("mec-only"), policy("oracle"),
        policy("prop-plc"), policy("random"),
        learner("ddpg"), learner("sac"), learner("td3"),

        // Runs and what they are made of; their reports; the command.
        .target(
            name: "Experiments",
            dependencies: [
                "Equilibria", "Games", "Learners", "PluginHost", "Policies", "Policy", "Statistics", "System", crypto,
                sqlite, "Yams",
            ],
            swiftSettings: settings),
        .target(
            name: "Reporting",
            dependencies: ["CTensorBoardProtos", "Experiments", "Policy", "Records", "Statistics", "System"],
            exclude: ["requirements.txt"], swiftSettings: settings),
        .executableTarget(
            name: "firstmover",
            dependencies: [
                "Experiments", "Games", "PluginHost", "Reporting", "Statistics", "System",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // What the tests start: plugins good and bad, and a host to be killed.
        .executableTarget(
            name: "firstmover-zoo", path: "Tests/Zoo", cSettings: cSettings, linkerSettings: withoutSwift),
        .executableTarget(
            name: "firstmover-echo", dependencies: ["PluginKit"], path: "Tests/EchoPolicy", swiftSettings: settings),
        .executableTarget(
            name: "firstmover-lossy", dependencies: ["Games", "PluginKit", "Policies"], path: "Tests/LossyPolicy",
            swiftSettings: settings),
        .target(
            name: "BanditPolicy", dependencies: ["Policy", "System"], path: "Tests/BanditPolicy",
            swiftSettings: settings),
        .executableTarget(
            name: "firstmover-bandit", dependencies: ["BanditPolicy", "PluginKit"], path: "Tests/BanditProgram",
            swiftSettings: settings),
        .executableTarget(
            name: "firstmover-doomed-host", dependencies: ["PluginHost"], path: "Tests/DoomedHost",
            swiftSettings: settings),
        .executableTarget(
            name: "firstmover-roundtrip", dependencies: ["CAllocationCounter", "PluginHost", "PluginKit"],
            path: "Tests/RoundTrip", swiftSettings: settings),

        // Checkpoints and event files that tests read in Python.
        .executableTarget(
            name: "firstmover-file-samples", dependencies: ["Checkpoints", "Reporting"], path: "Tests/FileSamples",
            swiftSettings: settings),

        // Whether the statistics keep what they promise, on synthetic data.
        .executableTarget(
            name: "firstmover-calibration", dependencies: ["Experiments", "Games", "Policy", "Statistics", "System"],
            path: "Tests/Calibration", swiftSettings: settings),

        .testTarget(name: "SystemTests", dependencies: ["System"], swiftSettings: settings),
        .testTarget(
            name: "WireTests", dependencies: ["CAllocationCounter", "Policy", "Wire"], swiftSettings: settings),
        .testTarget(name: "RecordsTests", dependencies: ["CChecksums", "Records", "System"], swiftSettings: settings),
        .testTarget(
            name: "CheckpointsTests", dependencies: ["Checkpoints", "Records", "System"], swiftSettings: settings),
        .testTarget(
            name: "PluginHostTests",
            dependencies: ["CAllocationCounter", "PluginHost", "PluginKit", "System", "Wire"],
            swiftSettings: settings),
        .testTarget(
            name: "GamesTests", dependencies: ["CAllocationCounter", "Games", "Policy"], swiftSettings: settings),
        .testTarget(
            name: "EquilibriaTests", dependencies: ["CAllocationCounter", "Equilibria", "Games", "Policy"],
            swiftSettings: settings),
        .testTarget(name: "LearnersTests", dependencies: ["CAllocationCounter", "Learners"], swiftSettings: settings),
        .testTarget(name: "StatisticsTests", dependencies: ["CBoostMath", "Statistics"], swiftSettings: settings),
        .testTarget(
            name: "PoliciesTests", dependencies: ["Equilibria", "Games", "Policies", "Policy"], swiftSettings: settings),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: [
                "BanditPolicy", "CAllocationCounter", "Experiments", "Games", "PluginHost", "PluginKit", "Policies",
                "Policy", "Statistics", "Wire", crypto, sqlite,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReportingTests", dependencies: ["Experiments", "Records", "Reporting", "Statistics", "System"],
            exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "Experiments", "PluginHost", "System", "all-inc", "analytic", "best-response", "cheapest-station",
                "constant-price", "eq-plc", "firstmover", "firstmover-bandit", "firstmover-launcher",
                "firstmover-lossy", "firstmover-zoo", "gm-rn", "mec-only", "oracle", "prop-plc", "random", "ddpg",
                "sac", "td3",
            ],
            swiftSettings: settings),
    ],
    cLanguageStandard: .gnu11,
    cxxLanguageStandard: .cxx17
)
