import Games

extension PricingInstance {
    /// Keys of an instance's fields.
    static let keys = [
        "W_MHz", "f_GcyclePerS", "x", "rho_perMB", "p_W", "h", "c_GcyclePerMB", "o_MB", "gammaA", "gammaD_perS", "eps",
        "sigma2_W",
    ]

    /// The instance that `field` writes down: the `game` object of the pricing game's reference cases.
    ///
    /// Keys carry their units: `W_MHz`, `f_GcyclePerS`, `x`, `rho_perMB` of M elements, `p_W`, `o_MB`, `gammaA`,
    /// `gammaD_perS` of N, `h` and `c_GcyclePerMB` of N rows of M, `eps` and `sigma2_W`. Numbers that JSON cannot write
    /// are texts (`"NaN"`), and refused as such.
    ///
    /// - Throws: ``ExperimentsError/instance(_:)`` naming the key that is missing, of the wrong type or shape, or out of
    ///   range.
    public init(_ field: JSONField, idleMode: IdleMode = .silent) throws(ExperimentsError) {
        let field = JSONField(field.value)
        do throws(ExperimentsError) {
            let bandwidth = try field["W_MHz"].numbers
            let speed = try field["f_GcyclePerS"].numbers
            let x = try field["x"].numbers
            let rho = try field["rho_perMB"].numbers
            let power = try field["p_W"].numbers
            let h = try field["h"].matrix
            let cycles = try field["c_GcyclePerMB"].matrix
            let limit = try field["o_MB"].numbers
            let gammaA = try field["gammaA"].numbers
            let gammaD = try field["gammaD_perS"].numbers
            let eps = try field["eps"].number
            let noise = try field["sigma2_W"].number
            do {
                try self.init(
                    bandwidthMHz: bandwidth, speedGcyclePerS: speed, x: x, rhoPerMB: rho, powerW: power, h: h,
                    cyclesGcyclePerMB: cycles, limitMB: limit, gammaA: gammaA, gammaDPerS: gammaD, eps: eps,
                    noiseW: noise, idleMode: idleMode)
            } catch {
                throw .instance(error)
            }
        } catch {
            guard case .field(let path, let reason) = error else { throw error }
            let key = path.prefix { $0 != "[" }
            let place = path.dropFirst(key.count)
            throw .instance(
                InstanceError(field: String(key), reason: place.isEmpty ? reason : "element \(place) \(reason)"))
        }
    }
}
