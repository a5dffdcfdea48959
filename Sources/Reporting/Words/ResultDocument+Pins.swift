extension ResultDocument {
    /// Everything that another run needs to find the same, and what it was measured on.
    var pins: [Fact] {
        var pins: [Fact] = [Fact(name: "scenario", value: scenario)]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { pins.append(Fact(name: name, value: value)) }
        }
        add("scenario hash", scenarioHash)
        add("seed", seed.map { "\($0)" })
        add(kind == .run ? "episodes" : "pairs", pairs.map { Figures.count($0) })
        if let sequential {
            add("most pairs", sequential.mostPairs.map { Figures.count($0) })
            add("decided early", hasDecidedEarly.map { $0 ? "yes" : "no" })
        }
        add("slots per episode", slotsPerEpisode.map { Figures.count($0) })
        add("budget per decision", budgetSeconds.map { "\(Figures.microseconds(1e6 * $0))" })
        add("on a missed deadline", onMiss)
        if kind != .run { add("confidence", confidencePercentage) }
        add("baseline", baseline?.path)
        add("baseline release", baseline?.version)
        add("baseline kernels", baseline?.kernels)
        add("policy in question", baseline?.subject)
        for change in baseline?.changed ?? [] { add("changed since", change) }
        pins += host.map { Fact(name: spaced($0.name), value: $0.value) }
        return pins
    }

    /// `kernelVersion` as `kernel version`.
    private func spaced(_ name: String) -> String {
        name.reduce(into: "") { text, letter in text += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)" }
    }
}

extension PluginRecord {
    /// `analytic 0.1.0`.
    var title: String { version.map { "\(name) \($0)" } ?? name }
}
