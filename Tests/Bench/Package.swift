// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

let package = Package(
    name: "bench",
    dependencies: [.package(name: "firstmover", path: "../..")],
    targets: [
        // Peers of the learners' kernels; loads OpenBLAS, which need not be there, when it runs.
        .target(name: "COpenBLAS", cSettings: cSettings),
        .executableTarget(
            name: "bench",
            dependencies: [
                "COpenBLAS", .product(name: "Games", package: "firstmover"),
                .product(name: "Learners", package: "firstmover"),
            ],
            swiftSettings: settings),
    ],
    cLanguageStandard: .gnu11
)
