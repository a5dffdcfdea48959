import Crypto
import Games

extension Scenario {
    /// Lower-case hexadecimal SHA-256 of the canonical form: equal for scenarios with equal parameters, whatever their names.
    public var sha256: String { hexadecimal(SHA256.hash(data: Array(canonicalForm.utf8))) }
}

/// Lower-case hexadecimal SHA-256 of `bytes`.
public func sha256(of bytes: [UInt8]) -> String {
    hexadecimal(SHA256.hash(data: bytes))
}

func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef")
    return digest.reduce(into: "") { $0 += [digits[Int($1 >> 4)], digits[Int($1 & 15)]] }
}
