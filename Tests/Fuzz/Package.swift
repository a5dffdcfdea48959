// swift-tools-version: 6.2
import PackageDescription

// Fuzzers, apart from the package's own tests because libFuzzer brings a `main` of its own:
//
//     swift build -c release --package-path Tests/Fuzz -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
//     Tests/Fuzz/.build/release/FuzzWire -max_total_time=60 -max_len=4096
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "firstmover", path: "../..")],
    targets: [
        .executableTarget(
            name: "FuzzWire", dependencies: [.product(name: "Wire", package: "firstmover")],
            swiftSettings: [
                .strictMemorySafety(), .treatAllWarnings(as: .error), .unsafeFlags(["-parse-as-library"]),
            ])
    ]
)
