import Games

/// Steepest ascent on Σ_n V_n(access): relocating one mAP (out too, in silent mode) and exchanging two (section 9).
///
/// The objective separates by station, so a move changes two stations' profits. In games of up to `exactLimit` mAPs
/// every move's gain is exact, and the search ends where no move improves. Beyond, moves are ranked by marginal prices
/// (section 16): the slope of the members' profits in interference gives every move's gain to first order, and those
/// on the shortlist are made, best first, if they still improve when evaluated exactly. V is convex in interference, so
/// the first-order gain of a relocation never exceeds the exact one: none that it promises is lost.
///
/// - Complexity: a step costs O(N·|S|) pair evaluations for each station that changed, or O(N) with marginal prices;
///   exchanges are sought only where no relocation improves, at O(N²) arithmetic.
struct LocalSearch {
    /// Up to this many mAPs every gain is exact.
    static let exactLimit = 40
    /// Moves that one ranking by marginal prices proposes.
    static let proposals = 64

    let instance: PricingInstance
    private(set) var access: [Int]
    /// Improvements made.
    private(set) var moves = 0

    private let isExact: Bool
    private var load: StationLoad
    private var members: [[Int]]
    /// F_m of the current members.
    private var worth: [Double]
    /// What a station gains when follower n joins it, or leaves it where n is a member; shape `[N, M]`.
    private var change: [Double]
    /// -dV_nm/dJ at the interference n meets at m, shape `[N, M]`; only kept for marginal prices.
    private var slope: [Double]
    private var batch: PairBatch

    /// A relocation of `n` from `origin` to station `m` (-1: out), or an exchange of places with `partner`.
    private struct Move {
        let n: Int
        let origin: Int
        let m: Int
        let partner: Int?
        let gain: Double
    }

    init(_ instance: PricingInstance, from access: [Int]) {
        self.instance = instance
        self.access = access
        isExact = instance.followerCount <= Self.exactLimit
        load = StationLoad(instance, access: access)
        members = Array(repeating: [], count: instance.stationCount)
        for (n, m) in access.enumerated() where m >= 0 { members[m].append(n) }
        worth = Array(repeating: 0, count: instance.stationCount)
        change = Array(repeating: 0, count: instance.g.count)
        slope = change
        batch = PairBatch(instance, capacity: 4 * instance.followerCount)
        for m in 0..<instance.stationCount { refresh(m) }
    }

    /// Σ_n V_n of the current access vector.
    var value: Double { worth.reduce(0, +) }

    /// Climbs until no move improves; `false` if `shouldStop` ended it before.
    mutating func climb(shouldStop: () -> Bool) -> Bool {
        // Less than this is rounding, and two moves could undo each other for ever.
        let threshold = 1e-12 * instance.totalGammaA
        while true {
            if shouldStop() { return false }
            if !step(relocations(above: threshold), threshold), !step(exchanges(above: threshold), threshold) {
                return true
            }
        }
    }

    // MARK: Moves

    private func gain(_ n: Int, _ m: Int) -> Double { instance.g[n * instance.stationCount + m] }

    /// Makes the moves of `shortlist` that still improve, best first; `false` if none did.
    private mutating func step(_ shortlist: Shortlist, _ threshold: Double) -> Bool {
        var changed: Set<Int> = []
        for move in shortlist.moves {
            let here = access[move.n]
            // An earlier move of this step may have taken somebody elsewhere.
            guard move.partner.map({ access[$0] == move.m }) ?? true, here != move.m, here == move.origin else {
                continue
            }
            let worthHere = here >= 0 ? worth(of: here, without: move.n, with: move.partner) : 0
            let worthThere = move.m >= 0 ? worth(of: move.m, without: move.partner, with: move.n) : 0
            let before = (here >= 0 ? worth[here] : 0) + (move.m >= 0 ? worth[move.m] : 0)
            guard worthHere + worthThere - before > threshold else { continue }
            relocate(move.n, to: move.m)
            if let partner = move.partner { relocate(partner, to: here) }
            if here >= 0 { worth[here] = worthHere }
            if move.m >= 0 { worth[move.m] = worthThere }
            changed.formUnion([here, move.m])
            moves += 1
        }
        for m in 0..<instance.stationCount where changed.contains(m) { refresh(m) }
        return !changed.isEmpty
    }

    private func relocations(above threshold: Double) -> Shortlist {
        var shortlist = Shortlist(capacity: isExact ? 1 : Self.proposals, above: isExact ? threshold : -.infinity)
        for n in access.indices {
            let here = access[n]
            let row = n * instance.stationCount
            let leaving = here >= 0 ? change[row + here] : 0
            if here >= 0, instance.idleMode == .silent, leaving > shortlist.least {
                shortlist.insert(Move(n: n, origin: here, m: -1, partner: nil, gain: leaving))
            }
            for m in 0..<instance.stationCount where m != here {
                let gain = leaving + change[row + m]
                if gain > shortlist.least {
                    shortlist.insert(Move(n: n, origin: here, m: m, partner: nil, gain: gain))
                }
            }
        }
        return shortlist
    }

