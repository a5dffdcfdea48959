/// Small files of text in which the kernel and the distribution say what they are, as under `/proc`.
public enum SystemFile {
    /// The whole text of `path`; empty where there is no such file or it may not be read.
    public static func text(_ path: String) -> String {
        String(decoding: (try? Descriptor.openingFile(path).readAll()) ?? [], as: UTF8.self)
    }

    /// The first line of `path` without its end; empty where there is none.
    public static func firstLine(_ path: String) -> String { String(text(path).prefix { !$0.isNewline }) }
}
