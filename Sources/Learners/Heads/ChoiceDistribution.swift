/// Independent categorical distributions, G a row, from logits of which that of none is 0.
final class ChoiceDistribution {
    private let shape: ChoiceShape
    /// `[rows, G, categories]`, none last.
    private let probabilities: Matrix
    private let logProbabilities: Matrix

    init(rows: Int, _ shape: ChoiceShape) {
        self.shape = shape
        probabilities = Matrix(rows: rows, columns: shape.choices * shape.categories)
        logProbabilities = Matrix(rows: rows, columns: shape.choices * shape.categories)
    }

    /// Takes the logits of the first `rows` rows, which are the first columns of an actor's output.
    func set(_ parameters: Matrix, rows: Int) {
        let categories = shape.categories
        for index in 0..<rows * shape.choices {
            let (row, choice) = index.quotientAndRemainder(dividingBy: shape.choices)
            let from = row * parameters.columns + choice * shape.options
            var most: Float = shape.allowsNone ? 0 : parameters[from]
            for option in 0..<shape.options { most = max(most, parameters[from + option]) }
            for option in 0..<shape.options {
                logProbabilities[index * categories + option] = parameters[from + option] - most
            }
            if shape.allowsNone { logProbabilities[index * categories + shape.options] = -most }
        }
        NetworkKernel.exp(rows * shape.choices * categories, logProbabilities, into: probabilities)
        for index in 0..<rows * shape.choices {
            let range = index * categories..<(index + 1) * categories
            var sum: Float = 0
            for i in range { sum += probabilities[i] }
            let logSum = NetworkKernel.log(sum)
            for i in range {
                probabilities[i] /= sum
                logProbabilities[i] -= logSum
            }
        }
    }

    /// The probability of `category` in distribution `index`.
    func probability(_ index: Int, of category: Int) -> Float { probabilities[index * shape.categories + category] }

    func logProbability(_ index: Int, of category: Int) -> Float {
        logProbabilities[index * shape.categories + category]
    }

    /// The category at which the cumulative probability passes `uniform`.
    func option(_ index: Int, at uniform: Float) -> Int {
        var (left, category) = (uniform, 0)
        while category < shape.categories - 1, left >= probability(index, of: category) {
            left -= probability(index, of: category)
            category += 1
        }
        return category
    }

    /// The most probable category; of equal ones none, then the lowest option.
    func likeliest(_ index: Int) -> Int {
        var best = shape.allowsNone ? shape.options : 0
        for option in 0..<shape.options
        where logProbability(index, of: option) > logProbability(index, of: best) { best = option }
        return best
    }

    /// The entropies' sum over the first `rows` rows.
    func entropy(rows: Int) -> Float {
        var sum: Float = 0
        for i in 0..<rows * shape.choices * shape.categories { sum -= probabilities[i] * logProbabilities[i] }
        return sum
    }
}
