import CPosixShims
import Glibc

/// Putting whole folders into place, so that nobody ever finds half of one.
public enum FolderReplacement {
    /// Puts the folder `draft` where `path` says; what was there stands under `draft` afterwards.
    ///
    /// Both are on one file system. Where that cannot exchange two folders at one stroke, there is none under `path` for a
    /// moment.
    ///
    /// - Throws: ``SystemError`` of the call that failed.
    public static func exchange(_ draft: String, with path: String) throws(SystemError) {
        guard FileReplacement.target(at: path) != .nothing else { return try move(draft, to: path) }
        if unsafe shim_exchange(draft, path) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw .last("renameat2", on: path) }
        let aside = draft + "~"
        try move(path, to: aside)
        try move(draft, to: path)
        try move(aside, to: draft)
    }

    private static func move(_ path: String, to target: String) throws(SystemError) {
        guard unsafe rename(path, target) == 0 else { throw .last("rename", on: target) }
    }
}
