import CAllocationCounter
import Glibc
import PluginHost
import PluginKit
import System

// How long a decision takes beside a bare ping-pong over two pipes, at each placement, in the same run.
//
//     firstmover-roundtrip [ROUND-TRIPS-A-ROUND [PLACEMENT ...]]
//
// The bare one writes 100 bytes and reads 100 back, blocking, without a deadline. The typed one is 8 doubles each way
// through PluginHost to a Swift plugin made with PluginKit, at default settings. Both are measured in turn, each time with
// a new process, because the machine's speed drifts and because the scheduler settles on one way for a pair of processes
// and keeps to it. Ends with status 1 where the goal is not met.
let arguments = CommandLine.arguments.dropFirst()
let count = arguments.first.flatMap { Int($0) } ?? 4_000
let names = arguments.dropFirst()
let placements = names.isEmpty ? [.same, .spread, .auto] : names.compactMap(Placement.init(rawValue:))
precondition(names.isEmpty || placements.count == names.count, "placements are same, spread and auto")
let folder = ProcessContext.executableFolder
let rounds = 15
/// Most that a decision may take, in bare ping-pongs of the same round; the median of the rounds counts.
let goal = 1.5

let session = Session(
    role: .followers, scenario: "echo", scenarioHash: String(repeating: "0", count: 64),
    stages: [
        Stage(
            name: "answer", role: .followers, observation: [.box("seen", shape: [8], -1e9...1e9)], instance: [],
            actions: [ActionSpace(name: "answer", tensors: [.box("answer", shape: [8], -1e9...1e9)])])
    ],
    agents: 0..<1, agentCount: 1, rows: 1, mode: .evaluate)

func median<Value: Comparable>(_ values: [Value]) -> Value { values.sorted()[values.count / 2] }

func microseconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1000 }

func text(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

/// Median microseconds of a blocking ping-pong with a child on `cores`.
func barePingPong(cores: [Int], host: Int) throws -> Double {
    let input = try Pipe()
    let output = try Pipe()
    let error = try Descriptor.nullDevice().duplicate()
    let control = try ControlPair()
    // A child inherits the cores of the thread that starts it.
    try Affinity.pinCurrentThread(to: cores)
    let child = try ChildProcess(
        path: folder + "/firstmover-zoo", arguments: ["firstmover-zoo", "bare"], environment: [],
        descriptors: (input.reader.number, output.writer.number, error.number, control.far.number))
    try Affinity.pinCurrentThread(to: [host])
    let message = [UInt8](repeating: 1, count: 100)
    var reply: [UInt8] = []
    reply.reserveCapacity(256)
    var samples: [UInt64] = []
    samples.reserveCapacity(count)
    for _ in 0..<count {
        let start = MonotonicInstant.now
        _ = try input.writer.write(message.span)
        _ = try output.reader.read(100, appendingTo: &reply)
        samples.append(MonotonicInstant.now.nanoseconds(since: start))
        reply.removeAll(keepingCapacity: true)
    }
    child.kill()
    child.wait()
    return microseconds(median(samples))
}

/// Median microseconds of a decision, and what the host allocated for all of them together.
func decisions(_ placement: Placement) throws -> (microseconds: Double, allocations: UInt64) {
    let plugin = try Plugin(
        PluginSpecification(name: "echo", command: [folder + "/firstmover-echo"]), placement: placement)
    let endpoint = try plugin.open(session)
    var observations = Observations(stage: 0, of: session, endpoint.acceptance)
    var actions = Actions(stage: 0, of: session, endpoint.acceptance)
    for i in 0..<100 {
        observations.slot = UInt64(i)
        _ = try endpoint.decide(observations, into: &actions)
    }
    var samples: [UInt64] = []
    samples.reserveCapacity(count)
    let before = allocation_count()
    for i in 0..<count {
        observations.slot = UInt64(i)
        observations.observation[0].float64[i % 8] = Double(i)
        let start = MonotonicInstant.now
        _ = try endpoint.decide(observations, into: &actions)
        samples.append(MonotonicInstant.now.nanoseconds(since: start))
    }
    let allocations = allocation_count() - before
    plugin.stop()
    return (microseconds(median(samples)), allocations)
}

let host = try Placement.pinHostThread()
var isMet = true
/// The bare ping-pong of each placement measured so far.
var bareMedians: [Double] = []
for placement in placements {
    let others = Affinity.initial.filter { $0 != host }
    let cores = placement == .spread && !others.isEmpty ? others : [host]
    var bare: [Double] = []
    var typed: [Double] = []
    var allocations: UInt64 = 0
    for _ in 0..<rounds {
        bare.append(try barePingPong(cores: cores, host: host))
        let result = try decisions(placement)
        typed.append(result.microseconds)
        allocations += result.allocations
    }
    let ratios = zip(typed, bare).map { $0 / $1 }
    bareMedians.append(median(bare))
    var line =
        "\(placement.rawValue): bare \(text(median(bare))) us, decision \(text(median(typed))) us, "
        + "ratio \(text(median(ratios))) (\(text(ratios.min() ?? 0)) to \(text(ratios.max() ?? 0)))"
    if placement == .auto, let best = bareMedians.min() {
        let ratio = median(typed) / best
        isMet = isMet && ratio <= goal
        line += ", to the better placement \(text(ratio))"
    }
    isMet = isMet && median(ratios) <= goal && allocations == 0
    print(line + ", allocations in \(rounds * count) decisions: \(allocations)")
}

/// Answers with what it observed, in this process.
struct Echo: Policy {
    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for i in actions.tensors[0].float64.indices {
            actions.tensors[0].float64[i] = observations.observation[0].float64[i]
        }
    }
}

/// Median microseconds of a decision between host and kit in memory: what both compute, without pipes.
func decisionsInMemory() throws -> Double {
    let endpoint = try Plugin(name: "echo", stream: LoopbackStream(Echo.self)).open(session)
    var observations = Observations(stage: 0, of: session, endpoint.acceptance)
    var actions = Actions(stage: 0, of: session, endpoint.acceptance)
    var samples: [UInt64] = []
    for _ in 0..<rounds {
        let start = MonotonicInstant.now
        for i in 0..<count {
            observations.slot = UInt64(i)
            _ = try endpoint.decide(observations, into: &actions)
        }
        samples.append(MonotonicInstant.now.nanoseconds(since: start) / UInt64(count))
    }
    return microseconds(median(samples))
}
print("in memory: \(text(try decisionsInMemory())) us")
print("goal: ratios of at most \(text(goal)) and no allocation, \(isMet ? "met" : "missed")")
if !isMet { exit(1) }
