// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]
let cSettings: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

// A C program is built for the processor that it is measured on, with vectors of the widest sort and of functions, too.
#if arch(x86_64)
    let tuning = ["-O3", "-ffast-math", "-march=native", "-mprefer-vector-width=512", "-fveclib=libmvec"]
    let libraries: [LinkerSetting] = [.linkedLibrary("mvec")]
#else
    let tuning = ["-O3", "-ffast-math", "-mcpu=native"]
    let libraries: [LinkerSetting] = []
#endif

let package = Package(
    name: "bench",
    dependencies: [.package(name: "firstmover", path: "../..")],
    targets: [
        // Peers of the learners in C; loads OpenBLAS, which need not be there, when it runs.
        .target(name: "COpenBLAS", cSettings: cSettings + [.unsafeFlags(tuning)], linkerSettings: libraries),
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
