extension Workspace {
    /// Sets the output's gradient to that of the mean of (output - target)^2 / 2, for outputs of one column; where they
    /// differ by more than `limit`, the loss goes on linearly (Huber).
    ///
    /// - Returns: the mean of the squares' halves, of errors beyond the limit too.
    func setErrorGradient(towards targets: Matrix, rows: Int, limit: Float) -> Float {
        let output = output
        let gradient = outputGradient
        var loss: Float = 0
        for row in 0..<rows {
            let error = output[row] - targets[row]
            loss += 0.5 * error * error
            gradient[row] = min(max(error, -limit), limit) / Float(rows)
        }
        return loss / Float(rows)
    }
}
