import Foundation
import Testing

@testable import Wire

/// Files of the contract, found from this file's own place.
enum Contract {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Protos")

    static func page() throws -> String {
        try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    }

    /// Name and lines of every file of messages.
    static func files() throws -> [(name: String, lines: [String])] {
        let version = folder.appending(path: "firstmover/v1")
        return try FileManager.default.contentsOfDirectory(atPath: version.path).sorted().map { name in
            let text = try String(contentsOf: version.appending(path: name), encoding: .utf8)
            return (name, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }
}

@Suite("The protocol's page")
struct SpecPageTests {
    @Test("shows the first exchange byte by byte as it is")
    func firstExchange() throws {
        let page = try Contract.page()
        let frames = try FirstExchange.frames()
        let blocks = page.components(separatedBy: "```hex\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
        #expect(blocks == frames.map(\.dump))
        var rest = page[...]
        for (title, dump) in frames {
            let heading = try #require(rest.range(of: "### \(title)\n"), "no heading \(title)")
            let block = try #require(rest.range(of: dump), "the block of \(title) is stale")
            #expect(heading.upperBound < block.lowerBound)
            rest = rest[block.upperBound...]
        }
    }

    @Test("lists every error with its blame")
    func errors() throws {
        let page = try Contract.page()
        for fault in FaultTests.all {
            #expect(page.contains("| `\(fault.code.rawValue)` | \(fault.blame.rawValue) |"), "\(fault.code)")
        }
    }

    @Test("lists every request and reply")
    func bodies() throws {
        let page = try Contract.page()
        for schema in [Schema.hostEnvelope, .pluginEnvelope] {
            let envelope = schema.messages[0]
            for i in 0..<envelope.fieldCount where schema.fields[i].oneof >= 0 {
                #expect(page.contains("`\(schema.fieldNames[i])`"))
            }
        }
    }

    @Test("gives the limits that the code holds to")
    func limits() throws {
        let page = try Contract.page().replacing(",", with: "").replacing("\n", with: " ")
        for limit in [
            Limits.frameBytes.lowerBound, Limits.frameBytes.upperBound, Limits.defaultFrameBytes, Preflight.fieldLimit,
            Preflight.unknownFieldLimit, Limits.reports, Limits.reportNameLength,
        ] {
            #expect(page.contains(" \(limit) "), "\(limit)")
        }
        #expect(page.contains("version \(ProtocolVersion.current)"))
    }
}
