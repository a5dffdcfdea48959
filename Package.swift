// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.unsafeFlags(["-std=gnu11", "-Wall", "-Wextra", "-Werror"])]

let package = Package(
    name: "firstmover",
    dependencies: [
        // Scenario files and plugin manifests.
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        // Hashes of scenarios and plugins.
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
    ],
    targets: [
        // C libraries behind a shim.
        .target(
            name: "CBoostMath",
            cxxSettings: [.unsafeFlags(["-std=c++17", "-Wall", "-Wextra", "-Werror"])]),

        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Games.
        // Optimised in debug builds too: tests compare kernels over many values.
        .target(name: "CKernels", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "Games", dependencies: ["Policy", "CKernels"], swiftSettings: settings),
        .testTarget(name: "GamesTests", dependencies: ["Games"], swiftSettings: settings),

        // Solvers.
        .target(name: "Equilibria", dependencies: ["Games"], swiftSettings: settings),
        .testTarget(name: "EquilibriaTests", dependencies: ["Equilibria"], swiftSettings: settings),

        // Inference about differences.
        .target(name: "Statistics", dependencies: ["CBoostMath"], swiftSettings: settings),
        .testTarget(
            name: "StatisticsTests", dependencies: ["Statistics", "CBoostMath"], swiftSettings: settings),

        // Runs and what they are made of.
        .target(
            name: "Experiments",
            dependencies: [
                "Equilibria", "Games", "Policy", "Statistics", .product(name: "Yams", package: "Yams"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: ["Experiments", "Games", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
    ]
)
