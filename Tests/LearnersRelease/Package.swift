// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

// The learners and their tests alone, by links and with the settings of the package itself, to be optimised without all the
// rest: `make test-learners`.
let package = Package(
    name: "LearnersRelease",
    targets: [
        .target(name: "CAllocationCounter", publicHeadersPath: ".", cSettings: cSettings),
        .target(name: "CNetworkKernels", cSettings: cSettings + [.unsafeFlags(["-O2"])]),
        .target(name: "Learners", dependencies: ["CNetworkKernels"], swiftSettings: settings),
        .testTarget(name: "LearnersTests", dependencies: ["CAllocationCounter", "Learners"], swiftSettings: settings),
    ],
    cLanguageStandard: .gnu11
)
