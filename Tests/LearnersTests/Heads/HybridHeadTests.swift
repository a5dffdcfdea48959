import Foundation
import Testing

@testable import Learners

@Suite("Hybrid head")
struct HybridHeadTests {
    /// A head, what an actor says for every row alike, and a value of every action.
    struct Setting {
        static let stateWidth = 2
        let shape: ChoiceShape
        let squash: Squash
        let rows: Int
        let said: [Double]
        let parameters: Matrix

        init(_ shape: ChoiceShape, _ squash: Squash, rows: Int) {
            (self.shape, self.squash, self.rows) = (shape, squash, rows)
            // Logits, means, and logarithms of std of which one is beyond its limits.
            var said = Samples.floats(3 * shape.pairs, seed: 51).map(Double.init)
            said[2 * shape.pairs] = -6
            self.said = said.map { Double(Float($0)) }
            parameters = Matrix(said, rows: rows)
        }

        func head(_ candidates: CandidateComparison = .init()) -> HybridHead {
            HybridHead(rows: rows, shape, squash: squash, candidates: candidates)
        }

        /// A number of its own for every combination of choices.
        private func code(_ choices: [Int]) -> Double {
            choices.reduce(0) { ($0 * Double(shape.categories) + Double($1 + 1)) }
        }

        /// How much choice `choice`'s number is worth beside the other choices.
        func worth(_ choices: [Int], _ choice: Int) -> Double { cos(1.3 * code(choices) + Double(choice)) }

        func value(_ choices: [Int], _ number: (_ pair: Int) -> Double) -> Double {
            choices.indices.reduce(sin(1.7 * code(choices))) { sum, choice in
                guard choices[choice] < shape.options else { return sum }
                return sum + worth(choices, choice) * number(choice * shape.options + choices[choice])
            }
        }

        /// The choices that an encoded action in row `row` of critics' inputs has, and whether it is well encoded.
        func choices(_ inputs: Matrix, _ row: Int) -> (choices: [Int], isSound: Bool) {
            let start = row * inputs.columns + Self.stateWidth
            var (choices, isSound): ([Int], Bool) = ([], true)
            for choice in 0..<shape.choices {
                let flags = (0..<shape.options).map { inputs[start + choice * shape.options + $0] }
                isSound = isSound && flags.allSatisfy { $0 == 0 || $0 == 1 } && flags.reduce(0, +) <= 1
                choices.append(flags.firstIndex(of: 1) ?? shape.options)
                for option in 0..<shape.options where flags[option] == 0 {
                    isSound = isSound && inputs[start + shape.pairs + choice * shape.options + option] == 0
                }
            }
            return (choices, isSound)
        }

        /// Every combination of choices.
        var combinations: [[Int]] {
            (0..<shape.choices).reduce([[]]) { combinations, _ in
                combinations.flatMap { head in (0..<shape.categories).map { head + [$0] } }
            }
        }

        /// The policy's probabilities of choice `choice` by an actor's output.
        func probabilities(_ numbers: [Double], _ choice: Int) -> [Double] {
            let logits = numbers[choice * shape.options..<(choice + 1) * shape.options]
            return Reference.softmax(logits + (shape.allowsNone ? [0] : []))
        }

        func logStd(_ numbers: [Double], _ pair: Int) -> Double { min(max(numbers[2 * shape.pairs + pair], -5), 2) }

