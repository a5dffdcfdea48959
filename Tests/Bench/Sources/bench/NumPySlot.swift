import Foundation

/// What `numpy_slot.py` printed: utilities after some slots, slots a second, Lambert W a second.
struct NumPySlot {
    /// Slots after which utilities are compared; as in the script.
    static let slots = 20

    private(set) var values: [Int: [Double]] = [:]
    private(set) var rates: [Int: Double] = [:]
    private(set) var lambertW: Double?

    init(python: String, seconds: Double) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, Bench.folder.appending(path: "numpy_slot.py").path, "\(seconds)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Disagreement(what: "numpy_slot.py failed") }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            switch words.first {
            case "values": if let e = Int(words[1]) { values[e] = words.dropFirst(2).compactMap { Double($0) } }
            case "rate": if let e = Int(words[1]) { rates[e] = Double(words[2]) }
            case "lambertw": lambertW = Double(words[1])
            default: throw Disagreement(what: "numpy_slot.py printed \(line)")
            }
        }
    }
}