    /// Followers change places; one of the places may be out.
    private mutating func exchanges(above threshold: Double) -> Shortlist {
        var shortlist = Shortlist(capacity: isExact ? 1 : Self.proposals, above: isExact ? threshold : -.infinity)
        for n in access.indices where access[n] >= 0 {
            let here = access[n]
            for partner in access.indices where access[partner] != here && (partner > n || access[partner] < 0) {
                let gain = isExact ? exactGain(n, partner) : estimatedGain(n, partner)
                if gain > shortlist.least {
                    shortlist.insert(Move(n: n, origin: here, m: access[partner], partner: partner, gain: gain))
                }
            }
        }
        return shortlist
    }

    private mutating func exactGain(_ n: Int, _ partner: Int) -> Double {
        let (here, there) = (access[n], access[partner])
        let gain = worth(of: here, without: n, with: partner) - worth[here]
        return there < 0 ? gain : gain + worth(of: there, without: partner, with: n) - worth[there]
    }

    /// The gain of an exchange to first order: two relocations, less what each would have done to the other.
    private func estimatedGain(_ n: Int, _ partner: Int) -> Double {
        let (here, there) = (access[n], access[partner])
        let (row, partnerRow) = (n * instance.stationCount, partner * instance.stationCount)
        var gain = change[row + here] + change[partnerRow + here]
        gain += slope[partnerRow + here] * instance.g[row + here] + slope[row + here] * instance.g[partnerRow + here]
        guard there >= 0 else { return gain }
        gain += change[row + there] + change[partnerRow + there]
        return gain + slope[row + there] * instance.g[partnerRow + there]
            + slope[partnerRow + there] * instance.g[row + there]
    }

    private mutating func relocate(_ n: Int, to m: Int) {
        let here = access[n]
        if here >= 0 {
            load.remove(gain(n, here), from: here)
            members[here].removeAll { $0 == n }
        }
        if m >= 0 {
            load.add(gain(n, m), to: m)
            members[m].append(n)
        }
        access[n] = m
    }

    // MARK: Profits

    /// F_m after `leaver` left and `joiner` came.
    private mutating func worth(of m: Int, without leaver: Int?, with joiner: Int?) -> Double {
        let left = leaver.map { gain($0, m) } ?? 0
        let joined = joiner.map { gain($0, m) } ?? 0
        batch.removeAll()
        for member in members[m] where member != leaver {
            batch.append(member, m, interference: load.total(m, without: gain(member, m), left) + joined)
        }
        if let joiner { batch.append(joiner, m, interference: load.total(m, without: left)) }
        batch.offer()
        return batch.profit.reduce(0, +)
    }

    /// Evaluates station `m` anew: its profit and what everybody's coming or leaving would change.
    private mutating func refresh(_ m: Int) {
        if isExact {
            worth[m] = worth(of: m, without: nil, with: nil)
            for n in access.indices {
                let changed = access[n] == m ? worth(of: m, without: n, with: nil) : worth(of: m, without: nil, with: n)
                change[n * instance.stationCount + m] = changed - worth[m]
            }
            return
        }
        batch.removeAll()
        for n in access.indices {
            batch.append(n, m, interference: load.interference(instance, n, at: m, current: access[n]))
        }
        batch.offer()
        var pressure = 0.0
        worth[m] = 0
        for n in access.indices {
            slope[n * instance.stationCount + m] = batch.profitSlope(n)
            guard access[n] == m else { continue }
            pressure += slope[n * instance.stationCount + m]
            worth[m] += batch.profit[n]
        }
        for n in access.indices {
            let pair = n * instance.stationCount + m
            change[pair] =
                access[n] == m
                ? instance.g[pair] * (pressure - slope[pair]) - batch.profit[n]
                : batch.profit[n] - instance.g[pair] * pressure
        }
    }

    /// The moves with the largest gains, largest first; the earlier one stays ahead of an equal one.
    private struct Shortlist {
        let capacity: Int
        private(set) var least: Double
        private(set) var moves: [Move] = []

        init(capacity: Int, above least: Double) {
            self.capacity = capacity
            self.least = least
        }

        /// Takes in a move whose gain exceeds `least`.
        mutating func insert(_ move: Move) {
            let position = moves.firstIndex { $0.gain < move.gain } ?? moves.count
            moves.insert(move, at: position)
            if moves.count > capacity { moves.removeLast() }
            if moves.count == capacity, let last = moves.last { least = last.gain }
        }
    }
}