        /// Draws, values and improves as SAC does, every option chosen being worth `bonus` more.
        ///
        /// - Returns: the actor's gradient, whether all actions were well encoded, and of each candidate its choices and value
        ///   in row 0.
        func improve(
            _ head: HybridHead, temperatures: [Float], seed: UInt64, bonus: Double = 0
        ) -> (gradient: Matrix, isSound: Bool, candidates: [(choices: [Int], value: Double)]) {
            var random = RandomSequence(seed: seed)
            head.drawForImprovement(parameters, rows: rows, &random)
            let width = Self.stateWidth + 2 * shape.pairs
            let (inputs, byInput) = (Matrix(rows: rows, columns: width), Matrix(rows: rows, columns: width))
            let values = Matrix(rows: head.valuedActions, columns: rows)
            var isSound = true
            var candidates: [(choices: [Int], value: Double)] = []
            for action in 0..<head.valuedActions {
                head.write(action: action, rows: rows, into: inputs, from: Self.stateWidth)
                for row in 0..<rows {
                    let (choices, sound) = choices(inputs, row)
                    isSound = isSound && sound
                    let numbers = row * width + Self.stateWidth + shape.pairs
                    let count = choices.count { $0 < shape.options }
                    let value = value(choices) { Double(inputs[numbers + $0]) } + bonus * Double(count)
                    values[action * rows + row] = Float(value)
                    if row == 0, action >= head.improvedActions { candidates.append((choices, value)) }
                    guard action < head.improvedActions else { continue }
                    let weight = Double(head.weight(ofAction: action, row: row)) / Double(rows)
                    for choice in choices.indices {
                        for option in 0..<shape.options {
                            // What is not chosen has a derivative too, of which nothing may be taken.
                            byInput[numbers + choice * shape.options + option] =
                                option == choices[choice] ? Float(-weight * worth(choices, choice)) : 1e3
                        }
                    }
                }
                if action < head.improvedActions {
                    head.take(byInput, ofAction: action, rows: rows, from: Self.stateWidth)
                }
            }
            let gradient = Matrix(rows: rows, columns: parameters.columns)
            head.backward(values: values, temperatures: temperatures, parameters, rows: rows, into: gradient)
            return (gradient, isSound, candidates)
        }
    }

    static let shapes = [
        ChoiceShape(choices: 2, options: 2, allowsNone: true), ChoiceShape(choices: 3, options: 2, allowsNone: false),
    ]

    @Test(
        "improves choices, numbers and entropies by the gradient of their expectation", arguments: shapes,
        Squash.allCases)
    func expectation(_ shape: ChoiceShape, _ squash: Squash) {
        let setting = Setting(shape, squash, rows: 4000)
        let temperatures = [0.4, 0.2]
        let (gradient, isSound, _) = setting.improve(
            setting.head(), temperatures: temperatures.map(Float.init), seed: 52)
        #expect(isSound)
        let policy = (0..<shape.choices).map { setting.probabilities(setting.said, $0) }
        let combinations = setting.combinations
        func means(_ numbers: [Double]) -> [Double] {
            (0..<shape.pairs).map { pair in
                Reference.expectation {
                    Reference.squash(
                        squash, numbers[shape.pairs + pair] + exp(setting.logStd(numbers, pair)) * $0)
                }
            }
        }
        let fixed = means(setting.said)
        // By logits: temperature times minus entropy, less Q, of a policy whose numbers are as they are.
        let byLogits = Reference.gradient(at: Array(setting.said[..<shape.pairs])) { logits in
            let chances = (0..<shape.choices).map { setting.probabilities(logits, $0) }
            let negentropy = chances.joined().reduce(0) { $0 + $1 * log($1) }
            return combinations.reduce(temperatures[0] * negentropy) { loss, choices in
                let chance = choices.indices.reduce(1) { $0 * chances[$1][choices[$1]] }
                return loss - chance * setting.value(choices) { fixed[$0] }
            }
        }
        // By means and logarithms of std: temperature times the mean log density of every option's number, less Q, where one
        // choice, each as often, is made half by the policy and half uniformly.
        let byNumbers = Reference.gradient(at: Array(setting.said[shape.pairs...])) { tail in
            let numbers = setting.said[..<shape.pairs] + tail
            let drawn = means(Array(numbers))
            let logDensity = (0..<shape.pairs).reduce(0.0) { sum, pair in
                sum
                    + Reference.expectation {
                        Reference.logDensity(
                            squash, mean: numbers[shape.pairs + pair], logStd: setting.logStd(Array(numbers), pair),
                            noise: $0)
                    }
            }
            var loss = temperatures[1] * logDensity / Double(shape.options)
            for focus in 0..<shape.choices {
                for choices in combinations {
                    let chance = choices.indices.reduce(1 / Double(shape.choices)) { chance, choice in
                        let p = policy[choice][choices[choice]]
                        return chance * (choice == focus ? 0.5 * (p + 1 / Double(shape.categories)) : p)
                    }
                    loss -= chance * setting.value(choices) { drawn[$0] }
                }
            }
            return loss
        }
        for (column, exact) in (byLogits + byNumbers).enumerated() {
            // The gradient is of the batch's mean: a row's part of it times the rows is a sample of the expectation.
            let samples = (0..<setting.rows).map { row in
                Double(gradient[row * gradient.columns + column]) * Double(setting.rows)
            }
            let mean = samples.reduce(0, +) / Double(setting.rows)
            let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(setting.rows)
            // Five standard errors, a chance below 1e-6, and single precision.
            let tolerance = 5 * (variance / Double(setting.rows)).squareRoot() + 1e-5
            #expect(abs(mean - exact) <= tolerance, "column \(column): \(mean), not \(exact)")
        }
    }

