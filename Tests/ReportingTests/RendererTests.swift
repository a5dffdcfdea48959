import Experiments
import Foundation
import Testing

@testable import Reporting

@Suite("Picture renderer")
struct RendererTests {
    @Test("says its version")
    func version() throws {
        #expect(try Fixture.renderer.version().hasPrefix("1."))
    }

    @Test("draws PNG")
    func png() throws {
        let plot = Report(try SmallComparison.document).plots[0]
        let picture = try Fixture.renderer.draw([.init(spec: plot.lightSpec, format: .png)])[0]
        #expect(picture.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    @Test("says what a wrong specification lacks")
    func wrong() throws {
        let error = #expect(throws: ReportingError.self) {
            try Fixture.renderer.draw([.init(spec: ["mark": "nonsense"], format: .svg)])
        }
        guard case .rendererFailed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("is given up at its deadline, whatever it does instead")
    func deadline() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func interpreter(_ name: String, _ script: String) throws -> String {
            let file = folder.appending(path: name)
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
            return file.path
        }
        let order = PictureRenderer.Order(spec: ["mark": "bar"], format: .svg)
        let silent = PictureRenderer(python: try interpreter("silent", "exec sleep 60"), limit: .milliseconds(200))
        #expect(throws: ReportingError.rendererTimedOut(limit: .milliseconds(200))) { try silent.draw([order]) }
        let mute = PictureRenderer(python: try interpreter("mute", "exit 0"))
        #expect(throws: ReportingError.rendererFailed(reason: "it ended after 0 of 1")) { try mute.draw([order]) }
        let odd = PictureRenderer(python: try interpreter("odd", "echo hello"))
        #expect(throws: ReportingError.rendererFailed(reason: "it answered what is no JSON")) { try odd.draw([order]) }
        let path = try interpreter("lacking", "echo '{\"missing\": true}'")
        #expect(throws: ReportingError.rendererMissing(python: path)) {
            try PictureRenderer(python: path).draw([order])
        }
        #expect(throws: ReportingError.self) { try PictureRenderer(python: "/nonexistent").draw([order]) }
    }
}
