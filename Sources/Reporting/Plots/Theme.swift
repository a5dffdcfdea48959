/// The colours of a plot.
///
/// Arms and verdicts are told apart by people who see red and green alike, and by shape, dash or word besides.
struct Theme: Sendable {
    let ink: String
    let muted: String
    let line: String
    let band: String
    /// nil is transparent.
    let paper: String?
    private let arms: [String]
    private let better: String
    private let worse: String

    /// Variables of the page's style sheet, which differ between light and dark.
    static let page = Theme(
        ink: "var(--ink)", muted: "var(--muted)", line: "var(--line)", band: "var(--band)", paper: nil,
        arms: (0..<6).map { "var(--arm-\($0))" }, better: "var(--better)", worse: "var(--worse)")

    /// On white, as the page's light variables are.
    static let light = Theme(
        ink: "#1b1f24", muted: "#59626d", line: "#d8dde3", band: "#e9edf2", paper: "#ffffff",
        arms: ["#59626d", "#0b63a5", "#8a4f9e", "#8a6200", "#00776b", "#b0325c"], better: "#00776b", worse: "#bf4a00")

    func arm(_ index: Int) -> String { arms[index % arms.count] }

    /// Words of verdicts, in the order of their colours and shapes.
    static let verdicts = ["better", "worse", "equivalent", "inconclusive", "unknown"]

    var verdictColors: [String] { [better, worse, muted, ink, muted] }
    /// Triangles point to where a difference goes: the right is better.
    static let verdictShapes = ["triangle-right", "triangle-left", "square", "circle", "circle"]
}
