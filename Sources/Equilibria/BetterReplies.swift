/// The graph of better replies of a finite game: an edge wherever one player alone gains more than the tie.
///
/// Profiles may be taken together where a player is indifferent between them; a path of strict gains and indifference
/// that closes then shows as a cycle too. Without a cycle the profiles have levels that every gain raises.
///
/// - SeeAlso: Voorneveld and Norde, "A characterization of ordinal potential games", Games and Economic Behavior 19, 1997.
struct BetterReplies {
    private let game: FiniteGame
    private let joinsIndifferent: Bool
    /// The class of each profile, named by one of its members, and the next member of the class, in a ring.
    private var representative: [Int32]
    private var nextMember: [Int32]
    /// Edges into each class from classes that have no level yet.
    private var unlevelled: [Int32]
    /// The most edges that lead to a class one after the other; shape `[profiles]`, valid at representatives.
    private var level: [Int32]

    /// - Complexity: O(profiles · sum of strategies).
    init(_ game: FiniteGame, joinsIndifferent: Bool) {
        self.game = game
        self.joinsIndifferent = joinsIndifferent
        representative = (0..<game.profileCount).map { Int32($0) }
        nextMember = representative
        unlevelled = Array(repeating: 0, count: game.profileCount)
        level = unlevelled
        if joinsIndifferent { join() }
        findLevels()
    }

    /// Levels of all profiles, which every gain raises and indifference keeps; nil where there is a cycle.
    ///
    /// Impossible profiles have 0.
    var levels: [Double]? {
        guard unlevelled.allSatisfy({ $0 == 0 }) else { return nil }
        return (0..<game.profileCount).map { Double(level[Int(representative[$0])]) }
    }

    /// A short cycle of gains, and of indifference where profiles were joined; nil where there is none.
    var cycle: FiniteGame.ClosedPath? {
        guard let start = unlevelled.firstIndex(where: { $0 > 0 }) else { return nil }
        // Every class left has an edge from another one left, so going back along them must come round.
        var seen: [Int: (from: Int, to: Int)] = [:]
        var current = start
        while seen[current] == nil {
            let edge = unlevelledEdge(into: current)
            seen[current] = edge
            current = Int(representative[edge.from])
        }
        let edge = seen[current] ?? (current, current)
        return shortestCycle(through: edge)
    }

    private func isGain(_ player: Int, _ from: Int, _ other: Int) -> Bool {
        game.gain(of: player, from: from, to: other) > FiniteGame.tie
    }

    /// Joins profiles between which a player is indifferent.
    private mutating func join() {
        for index in 0..<game.profileCount where game.isFeasible[index] {
            game.forEachDeviation(from: index) { player, other in
                guard other > index, abs(game.gain(of: player, from: index, to: other)) <= FiniteGame.tie else {
                    return
                }
                let (own, theirs) = (root(index), root(other))
                guard own != theirs else { return }
                representative[theirs] = Int32(own)
                nextMember.swapAt(own, theirs)
            }
        }
        for index in 0..<game.profileCount { representative[index] = Int32(root(index)) }
    }

    /// The class of `index`; halves the way to it for the next time.
    private mutating func root(_ index: Int) -> Int {
        var index = index
        while Int(representative[index]) != index {
            representative[index] = representative[Int(representative[index])]
            index = Int(representative[index])
        }
        return index
    }

    /// Takes away classes that no edge leads to, until none is left or all that are left have one (Kahn's algorithm).
    private mutating func findLevels() {
        for index in 0..<game.profileCount where game.isFeasible[index] {
            game.forEachDeviation(from: index) { player, other in
                if isGain(player, index, other) { unlevelled[Int(representative[other])] += 1 }
            }
        }
        var ready = (0..<game.profileCount).filter {
            game.isFeasible[$0] && Int(representative[$0]) == $0 && unlevelled[$0] == 0
        }
        while let current = ready.popLast() {
            let above = level[current] + 1
            forEachMember(of: current) { index in
                game.forEachDeviation(from: index) { player, other in
                    guard isGain(player, index, other) else { return }
                    let target = Int(representative[other])
                    level[target] = max(level[target], above)
                    unlevelled[target] -= 1
                    if unlevelled[target] == 0 { ready.append(target) }
                }
            }
        }
    }

    private func forEachMember(of representative: Int, _ body: (Int) -> Void) {
        var index = representative
        repeat {
            body(index)
            index = Int(nextMember[index])
        } while index != representative
    }

    /// An edge into the class `target` from a class that has no level.
    private func unlevelledEdge(into target: Int) -> (from: Int, to: Int) {
        var edge = (from: target, to: target)
        forEachMember(of: target) { index in
            game.forEachDeviation(from: index) { player, other in
                if unlevelled[Int(representative[other])] > 0, isGain(player, other, index) { edge = (other, index) }
            }
        }
        return edge
    }

    /// `edge` and the shortest way back from its end to its beginning.
    private func shortestCycle(through edge: (from: Int, to: Int)) -> FiniteGame.ClosedPath {
        var previous = Array(repeating: Int32(-1), count: game.profileCount)
        var queue = [edge.to]
        var next = 0
        while next < queue.count, queue[next] != edge.from {
            let index = queue[next]
            next += 1
            game.forEachDeviation(from: index) { player, other in
                let gain = game.gain(of: player, from: index, to: other)
                guard gain > FiniteGame.tie || (joinsIndifferent && gain >= -FiniteGame.tie) else { return }
                guard other != edge.to, previous[other] < 0 else { return }
                previous[other] = Int32(index)
                queue.append(other)
            }
        }
        var path = [edge.from]
        while let last = path.last, last != edge.to { path.append(Int(previous[last])) }
        return game.closedPath(path.reversed())
    }
}
