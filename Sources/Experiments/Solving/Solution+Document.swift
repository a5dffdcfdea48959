import Games

extension Solution {
    /// The document of schema `firstmover.solve/1`; values that there are none of are null.
    ///
    /// - Parameters:
    ///   - loaded: the scenario whose instance was solved.
    ///   - isTraced: whether a trace was asked for.
    /// - Returns: the document; its last member is then the trace, an object a round.
    public func document(of loaded: LoadedScenario, isTraced: Bool) -> JSON {
        var document: JSON = [
            "schema": "firstmover.solve/1",
            "scenario": ["name": JSON(loaded.scenario.name), "hash": JSON(loaded.sha256)], "concept": JSON(concept),
            "value": JSON(value),
        ]
        for quantity in quantities { document.set(quantity.name, to: quantity.document) }
        document.set(
            "certificate",
            to: [
                "nashConv": JSON(certificate.nashConv), "bound": JSON(certificate.bound), "gap": JSON(certificate.gap),
                "converged": JSON(certificate.converged), "rounds": JSON(certificate.rounds),
            ])
        if isTraced {
            document.set(
                "trace",
                to: .array(
                    trace.map { step in .object(step.map { JSON.Member(key: $0.name, value: $0.document) }) }))
        }
        return document
    }
}

extension Solution.Quantity {
    /// The values nested by their shape.
    var document: JSON {
        let scalars: [JSON]
        switch values {
        case .reals(let values): scalars = values.map(JSON.number)
        case .integers(let values): scalars = values.map { JSON($0) }
        case .texts(let values): scalars = values.map { JSON($0) }
        case .unknown: return .null
        }
        return nested(scalars[...], shape: shape[...])
    }

    private func nested(_ scalars: ArraySlice<JSON>, shape: ArraySlice<Int>) -> JSON {
        guard let length = shape.first else { return scalars.first ?? .null }
        guard shape.count > 1, length > 0 else { return .array(Array(scalars)) }
        let stride = scalars.count / length
        return .array(
            (0..<length).map { index in
                let start = scalars.startIndex + index * stride
                return nested(scalars[start..<start + stride], shape: shape.dropFirst())
            })
    }
}