    @Test("raises the likelihood of candidates by their values", arguments: shapes)
    func comparison(_ shape: ChoiceShape) {
        let setting = Setting(shape, .logistic, rows: 1)
        let candidates = CandidateComparison(count: 7, temperature: 0.5, weight: 0.8)
        for seed in UInt64(1)...20 {
            let (with, isSound, compared) = setting.improve(
                setting.head(candidates), temperatures: [0.4, 0.2], seed: seed)
            let (without, _, _) = setting.improve(setting.head(), temperatures: [0.4, 0.2], seed: seed)
            #expect(isSound && compared.count == 7)
            let shares = Reference.softmax(compared.map { $0.value / Double(candidates.temperature) })
            let exact = Reference.gradient(at: Array(setting.said[..<shape.pairs])) { logits in
                zip(compared, shares).reduce(0) { loss, pair in
                    let likelihood = pair.0.choices.enumerated().reduce(0) {
                        $0 + log(setting.probabilities(logits, $1.offset)[$1.element])
                    }
                    return loss - pair.1 * likelihood
                }
            }
            for column in 0..<gradient(with).count {
                let found = Double(with[column]) - Double(without[column])
                let expected =
                    column < shape.pairs
                    ? Double(candidates.weight) * Double(candidates.temperature) * exact[column] : 0
                // Differences of sums of a dozen numbers below 4 in single precision.
                #expect(abs(found - expected) <= 12 * 4 * 0x1p-24)
            }
        }
        func gradient(_ matrix: Matrix) -> Range<Int> { 0..<matrix.count }
    }

    @Test("takes what an option costs off its value", arguments: [0, 7])
    func optionCost(count: Int) {
        let setting = Setting(Self.shapes[0], .logistic, rows: 4)
        func gradient(cost: Float, bonus: Double) -> Matrix {
            let candidates = CandidateComparison(count: count, temperature: 0.5, weight: 0.8, optionCost: cost)
            return setting.improve(setting.head(candidates), temperatures: [0.4, 0.2], seed: 5, bonus: bonus).gradient
        }
        let (plain, paid, unpaid) = (
            gradient(cost: 0, bonus: 0), gradient(cost: 0.25, bonus: 0.25), gradient(cost: 0.25, bonus: 0)
        )
        // Sums of a dozen numbers below 4 in single precision; what is not offset is no rounding.
        let tolerance: Float = 12 * 4 * 0x1p-24
        #expect((0..<plain.count).allSatisfy { abs(plain[$0] - paid[$0]) <= tolerance })
        #expect((0..<plain.count).contains { abs(plain[$0] - unpaid[$0]) > 100 * tolerance })
    }

