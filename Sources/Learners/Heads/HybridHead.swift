/// Actions that are choices with a number each: G independent choices among K options, or none where that is allowed, and
/// a number that goes with the option chosen.
///
/// An actor says, each of shape `[G, K]`: the options' logits (none has 0), then means and logarithms of standard
/// deviations of the number that each option would have. An encoded action has two planes of shape `[G, K]`: 1 at each
/// option chosen, and the number at its place.
///
/// Choices are improved in two ways. By expectation: of one choice a state, drawn anew, the critics value every option, the
/// others being as they were sampled (local expectation gradients); their values' gradients improve the numbers as well.
/// And by comparison: of whole candidate actions, half of them strewn around the policy's, the likelihood of the best is
/// raised, each weighted by exp(Q/temperature). The first is a step of one choice at a time and stops where only two
/// together would improve; the second finds those.
///
/// A deterministic policy plays the likeliest options and the numbers' means. Its choices have no gradient, so it is improved
/// by comparison alone, the candidates being drawn as if the logits said how likely options are; its numbers by the values'
/// gradients.
///
/// - SeeAlso: Delalleau et al. 2019 (hybrid actions); Titsias & Lázaro-Gredilla, NIPS 2015 (local expectation); Chan et al.,
///   JMLR 2022 (forward and reverse KL in policy improvement).
final class HybridHead: StochasticHead, DeterministicPolicyHead {
    let parts = ["choice", "number"]
    /// What there is to choose.
    let shape: ChoiceShape
    /// Candidates a state that are compared; 0 for none.
    let candidates: CandidateComparison
    /// Whether the policy that says the output plays the likeliest action.
    let isDeterministic: Bool
    let actions: Matrix

    private let normal: SquashedNormal
    private let distribution: ChoiceDistribution
    /// The option sampled or decided last, K for none, `[rows, G]`.
    private let chosen: ChoiceTable
    /// The choice of every row whose options are all valued.
    private var focus: [Int32]
    /// Options of the candidates, `[candidates, rows, G]`.
    private let compared: ChoiceTable
    private let uniforms: Matrix
    /// The loss's gradient by the numbers, `[rows, G, K]`.
    private let byNumber: Matrix

    /// Room for batches of up to `rows` rows.
    ///
    /// - Parameters:
    ///   - rows: how many.
    ///   - shape: what there is to choose.
    ///   - squash: what bounds the numbers.
    ///   - logStdRange: limits of their log std.
    ///   - candidates: what is compared.
    ///   - isDeterministic: whether the policy plays the likeliest action.
    init(
        rows: Int, _ shape: ChoiceShape, squash: Squash, logStdRange: ClosedRange<Float> = -5...2,
        candidates: CandidateComparison = CandidateComparison(), isDeterministic: Bool = false
    ) {
        self.shape = shape
        self.candidates = candidates
        self.isDeterministic = isDeterministic
        normal = SquashedNormal(rows: rows, dimensions: shape.pairs, squash: squash, logStdRange: logStdRange)
        distribution = ChoiceDistribution(rows: rows, shape)
        chosen = ChoiceTable(rows: rows, shape)
        compared = ChoiceTable(rows: rows * candidates.count, shape)
        focus = Array(repeating: 0, count: rows)
        uniforms = Matrix(rows: rows * max(1, candidates.count), columns: 2 * shape.choices)
        byNumber = Matrix(rows: rows, columns: shape.pairs)
        actions = Matrix(rows: rows, columns: 2 * shape.pairs)
    }

    var improvedActions: Int { shape.categories }
    var valuedActions: Int { shape.categories + candidates.count }

    // MARK: Drawing

    func sample(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence) {
        distribution.set(parameters, rows: rows)
        random.fillUniforms(0..<rows * shape.choices, of: uniforms)
        for index in 0..<rows * shape.choices { chosen[index] = distribution.option(index, at: uniforms[index]) }
        if isDeterministic {
            normal.sampleMeans(parameters, from: shape.pairs, rows: rows)
        } else {
            normal.sample(parameters, from: shape.pairs, rows: rows, &random)
        }
        chosen.encode(normal.values, rows: rows, into: actions, from: 0)
    }

    func drawForImprovement(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence) {
        sample(parameters, rows: rows, &random)
        random.fill(&focus, below: shape.choices)
        drawCandidates(rows: rows, &random)
        byNumber.clear(rows * shape.pairs)
    }

