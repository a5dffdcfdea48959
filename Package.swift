// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.unsafeFlags(["-std=gnu11", "-Wall", "-Wextra", "-Werror"])]

let package = Package(
    name: "firstmover",
    dependencies: [],
    targets: [
        // What host, kit and policies share.
        .target(name: "Policy", swiftSettings: settings),

        // Games.
        .target(name: "Games", dependencies: ["Policy"], swiftSettings: settings),
    ]
)
