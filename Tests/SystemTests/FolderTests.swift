import Foundation
import System
import Testing

@Suite("Folders")
struct FolderTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)").path
        for name in ["a", "b"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            try Data(name.utf8).write(to: URL(filePath: "\(folder)/\(name)/file"))
        }
    }

    private func text(_ name: String) -> String { SystemFile.text("\(folder)/\(name)/file") }

    @Test("change places at one stroke, or are moved where nothing stands")
    func exchange() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FolderReplacement.exchange("\(folder)/a", with: "\(folder)/b")
        #expect(text("a") == "b" && text("b") == "a")
        try FolderReplacement.exchange("\(folder)/a", with: "\(folder)/c")
        #expect(text("c") == "b" && FileReplacement.target(at: "\(folder)/a") == .nothing)
        #expect(throws: SystemError.self) {
            try FolderReplacement.exchange("\(folder)/nowhere", with: "\(folder)/c")
        }
        #expect(text("c") == "b")
    }

    @Test("belong to one owner at a time")
    func lock() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func take() throws -> Bool { try FolderLock.take("\(folder)/a") != nil }
        func takeTwice() throws -> [Bool] {
            guard let lock = try FolderLock.take("\(folder)/a") else { return [false] }
            let again = try take()
            withExtendedLifetime(lock) {}
            return [true, again]
        }
        #expect(try takeTwice() == [true, false])
        #expect(try take())
        #expect(throws: SystemError.self) {
            guard try FolderLock.take("\(folder)/nowhere") != nil else { return }
        }
    }
}
