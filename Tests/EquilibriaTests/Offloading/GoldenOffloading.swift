import Foundation
import Games

/// Reads slots of the reference cases of the offloading game.
enum GoldenOffloading {
    private struct File: Decodable {
        struct Case: Decodable {
            let name: String
            let slot: Slot
        }
        let cases: [Case]
    }

    private struct Slot: Decodable {
        struct Params: Decodable {
            let K: Int?
            let alpha: Double?
        }
        let params: Params
        let mu: [Int]
        let I, C, Tmax, q, p_ul, f_cn: [Double]
        let hn2: [[Double]]
        let X: [[[Double]]]
    }

    /// "no pure equilibrium M=3 K=1" of games.json, played at 10 W.
    static func slotWithoutEquilibrium() throws -> OffloadingInstance {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Golden/offloading/games.json"))
        let cases = try JSONDecoder().decode(File.self, from: data).cases
        guard let slot = cases.first(where: { $0.name == "no pure equilibrium M=3 K=1" })?.slot else {
            throw CocoaError(.coderValueNotFound)
        }
        var values = OffloadingModel.Values()
        values.nodeCount = slot.params.K ?? values.nodeCount
        values.collaborationWeight = slot.params.alpha ?? values.collaborationWeight
        return try OffloadingInstance(
            model: OffloadingModel(values), request: slot.mu, dataMbit: slot.I, workMcycle: slot.C,
            deadlineMs: slot.Tmax, resultRatio: slot.q, uplinkPowerW: slot.p_ul, nodeClockGHz: slot.f_cn,
            gain: slot.hn2.flatMap(\.self), coupling: .instant(slot.X.flatMap { $0.flatMap(\.self) }))
    }
}
