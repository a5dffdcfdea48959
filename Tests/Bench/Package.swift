// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

let package = Package(
    name: "bench",
    dependencies: [.package(name: "firstmover", path: "../..")],
    targets: [
        .executableTarget(
            name: "bench", dependencies: [.product(name: "Games", package: "firstmover")], swiftSettings: settings)
    ]
)
