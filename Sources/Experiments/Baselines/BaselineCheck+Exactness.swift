import Foundation
import Games
import PluginHost
import Policy

/// Whether a play was the very same as the one that a baseline remembers.
public struct Exactness: Sendable {
    /// Largest difference that counts as none, as a share of a value or, of values below 1, absolute: 0 with the same vector
    /// kernels, 1e-9 across kinds of them.
    public let tolerance: Double
    /// Where the plays part, in a sentence; nil where they do not.
    public let difference: String?
    /// The frames there, decoded; nil where there are none to show.
    public let frames: String?
}

extension BaselineCheck {
    /// Compares `result` with the baseline's digests slot by slot, or across kinds of kernels value by value.
    func exactness(of result: RunResult, _ comparison: ComparisonResult) -> Exactness {
        guard KernelKind.best.name == baseline.kernels else {
            return Exactness(tolerance: 1e-9, difference: comparison.firstDifference(beyond: 1e-9), frames: nil)
        }
        let stages = result.stages
        let episodes = zip(baseline.digests ?? [], result.digests ?? [])
        for (episode, (then, now)) in episodes.enumerated() {
            guard let place = SlotDigests.firstDifference(then, now, stages: stages.count) else { continue }
            let sentence = "episode \(episode) (world seed \(baseline.seed &+ UInt64(episode))), slot \(place.slot): "
            guard let stage = place.stage else {
                return Exactness(
                    tolerance: 0,
                    difference: sentence + "every decision is the same and what came of it is not, so the game changed",
                    frames: nil)
            }
            let asked = stages[stage]
            return Exactness(
                tolerance: 0,
                difference: sentence + "the decision of the \(asked.role.rawValue) in stage \(asked.name) differs",
                frames: frames(
                    of: asked, index: stages[..<stage].count { $0.role == asked.role }, episode: episode,
                    slot: UInt64(place.slot)))
        }
        return Exactness(tolerance: 0, difference: comparison.firstDifference(beyond: 0), frames: nil)
    }

    /// The decision as it passed over the wire then, where that was recorded, and now, for which the episode is played once
    /// more; nil of policies within this process.
    private func frames(of stage: Stage, index: Int, episode: Int, slot: UInt64) -> String? {
        guard !options.isInProcess else { return nil }
        var parts: [String] = []
        if baseline.recording == nil {
            parts.append("then: not recorded; a baseline with --record shows what it was\n")
        }
        if let recording = baseline.recording {
            let (batch, row) = episode.quotientAndRemainder(dividingBy: recording.environments)
            do throws(RecordingError) {
                let then = try Recording(path: place(of: recording))
                parts += then.decisions(of: stage.role, batch: batch, stage: index, slot: slot).map {
                    $0.text(of: "then", stage, index: index, row: row)
                }
            } catch {
                parts.append("then: \(error)\n")
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var once = options
            once.environments = 1
            once.recording = folder.appending(path: "frames").path
            _ = try Run(
                of: baseline.scenario, arm: arm, seed: baseline.seed, episodes: 1, firstEpisode: episode, options: once
            ).play()
            let now = try Recording(path: once.recording ?? "")
            parts += now.decisions(of: stage.role, batch: 0, stage: index, slot: slot).map {
                $0.text(of: "now", stage, index: index, row: 0)
            }
        } catch {
            parts.append("now: the episode cannot be played once more: \(error)\n")
        }
        return parts.joined(separator: "\n")
    }
}

extension BaselineCheck {
    /// Where the frames are: as they were named, or beside the baseline's file, which may have moved with them.
    private func place(of recording: Baseline.RecordedFrames) -> String {
        guard !FileManager.default.fileExists(atPath: recording.path) else { return recording.path }
        let name = URL(filePath: recording.path).lastPathComponent
        return URL(filePath: path).deletingLastPathComponent().appending(path: name).path
    }
}

extension Recording.DecisionFrames {
    /// What was decided, then the request and the answer field by field.
    fileprivate func text(of time: String, _ stage: Stage, index: Int, row: Int) -> String {
        var text = "--- \(time), plugin \(channel), decided\n"
        for (name, values) in values(of: stage, index: index, row: row) { text += "\(name) = \(values)\n" }
        text += "--- \(time), plugin \(channel), asked\n\(request.dump)\n"
        return text + "--- \(time), plugin \(channel), answered\n\(answer?.dump ?? "(the recording ends here)")\n"
    }
}

extension ComparisonResult {
    /// Where the first two arms differ first by more than `tolerance`, as a share of a's value or, below 1, absolute; two
    /// values that cannot be known are equal.
    func firstDifference(beyond tolerance: Double) -> String? {
        for episode in 0..<pairs {
            for (index, metric) in declarations.enumerated() {
                let (then, now) = (arms[0].episodes[episode][index], arms[1].episodes[episode][index])
                if then.isNaN && now.isNaN || abs(now - then) <= tolerance * max(1, abs(then)) { continue }
                return
                    "episode \(episode) (world seed \(seed &+ UInt64(episode))): \(metric.name) was \(then) and is \(now)"
            }
        }
        return nil
    }
}
