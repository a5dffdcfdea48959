import Crypto
import Foundation
import Games

extension Scenario {
    /// Lower-case hexadecimal SHA-256 of the canonical form: equal for equal parameters, whatever the names.
    public var sha256: String { hexadecimal(SHA256.hash(data: Array(canonicalForm.utf8))) }
}

/// Lower-case hexadecimal SHA-256 of `bytes`.
public func sha256(of bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(data: bytes))
}

/// Lower-case hexadecimal SHA-256 of the file at `path`, read in pieces: an executable or a checkpoint may be large.
///
/// - Throws: ``ExperimentsError/unreadable(path:reason:)``.
public func sha256(ofFile path: String) throws(ExperimentsError) -> String {
    guard InputFile.isRegular(path), let file = FileHandle(forReadingAtPath: path) else {
        throw .unreadable(path: path, reason: "it is to be hashed, but is no file that may be read")
    }
    defer { file.closeFile() }
    var hash = SHA256()
    do {
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty { hash.update(data: part) }
    } catch {
        throw .unreadable(path: path, reason: error.localizedDescription)
    }
    return hexadecimal(hash.finalize())
}

private func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef")
    return digest.reduce(into: "") { $0 += [digits[Int($1 >> 4)], digits[Int($1 & 15)]] }
}
