import Policy

extension Actions {
    /// The first element, if any, that its space does not allow, not a finite number or out of range; else the first
    /// infinite report.
    ///
    /// Bounds of a `float32` tensor are rounded to `float32` first, so that a policy that returns its bound is in range.
    ///
    /// - Parameter rows: rows that count; storage beyond them is not looked at.
    /// - Returns: `nil` where every element and every report is allowed.
    /// - Complexity: O(elements + reports).
    public func violation(rows: Int) -> InvalidAction? {
        for i in tensors.indices {
            if let violation = tensors[i].violation(rows: rows) { return violation }
        }
        for i in 0..<rows * reportNames.count where reports[i].isInfinite {
            let (row, report) = i.quotientAndRemainder(dividingBy: reportNames.count)
            return InvalidAction(tensor: reportNames[report], row: row, .infiniteReport(reports[i]))
        }
        return nil
    }

    /// Bytes that the reports of the first `rows` rows take on the wire.
    func reportByteCount(rows: Int) -> Int { rows * reportNames.count * MemoryLayout<Double>.size }
}

extension Tensor {
    /// The first element of the first `rows` rows, if any, that the space does not allow.
    func violation(rows: Int) -> InvalidAction? {
        let count = rows * rowStride
        switch space.domain {
        case .discrete(let start, let size):
            // As unsigned distance from the start, so that one comparison checks both ends and nothing overflows.
            for i in 0..<count where UInt32(bitPattern: int32[i] &- start) >= UInt32(size) {
                let last = Double(start) + Double(size) - 1
                return invalid(i, .outOfRange(Double(int32[i]), low: Double(start), high: last))
            }
        case .box(let low, let high):
            if space.elementType == .float64 && low.count == 1 && high.count == 1
                && areWithin(float64.span.extracting(0..<count), low[0], high[0])
            {
                return nil
            }
            // One bound for all elements or one an element: either way the place wraps around at the number of bounds.
            var lowPlace = 0
            var highPlace = 0
            for i in 0..<count {
                var lower = low[lowPlace]
                var upper = high[highPlace]
                lowPlace = lowPlace + 1 == low.count ? 0 : lowPlace + 1
                highPlace = highPlace + 1 == high.count ? 0 : highPlace + 1
                let value: Double
                switch space.elementType {
                case .float64: value = float64[i]
                case .int32: value = Double(int32[i])
                case .float32:
                    value = Double(float32[i])
                    lower = Double(Float(lower))
                    upper = Double(Float(upper))
                }
                if value >= lower && value <= upper && value.isFinite { continue }
                return invalid(i, value.isFinite ? .outOfRange(value, low: lower, high: upper) : .notFinite(value))
            }
        }
        return nil
    }

    /// Whether all of `values` are finite and between the bounds: what holds of nearly every decision, found quickly.
    private func areWithin(_ values: Span<Double>, _ low: Double, _ high: Double) -> Bool {
        // A NaN fails both comparisons. The magnitude of infinity is above every finite bound.
        let lower = low < -Double.greatestFiniteMagnitude ? -Double.greatestFiniteMagnitude : low
        let upper = high > Double.greatestFiniteMagnitude ? Double.greatestFiniteMagnitude : high
        // Summed to the end without a way out of the loop, so that it runs on vectors.
        var outside = 0
        for i in values.indices {
            let value = values[i]
            outside |= (value >= lower ? 0 : 1) | (value <= upper ? 0 : 1)
        }
        return outside == 0
    }

    /// What is wrong with the value at `index` of the storage.
    private func invalid(_ index: Int, _ problem: InvalidAction.Problem) -> InvalidAction {
        let elements = max(space.elementCount, 1)
        let stride = max(rowStride, 1)
        return InvalidAction(
            tensor: space.name, row: index / stride, agent: index % stride / elements, element: index % elements,
            problem)
    }
}

extension Acceptance {
    /// What of `session` the acceptance does not fit; `nil` where it does.
    public func violation(of session: Session) -> Fault? {
        if actionSpaces.count != session.stages.count {
            return .specMismatch("it chose \(actionSpaces.count) action spaces for \(session.stages.count) stages")
        }
        for (stage, chosen) in zip(session.stages, actionSpaces) where !stage.actions.indices.contains(chosen) {
            return .specMismatch("it chose action space \(chosen) of the \(stage.actions.count) of stage \(stage.name)")
        }
        return reportNameViolation
    }
}