    /// Draws candidates from the policy; in the first half of them each choice is with probability 1/2 any option instead.
    ///
    /// The last candidate is the likeliest action.
    private func drawCandidates(rows: Int, _ random: inout RandomSequence) {
        guard candidates.count > 0 else { return }
        let count = rows * shape.choices
        random.fillUniforms(0..<candidates.count * count * 2, of: uniforms)
        for candidate in 0..<candidates.count {
            for index in 0..<count {
                let place = candidate * count + index
                let (first, second) = (uniforms[2 * place], uniforms[2 * place + 1])
                if candidate == candidates.count - 1 {
                    compared[place] = distribution.likeliest(index)
                } else if candidate < candidates.count / 2, first < 0.5 {
                    compared[place] = min(Int(second * Float(shape.categories)), shape.categories - 1)
                } else {
                    compared[place] = distribution.option(index, at: second)
                }
            }
        }
    }

    func sampleUniformly(rows: Int, _ random: inout RandomSequence) {
        random.fillUniforms(0..<rows * shape.choices, of: uniforms)
        for index in 0..<rows * shape.choices {
            chosen[index] = min(Int(uniforms[index] * Float(shape.categories)), shape.categories - 1)
        }
        normal.sampleUniformly(rows: rows, &random)
        chosen.encode(normal.values, rows: rows, into: actions, from: 0)
    }

    func decide(
        _ parameters: Matrix, rows: Int, smoothing deviation: Float, limit: Float, _ random: inout RandomSequence
    ) {
        // A choice has nothing to smooth, and what goes with it is worth what it is.
        decide(parameters, rows: rows)
    }

    func explore(rows: Int, deviation: Float, choiceShare: Float, _ random: inout RandomSequence) {
        normal.perturb(rows: rows, deviation: deviation, &random)
        explore(rows: rows, choices: choiceShare, numbers: 0, &random)
    }

    /// Replaces each choice sampled last by any option, and each number by any of its range, with the probabilities given.
    func explore(rows: Int, choices choiceShare: Float, numbers numberShare: Float, _ random: inout RandomSequence) {
        if choiceShare > 0 {
            random.fillUniforms(0..<rows * shape.choices * 2, of: uniforms)
            for index in 0..<rows * shape.choices where uniforms[2 * index] < choiceShare {
                chosen[index] = min(Int(uniforms[2 * index + 1] * Float(shape.categories)), shape.categories - 1)
            }
        }
        normal.explore(rows: rows, share: numberShare, &random)
        chosen.encode(normal.values, rows: rows, into: actions, from: 0)
    }

    func decide(_ parameters: Matrix, rows: Int) {
        distribution.set(parameters, rows: rows)
        for index in 0..<rows * shape.choices { chosen[index] = distribution.likeliest(index) }
        normal.decide(parameters, from: shape.pairs, rows: rows)
        chosen.encode(normal.values, rows: rows, into: actions, from: 0)
    }

    func logProbability(part: Int, row: Int) -> Float {
        var sum: Float = 0
        for index in row * shape.choices..<(row + 1) * shape.choices {
            if part == 0 {
                sum += distribution.logProbability(index, of: chosen[index])
            } else if chosen[index] < shape.options {
                sum += normal.logDensity[index * shape.options + chosen[index]]
            }
        }
        return sum
    }

    func entropy(part: Int, rows: Int) -> Float {
        guard part > 0 else { return distribution.entropy(rows: rows) / Float(rows) }
        // Of every option's number, chosen or not, so that none collapses while nobody looks.
        var sum: Float = 0
        for i in 0..<rows * shape.pairs { sum -= normal.logDensity[i] }
        return sum / Float(rows * shape.options)
    }

    // MARK: Improving

    func write(action index: Int, rows: Int, into inputs: Matrix, from offset: Int) {
        if index >= shape.categories {
            let first = (index - shape.categories) * rows * shape.choices
            return compared.encode(normal.values, rows: rows, first: first, into: inputs, from: offset)
        }
        chosen.encode(normal.values, rows: rows, into: inputs, from: offset) { row, choice, option in
            choice == Int(focus[row]) ? index : option
        }
    }

