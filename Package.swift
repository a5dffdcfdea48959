// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.unsafeFlags(["-std=gnu11", "-Wall", "-Wextra", "-Werror"])]

let package = Package(
    name: "firstmover",
    products: [
        .library(name: "Games", targets: ["Games", "Policy"])  // for Tests/Bench
    ],
    dependencies: [],
    targets: [
        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Games.
        // Optimised in debug builds too: tests compare kernels over many values.
        .target(name: "CKernels", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "Games", dependencies: ["Policy", "CKernels"], swiftSettings: settings),
        .testTarget(name: "GamesTests", dependencies: ["Games"], swiftSettings: settings),
    ]
)
