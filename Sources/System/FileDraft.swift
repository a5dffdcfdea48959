import Glibc
import Synchronization

/// A file that is being written and that nobody sees before it is whole.
///
/// It is written beside the file that it replaces, and takes its place when it is committed; until then, and where
/// writing fails or the process dies, what was there is left as it was.
public struct FileDraft: ~Copyable {
    private let descriptor: Descriptor
    private let place: String
    /// Where it is written; `nil` where the place is a device or pipe, which is written to at once.
    private let draft: String?
    private var isCommitted = false

    /// Drafts of this process, so that two in one folder have two names.
    private static let count = Atomic<Int>(0)

    /// Starts to write what is to stand at `path`, or behind it where it is a link.
    ///
    /// - Throws: ``SystemError`` of the call that failed.
    public init(replacing path: String) throws(SystemError) {
        guard FileReplacement.target(at: path) != .special else {
            descriptor = try .appendingFile(path)
            (place, draft) = (path, nil)
            return
        }
        let place = try FileReplacement.links(from: path).last ?? path
        let number = FileDraft.count.add(1, ordering: .relaxed).newValue
        let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
        let draft = "\(folder).firstmover-\(ProcessContext.processID)-\(number)~"
        // Left by a process of the same number that was killed.
        _ = unsafe unlink(draft)
        descriptor = try .creatingNewFile(draft)
        (self.place, self.draft) = (place, draft)
    }

    deinit {
        if !isCommitted, let draft { _ = unsafe unlink(draft) }
    }

    /// Appends `bytes`.
    public mutating func write(_ bytes: Span<UInt8>) throws(SystemError) {
        _ = try descriptor.writeAll(bytes)
    }

    /// Puts the file in its place, with the mode of the file that was there.
    ///
    /// - Parameter survivingPowerLoss: whether to wait until the disk has it. Without, a machine that loses its power soon
    ///   after may come back with an empty file.
    /// - Throws: ``SystemError`` of the call that failed; what was there is left as it was.
    public consuming func commit(survivingPowerLoss: Bool = false) throws(SystemError) {
        guard let draft else { return }
        var status = stat()
        if unsafe stat(place, &status) == 0 { _ = unsafe chmod(draft, status.st_mode & 0o7777) }
        if survivingPowerLoss {
            guard fsync(descriptor.number) == 0 else { throw .last("fsync", on: place) }
        }
        guard unsafe rename(draft, place) == 0 else { throw .last("rename", on: place) }
        isCommitted = true
    }
}
