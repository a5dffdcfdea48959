/// What an actor's output means, with what is needed to improve the actor by what critics say of its actions.
///
/// The critics value several actions a state: first those whose values' gradients count, then others that are only compared.
protocol ImprovableHead: Head {
    /// Actions a state whose values' gradients improve the actor.
    var improvedActions: Int { get }
    /// Actions a state that are valued, those improved first.
    var valuedActions: Int { get }

    /// Draws the actions that are to be valued, for each of the first `rows` rows of an actor's output.
    func drawForImprovement(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence)

    /// Writes valued action `index` of every row into critics' inputs, from column `offset` on.
    func write(action index: Int, rows: Int, into inputs: Matrix, from offset: Int)

    /// How much the value of improved action `index` counts in `row`.
    func weight(ofAction index: Int, row: Int) -> Float

    /// Takes the gradient of the loss by improved action `index`, in the columns of `byInput` from `offset` on.
    func take(_ byInput: Matrix, ofAction index: Int, rows: Int, from offset: Int)

    /// The gradient by the actor's output of the batch mean of -Q, plus temperatures times log pi where there are any.
    ///
    /// - Parameters:
    ///   - values: Q of every valued action, shape `[valuedActions, rows]`.
    ///   - temperatures: one for each part of the action that has an entropy.
    ///   - parameters: the actor's output that was drawn from.
    ///   - rows: states in the batch.
    ///   - gradient: receives it, of the shape of `parameters`.
    func backward(values: Matrix, temperatures: [Float], _ parameters: Matrix, rows: Int, into gradient: Matrix)
}

/// The head of a policy that is deterministic but for what is added in training.
protocol DeterministicPolicyHead: ImprovableHead {
    /// Decides as a target policy does, its numbers smoothed: with clipped normal noise of deviation `deviation` added to
    /// the output before it is squashed.
    func decide(
        _ parameters: Matrix, rows: Int, smoothing deviation: Float, limit: Float, _ random: inout RandomSequence)

    /// Adds normal noise of deviation `deviation` to the numbers decided last, within their range, and replaces choices by
    /// any option with probability `choiceShare`.
    func explore(rows: Int, deviation: Float, choiceShare: Float, _ random: inout RandomSequence)
}
