import Foundation
import Games

/// Reads the reference cases of the pricing game.
enum GoldenPricing {
    struct File<Case: Decodable>: Decodable {
        let cases: [Case]
    }

    static func cases<Case: Decodable>(_ topic: String, as type: Case.Type) throws -> [Case] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Golden/pricing/\(topic).json"))
        return try JSONDecoder().decode(File<Case>.self, from: data).cases
    }
}

/// The `game` object of a reference case.
struct GoldenGame: Decodable {
    let W_MHz: [Double]
    let f_GcyclePerS: [Double]
    let x: [Double]
    let rho_perMB: [Double]
    let p_W: [Double]
    let h: [[Double]]
    let c_GcyclePerMB: [[Double]]
    let o_MB: [Double]
    let gammaA: [Double]
    let gammaD_perS: [Double]
    let eps: Double
    let sigma2_W: Double

    func instance(_ mode: PricingInstance.IdleMode = .silent) throws -> PricingInstance {
        try PricingInstance(
            bandwidthMHz: W_MHz, speedGcyclePerS: f_GcyclePerS, x: x, rhoPerMB: rho_perMB, powerW: p_W, h: h,
            cyclesGcyclePerMB: c_GcyclePerMB, limitMB: o_MB, gammaA: gammaA, gammaDPerS: gammaD_perS, eps: eps,
            noiseW: sigma2_W, idleMode: mode)
    }
}
