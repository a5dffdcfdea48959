import Checkpoints
import System

/// A model with an input and what a plain computation in Double makes of it.
struct Sample {
    /// Numbers of a shape, row-major.
    struct Numbers {
        let name: String
        let shape: [Int]
        let values: [Double]
    }

    let name: String
    let model: OnnxModel
    /// Each with the outputs that belong to it; batches differ in their length.
    var cases: [(input: Numbers, outputs: [Numbers])]

    /// Writes `name.onnx`, and `name.json` with the cases.
    func write(to folder: String) throws {
        try model.write(to: "\(folder)/\(name).onnx")
        let cases = cases.map { #"{"input": \#($0.input.json), "outputs": [\#(joined($0.outputs.map(\.json)))]}"# }
        try FileReplacement.write(Array("[\(joined(cases))]\n".utf8), to: "\(folder)/\(name).json")
    }
}

private func joined(_ texts: [String]) -> String { texts.joined(separator: ", ") }

extension Sample.Numbers {
    fileprivate var json: String {
        #"{"name": "\#(name)", "shape": \#(shape), "values": [\#(joined(values.map { "\($0)" }))]}"#
    }
}

/// Numbers that are the same in every run.
///
/// - SeeAlso: Steele, Lea & Flood, OOPSLA 2014 (SplitMix64).
struct Numbering {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// In [-scale, scale), exact in Float.
    mutating func next(_ scale: Float) -> Float {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Float((mixed ^ (mixed >> 31)) >> 41) / Float(1 << 22) - 1) * scale
    }

    mutating func next(_ count: Int, _ scale: Float) -> [Float] { (0..<count).map { _ in next(scale) } }
}
