extension OffloadingInstance {
    /// The order of decoding at a site, by hn2 there: gains in decreasing order, of equals the smaller index first.
    ///
    /// - Parameters:
    ///   - n: a user.
    ///   - other: its gain.
    ///   - m: the user that it is compared with.
    ///   - own: the gain of that one.
    /// - Returns: whether `n` is decoded after `m`.
    @inlinable
    public static func isDecoded(_ n: Int, gain other: Double, after m: Int, gain own: Double) -> Bool {
        other < own || (other == own && n > m)
    }

    /// Whether user `n` is decoded after user `m` at site `j`.
    public func isDecoded(_ n: Int, after m: Int, at j: Int) -> Bool {
        Self.isDecoded(n, gain: gain(j, n), after: m, gain: gain(j, m))
    }

    /// The interference in W that user `n` causes to user `m` on channel `j`: all of its power where it is decoded later,
    /// the residual share where it was cancelled before.
    public func interference(from n: Int, to m: Int, on j: Int) -> Double {
        let received: Double
        switch coupling {
        case .instant(let x): received = uplinkPowerW[n] * x[(j * userCount + m) * userCount + n]
        case .statistical(let antennas): received = uplinkPowerW[n] * (gain(j, n) / Double(antennas))
        }
        return isDecoded(n, after: m, at: j) ? received : model.values.residual * received
    }

    /// gamma of user `m` on channel `j` under `interference` in W.
    public func uplinkSINR(_ m: Int, on j: Int, interference: Double) -> Double {
        uplinkPowerW[m] * gain(j, m) / (interference + model.uplink.noiseW)
    }

    /// gamma' of user `m` at downlink power `powerW`.
    public func downlinkSINR(_ m: Int, powerW: Double) -> Double { powerW * gain(0, m) / model.downlink.noiseW }

    /// T_dl and E of user `m`, in ms and mJ, at downlink power `powerW` and the rate it gives.
    public func downlink(_ m: Int, powerW: Double, rate: Double) -> (ms: Double, energyMJ: Double) {
        let ms = model.transferMs(resultMbit(m), rate: rate)
        return (ms, model.energyMJ(powerW: powerW, rate: rate, ms: ms))
    }

    /// The SINR of every user on its channel; 0 for those that are not active.
    ///
    /// - Parameters:
    ///   - channels: s, shape `[M]`.
    ///   - sinr: receives gamma, shape `[M]`.
    /// - Complexity: O(M^2) with instant, O(M log M) with statistical coupling.
    func uplinkSINR(of channels: [Int32], into sinr: inout [Double]) {
        switch coupling {
        case .instant:
            for m in 0..<userCount {
                guard isActive(m) else {
                    sinr[m] = 0
                    continue
                }
                let j = channels[m]
                var sum = 0.0
                for n in 0..<userCount where n != m && isActive(n) && channels[n] == j {
                    sum += interference(from: n, to: m, on: Int(j))
                }
                sinr[m] = uplinkSINR(m, on: Int(j), interference: sum)
            }
        case .statistical(let antennas):
            for m in 0..<userCount where !isActive(m) { sinr[m] = 0 }
            for (j, members) in members(of: channels).enumerated() {
                cancelSuccessively(members, on: j, Double(antennas), into: &sinr)
            }
        }
    }

    /// Active users by channel, in increasing index.
    private func members(of channels: [Int32]) -> [[Int]] {
        var members = Array(repeating: [Int](), count: nodeCount + 1)
        for m in 0..<userCount where isActive(m) { members[Int(channels[m])].append(m) }
        return members
    }

    /// Sums of the mean received powers, once along the order of decoding and once against it.
    private func cancelSuccessively(_ members: [Int], on j: Int, _ antennas: Double, into sinr: inout [Double]) {
        let order = members.sorted { isDecoded($1, after: $0, at: j) }
        var earlier = 0.0
        for m in order {
            sinr[m] = model.values.residual * earlier
            earlier += uplinkPowerW[m] * (gain(j, m) / antennas)
        }
        var later = 0.0
        for m in order.reversed() {
            sinr[m] = uplinkSINR(m, on: j, interference: sinr[m] + later)
            later += uplinkPowerW[m] * (gain(j, m) / antennas)
        }
    }
}