    /// Half the policy's probability and half a uniform one's, so that numbers of unlikely options are learned too.
    func weight(ofAction index: Int, row: Int) -> Float {
        0.5 * (distribution.probability(row * shape.choices + Int(focus[row]), of: index) + 1 / Float(shape.categories))
    }

    func take(_ byInput: Matrix, ofAction index: Int, rows: Int, from offset: Int) {
        for row in 0..<rows {
            for choice in 0..<shape.choices {
                let option = choice == Int(focus[row]) ? index : chosen[row * shape.choices + choice]
                guard option < shape.options else { continue }
                let pair = choice * shape.options + option
                byNumber[row * shape.pairs + pair] += byInput[row * byInput.columns + offset + shape.pairs + pair]
            }
        }
    }

    func backward(values: Matrix, temperatures: [Float], _ parameters: Matrix, rows: Int, into gradient: Matrix) {
        let scale = 1 / Float(rows)
        gradient.clear(rows * gradient.columns)
        for row in 0..<rows {
            if !isDeterministic { expect(row, values, rows: rows, scale, into: gradient) }
            if candidates.count > 0 { compare(row, values, rows: rows, scale, into: gradient) }
            for choice in 0..<shape.choices {
                disperse(row, choice, temperature: scale * (temperatures.first ?? 0), into: gradient)
            }
            for pair in 0..<shape.pairs {
                normal.backward(
                    row: row, dimension: pair, byValue: byNumber[row * shape.pairs + pair],
                    byLogDensity: scale * (temperatures.last ?? 0) / Float(shape.options), parameters, into: gradient)
            }
        }
    }

    /// By expectation: -p_j (Q_j - its mean), times G because the choice stands for all of them.
    private func expect(_ row: Int, _ values: Matrix, rows: Int, _ scale: Float, into gradient: Matrix) {
        let index = row * shape.choices + Int(focus[row])
        func value(_ category: Int) -> Float {
            values[category * rows + row] - (category < shape.options ? candidates.optionCost : 0)
        }
        var mean: Float = 0
        for category in 0..<shape.categories {
            mean += distribution.probability(index, of: category) * value(category)
        }
        for option in 0..<shape.options {
            gradient[row * gradient.columns + Int(focus[row]) * shape.options + option] -=
                scale * Float(shape.choices) * distribution.probability(index, of: option)
                * (value(option) - mean)
        }
    }

    /// By comparison: p_j - (the weight of candidates that chose j).
    private func compare(_ row: Int, _ values: Matrix, rows: Int, _ scale: Float, into gradient: Matrix) {
        func value(_ candidate: Int) -> Float {
            let first = (candidate * rows + row) * shape.choices
            var chosen = 0
            for choice in 0..<shape.choices where compared[first + choice] < shape.options { chosen += 1 }
            return values[(shape.categories + candidate) * rows + row] - candidates.optionCost * Float(chosen)
        }
        var (most, total) = (value(0), Float.zero)
        for candidate in 0..<candidates.count { most = max(most, value(candidate)) }
        let factor = scale * candidates.weight * candidates.temperature
        func likelihood(_ candidate: Int) -> Float {
            NetworkKernel.exp((value(candidate) - most) / candidates.temperature)
        }
        for candidate in 0..<candidates.count { total += likelihood(candidate) }
        for candidate in 0..<candidates.count {
            let share = factor * likelihood(candidate) / total
            for choice in 0..<shape.choices {
                let option = compared[(candidate * rows + row) * shape.choices + choice]
                guard option < shape.options else { continue }
                gradient[row * gradient.columns + choice * shape.options + option] -= share
            }
        }
        for pair in 0..<shape.pairs {
            let index = row * shape.choices + pair / shape.options
            gradient[row * gradient.columns + pair] +=
                factor * distribution.probability(index, of: pair % shape.options)
        }
    }

    /// For entropy: p_j (log p_j - its mean).
    private func disperse(_ row: Int, _ choice: Int, temperature: Float, into gradient: Matrix) {
        let index = row * shape.choices + choice
        var mean: Float = 0
        for category in 0..<shape.categories {
            mean += distribution.probability(index, of: category) * distribution.logProbability(index, of: category)
        }
        for option in 0..<shape.options {
            gradient[row * gradient.columns + choice * shape.options + option] +=
                temperature * distribution.probability(index, of: option)
                * (distribution.logProbability(index, of: option) - mean)
        }
    }
}
