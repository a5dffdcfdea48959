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

    @Test("writes a draft piece by piece, two at once in a folder, and drops one that is not committed")
    func drafts() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileReplacement.write(Array("old".utf8), to: path("a"))
        do {
            var first = try FileDraft(replacing: path("a"))
            var second = try FileDraft(replacing: path("b"))
            var dropped = try FileDraft(replacing: path("c"))
            try first.write(Array("one, ".utf8).span)
            try second.write(Array("another".utf8).span)
            try dropped.write([1].span)
            try first.write(Array("two".utf8).span)
            #expect(try text("a") == "old")
            try second.commit()
            try first.commit(survivingPowerLoss: true)
        }
        #expect(try text("a") == "one, two")
        #expect(try text("b") == "another")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
    }

    @Test("says how long a file is, and gives any part of it")
    func parts() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileReplacement.write(Array("0123456789".utf8), to: path("file"))
        let file = try Descriptor.openingFile(path("file"))
        #expect(try file.fileLength() == 10)
        var bytes: [UInt8] = []
        try file.read(3, at: 4, appendingTo: &bytes)
        try file.read(5, at: 8, appendingTo: &bytes)
        try file.read(5, at: 20, appendingTo: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "45689")
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
