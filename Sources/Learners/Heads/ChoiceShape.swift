/// What there is to choose: G choices among K options each, or none of them where that is allowed.
struct ChoiceShape: Sendable, Hashable {
    /// G.
    let choices: Int
    /// K.
    let options: Int
    let allowsNone: Bool

    /// What a choice can come to: an option, or K for none.
    var categories: Int { options + (allowsNone ? 1 : 0) }
    /// Choices times options.
    var pairs: Int { choices * options }
}

/// What was chosen, an option or K for none, `[rows, G]`.
final class ChoiceTable {
    private let shape: ChoiceShape
    private var options: [Int]

    init(rows: Int, _ shape: ChoiceShape) {
        self.shape = shape
        options = Array(repeating: 0, count: rows * shape.choices)
    }

    subscript(index: Int) -> Int {
        get { options[index] }
        set { options[index] = newValue }
    }

    /// Writes encoded actions: 1 at each option chosen, and in the next plane its number.
    ///
    /// - Parameters:
    ///   - numbers: every option's number, `[rows, G, K]`.
    ///   - rows: how many rows.
    ///   - first: index of the first row's first choice.
    ///   - actions: receives them.
    ///   - offset: the column at which they begin.
    ///   - replacement: what is encoded in the place of the option of a row's choice.
    func encode(
        _ numbers: Matrix, rows: Int, first: Int = 0, into actions: Matrix, from offset: Int,
        _ replacement: (_ row: Int, _ choice: Int, _ option: Int) -> Int = { $2 }
    ) {
        let pairs = shape.pairs
        for row in 0..<rows {
            let start = row * actions.columns + offset
            actions.clear(start..<start + 2 * pairs)
            for choice in 0..<shape.choices {
                let option = replacement(row, choice, options[first + row * shape.choices + choice])
                guard option < shape.options else { continue }
                let pair = choice * shape.options + option
                actions[start + pair] = 1
                actions[start + pairs + pair] = numbers[row * pairs + pair]
            }
        }
    }
}
