/// What an actor's output means: actions, encoded as critics take them.
protocol Head: AnyObject {
    /// The actions drawn or decided last, shape `[rows, actionWidth]`.
    var actions: Matrix { get }

    /// Decides for the likeliest action in each of the first `rows` rows of an actor's output.
    func decide(_ parameters: Matrix, rows: Int)

    /// Draws actions uniformly over everything that can be done.
    func sampleUniformly(rows: Int, _ random: inout RandomSequence)
}
