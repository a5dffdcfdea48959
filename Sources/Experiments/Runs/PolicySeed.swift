import Crypto
import Policy

/// The seed that keys everything random in a policy during one episode.
///
/// The first 8 bytes, big-endian, of the SHA-256 of the text `policy/SEED/EPISODE/ROLE/OPTION`: the command's seed, the
/// episode's index, `operator` or `followers`, and the policy's option `seed` (0 without one), all in decimal. Equal in
/// both arms of a comparison, and no function of the world seed that a policy could invert.
public func policySeed(command: UInt64, episode: Int, role: Role, option: String?) -> UInt64 {
    let text = "policy/\(command)/\(episode)/\(role.rawValue)/\(option ?? "0")"
    return SHA256.hash(data: Array(text.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
}
