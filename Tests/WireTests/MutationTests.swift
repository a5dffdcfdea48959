import Testing

@testable import Wire

@Suite("Damaged frames")
struct MutationTests {
    /// Breaks `body` in one to three places, as transmission errors and careless encoders do.
    private func damage(_ body: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0...max(body.count - 1, 0), using: &generator)
            switch Int.random(in: 0...6, using: &generator) {
            case 0 where !body.isEmpty: body[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1 where !body.isEmpty: body[place] = UInt8.random(in: 0...255, using: &generator)
            case 2 where !body.isEmpty: body.remove(at: place)
            case 3: body.insert(UInt8.random(in: 0...255, using: &generator), at: min(place, body.count))
            case 4: body.removeLast(min(body.count, Int.random(in: 1...8, using: &generator)))
            case 5 where !body.isEmpty: body[place] = [0x00, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            default:
                let end = min(body.count, place + 9)
                body.insert(contentsOf: body[min(place, end)..<end], at: min(place, body.count))
            }
        }
        return body
    }

    @Test("are read or refused, never worse: 100,000 of them", arguments: 0..<10)
    func neverWorse(seed: Int) throws {
        var messages = RandomMessages(generator: SplitMix64(seed: UInt64(seed)))
        var generator = SplitMix64(seed: UInt64(seed) + 1_000)
        var hostEncoder = HostMessageEncoder()
        var pluginEncoder = PluginMessageEncoder()
        var hostDecoder = HostMessageDecoder()
        var pluginDecoder = PluginMessageDecoder()
        var refused = 0
        for round in 0..<10_000 {
            if round % 20 == 0 {
                try hostEncoder.encode(messages.hostEnvelope())
                try pluginEncoder.encode(messages.pluginEnvelope())
            }
            let frame = round % 2 == 0 ? hostEncoder.frame : pluginEncoder.frame
            let damaged = damage(Array(frame[4...]), &generator)
            do throws(Fault) {
                if round % 2 == 0 {
                    _ = try hostDecoder.decode(damaged.span)
                    _ = try hostDecoder.message()
                } else {
                    _ = try pluginDecoder.decode(damaged.span)
                    _ = try pluginDecoder.message()
                }
            } catch {
                refused += 1
                guard case .decodeError(let malformed) = error else {
                    Issue.record("\(error) for \(damaged)")
                    continue
                }
                // What passes the preflight is never refused by libprotobuf-c, and what is wrong lies within the frame.
                #expect(malformed.problem != .refusedByLibrary, "\(damaged)")
                #expect((0...damaged.count).contains(malformed.offset))
            }
        }
        // Damage must be noticed often, or this test looks at nothing; much of a frame is payload, where it cannot be.
        #expect(refused > 1_000 && refused < 9_999)
    }

    @Test("cut anywhere are never read beyond their end")
    func everyPrefix() throws {
        var messages = RandomMessages(generator: SplitMix64(seed: 5))
        var encoder = HostMessageEncoder()
        for _ in 0..<40 {
            try encoder.encode(messages.hostEnvelope())
            let body = Array(encoder.frame[4...])
            for count in 0..<body.count {
                // An array of its own, so that a sanitizer sees a read beyond it.
                let problem = hostProblem(Array(body[..<count]))
                if let problem, case .decodeError = problem { continue }
                // Some prefixes end between two fields of the envelope's body; those are whole messages.
                #expect(problem == nil)
            }
        }
    }
}
