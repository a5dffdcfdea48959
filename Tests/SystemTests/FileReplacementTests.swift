import Foundation
import Testing

@testable import System

@Suite("Replacing files")
struct FileReplacementTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    @Test("writes new files, over files, and behind links, and leaves no draft")
    func files() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "target")
        for content in ["one", "another"] {
            try FileReplacement.write(Array(content.utf8), to: path("file"))
            try FileReplacement.write(Array(content.utf8), to: path("link"))
            #expect(try text("file") == content)
            #expect(try text("target") == content)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "target")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["file", "link", "target"])
    }

    @Test("writes to devices and never replaces them")
    func devices() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(FileReplacement.target(at: "/dev/null") == .special)
        // By a link, so that a mistake costs no machine its device.
        try FileManager.default.createSymbolicLink(atPath: path("full"), withDestinationPath: "/dev/full")
        #expect(FileReplacement.target(at: path("full")) == .special)
        #expect(throws: SystemError("write", ENOSPC)) { try FileReplacement.write([1], to: path("full")) }
        #expect(FileReplacement.target(at: "/dev/full") == .special)
        // Somebody's open file, although it may be a regular one.
        try FileManager.default.createSymbolicLink(atPath: path("output"), withDestinationPath: "/dev/stdout")
        for name in [path("output"), "/dev/stdout", "//dev/stdout"] {
            #expect(FileReplacement.target(at: name) == .special)
        }
    }

    @Test("keeps the mode of a file that is replaced")
    func modes() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileReplacement.write([1], to: path("file"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("file"))
        try FileReplacement.write([2], to: path("file"))
        let mode = try FileManager.default.attributesOfItem(atPath: path("file"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // A name as long as names may be has room for no suffix.
        try FileReplacement.write([1], to: path(String(repeating: "x", count: 255)))
    }

    @Test("leaves what was there where it fails")
    func failures() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(FileReplacement.target(at: folder.path) == .folder)
        #expect(FileReplacement.target(at: path("none")) == .nothing)
        #expect(throws: SystemError.self) { try FileReplacement.write([1], to: path("none/file")) }
        #expect(throws: SystemError.self) { try FileReplacement.write([1], to: folder.path) }
        try FileManager.default.createSymbolicLink(atPath: path("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: path("b"), withDestinationPath: "a")
        #expect(throws: SystemError("readlink", ELOOP)) { try FileReplacement.write([1], to: path("a")) }
    }
}