    @Test("compares the likeliest action, and others strewn around the policy's")
    func candidates() {
        let shape = ChoiceShape(choices: 2, options: 2, allowsNone: true)
        let rows = 2000
        let head = HybridHead(rows: rows, shape, squash: .logistic, candidates: .init(count: 4))
        // An actor that is sure: the first option, and none.
        let said = Matrix([30, 0, -30, -30, 0, 0, 0, 0, 0, 0, 0, 0], rows: rows)
        var random = RandomSequence(seed: 6)
        head.drawForImprovement(said, rows: rows, &random)
        let inputs = Matrix(rows: rows, columns: 8)
        var others = 0
        for candidate in 0..<4 {
            head.write(action: shape.categories + candidate, rows: rows, into: inputs, from: 0)
            for row in 0..<rows {
                let isSure = (0..<4).map { inputs[row * 8 + $0] } == [1, 0, 0, 0]
                if candidate < 2 { others += isSure ? 0 : 1 } else { #expect(isSure) }
            }
        }
        // Of two choices each is another one with probability 1/2 times 2/3; five standard errors.
        let chance = 1 - (2.0 / 3) * (2.0 / 3)
        let count = Double(2 * rows)
        #expect(abs(Double(others) - chance * count) <= 5 * (count * chance * (1 - chance)).squareRoot())
    }

    @Test("says the logarithms of the probabilities and densities of what it drew", arguments: shapes, Squash.allCases)
    func probabilities(_ shape: ChoiceShape, _ squash: Squash) {
        let setting = Setting(shape, squash, rows: 50)
        let head = setting.head()
        var random = RandomSequence(seed: 53)
        head.sample(setting.parameters, rows: setting.rows, &random)
        // Choices take a uniform each, numbers a normal each.
        var copy = RandomSequence(seed: 53)
        let noise = Matrix(rows: setting.rows, columns: max(shape.choices, shape.pairs))
        copy.fillUniforms(0..<setting.rows * shape.choices, of: noise)
        copy.fillNormals(0..<setting.rows * shape.pairs, of: noise)
        let inputs = Matrix(rows: setting.rows, columns: Setting.stateWidth + 2 * shape.pairs)
        for row in 0..<setting.rows {
            for i in 0..<2 * shape.pairs {
                inputs[row * inputs.columns + Setting.stateWidth + i] = head.actions[row * 2 * shape.pairs + i]
            }
            let (choices, isSound) = setting.choices(inputs, row)
            #expect(isSound)
            var exact = (choice: 0.0, number: 0.0)
            for (choice, option) in choices.enumerated() {
                exact.choice += log(setting.probabilities(setting.said, choice)[option])
                guard option < shape.options else { continue }
                let pair = choice * shape.options + option
                exact.number += Reference.logDensity(
                    squash, mean: setting.said[shape.pairs + pair], logStd: setting.logStd(setting.said, pair),
                    noise: Double(noise[row * shape.pairs + pair]))
            }
            // Sums of a few numbers below 32 in single precision.
            #expect(abs(Double(head.logProbability(part: 0, row: row)) - exact.choice) <= 8 * 0x1p-21)
            #expect(abs(Double(head.logProbability(part: 1, row: row)) - exact.number) <= 16 * 0x1p-21)
        }
    }

    @Test("replaces the stated share of choices in exploration", arguments: [0, 0.3, 1] as [Float])
    func exploration(_ share: Float) {
        let shape = ChoiceShape(choices: 3, options: 2, allowsNone: true)
        let rows = 3000
        let head = HybridHead(rows: rows, shape, squash: .logistic)
        var said = Array(repeating: 0.0, count: 18)
        for choice in 0..<3 { (said[2 * choice], said[2 * choice + 1]) = (0, 40) }
        var random = RandomSequence(seed: 7)
        head.sample(Matrix(said, rows: rows), rows: rows, &random)
        head.explore(rows: rows, choices: share, numbers: 0, &random)
        var counts = [0, 0, 0]
        for row in 0..<rows {
            for choice in 0..<3 {
                let place = row * 12 + 2 * choice
                counts[head.actions[place] == 1 ? 0 : head.actions[place + 1] == 1 ? 1 : 2] += 1
            }
        }
        let count = Double(3 * rows)
        for category in [0, 2] {
            let chance = Double(share) / 3
            // Five standard errors.
            let error = (count * chance * (1 - chance)).squareRoot()
            #expect(abs(Double(counts[category]) - count * chance) <= 5 * error)
        }
    }

    @Test("draws every action alike in the warm-up")
    func uniform() {
        let shape = ChoiceShape(choices: 2, options: 2, allowsNone: true)
        let rows = 6000
        let head = HybridHead(rows: rows, shape, squash: .tanh)
        var random = RandomSequence(seed: 9)
        head.sampleUniformly(rows: rows, &random)
        var counts = Array(repeating: 0, count: 9)
        for row in 0..<rows {
            func option(_ choice: Int) -> Int {
                let place = row * 8 + 2 * choice
                return head.actions[place] == 1 ? 0 : head.actions[place + 1] == 1 ? 1 : 2
            }
            counts[3 * option(0) + option(1)] += 1
        }
        // Five standard errors and a half more for there being nine.
        let error = (Double(rows) * 8 / 81).squareRoot()
        #expect(counts.allSatisfy { abs(Double($0) - Double(rows) / 9) <= 5.5 * error })
    }

    @Test("decides for the likeliest option and the squashed mean")
    func decision() {
        let shape = ChoiceShape(choices: 2, options: 2, allowsNone: true)
        let head = HybridHead(rows: 1, shape, squash: .tanh)
        head.decide(Matrix([0.1, 0.2, -1, -2, 9, 0.5, 9, 9, 0, 0, 0, 0], rows: 1), rows: 1)
        let actions = head.actions.numbers
        #expect(Array(actions[..<4]) == [0, 1, 0, 0] && actions[4] == 0 && actions[6...].allSatisfy { $0 == 0 })
        #expect(abs(Double(actions[5]) - tanh(0.5)) <= 2 * 0x1p-24)
    }
}
