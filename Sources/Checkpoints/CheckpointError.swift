import Records
import System

/// Why a checkpoint was not written or not read, in one line with the remedy.
public struct CheckpointError: Error, Equatable, Sendable {
    /// The file, or what its bytes were called.
    public let path: String
    public let problem: Problem

    public init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    public enum Problem: Error, Equatable, Sendable {
        case system(SystemError)
        case missing
        /// A folder, device or pipe.
        case notAFile
        case tooLarge(bytes: Int, limit: Int)
        /// More tensors than a file of training state may have.
        case tooManyTensors(limit: Int)
        /// Decoding would take more memory than a sound file of this size needs.
        case tooMuchMemory(limit: Int)
        /// No ONNX at all, or cut off.
        case malformed
        /// Of ONNX, but beyond what is read here.
        case unsupported(String)
        /// The file contradicts itself.
        case inconsistent(String)
        /// A tensor that should be there; and those that are.
        case missingTensor(String, known: [String])
        case wrongShape(String, found: [Int], expected: [Int])
        case wrongType(String, found: String, expected: String)
        case missingMetadata(String)
        /// Not a file of training state.
        case notTrainingState
        case schema(found: UInt32, known: UInt32)
        case torn(offset: Int)
        case damaged(offset: Int)
    }

    init(_ path: String, reading error: RecordError) {
        switch error {
        case .system(let error): self.init(path, .system(error))
        case .torn(let offset): self.init(path, .torn(offset: offset))
        case .damaged(let offset): self.init(path, .damaged(offset: offset))
        case .tooLong(let offset, let length, let limit):
            self.init(
                path,
                .inconsistent("the record at byte \(offset) claims \(length) bytes; records have at most \(limit)"))
        }
    }
}

extension CheckpointError: CustomStringConvertible {
    public var description: String { "\(path): \(problem)" }
}

extension CheckpointError.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .missing: "there is no such file; name the .onnx or state file that training wrote"
        case .notAFile: "this is no regular file; name the .onnx or state file that training wrote"
        case .tooLarge(let bytes, let limit):
            "\(bytes) bytes; checkpoints of more than \(limit) are not read; is this the right file?"
        case .tooManyTensors(let limit):
            "more than \(limit) tensors; let each agent learn in a process of its own (--isolate), which writes its own file"
        case .tooMuchMemory(let limit):
            "decoding takes more than \(limit) bytes, which no policy of this size needs; write the checkpoint again"
        case .malformed: "this is not an ONNX model, or it is cut off; write the checkpoint again"
        case .unsupported(let what):
            "\(what); what firstmover wrote can be read, other models must be exported that way"
        case .inconsistent(let what): "\(what); the file is damaged: write the checkpoint again"
        case .missingTensor(let name, let known):
            "there is no tensor \(name); the file holds "
                + (known.isEmpty ? "none" : known.prefix(16).joined(separator: ", "))
                + (known.count > 16 ? " and \(known.count - 16) more" : "")
                + "; use the checkpoint with the algorithm that wrote it"
        case .wrongShape(let name, let found, let expected):
            "tensor \(name) has shape \(found) where \(expected) is expected; "
                + "use the checkpoint with the scenario and the options that it was trained with"
        case .wrongType(let name, let found, let expected):
            "tensor \(name) holds \(found) where \(expected) is expected; "
                + "use the checkpoint with the algorithm that wrote it"
        case .missingMetadata(let key):
            "the model does not say its \(key); use a checkpoint that firstmover train wrote"
        case .notTrainingState: "this is not a file of training state; name the one that training wrote"
        case .schema(let found, let known):
            "training state of schema \(found); this version reads \(known): go on with the version that wrote it"
        case .torn(let offset):
            "the file ends within the record at byte \(offset): it was cut off; go on from an earlier checkpoint"
        case .damaged(let offset):
            "the record at byte \(offset) is damaged; go on from an earlier checkpoint"
        }
    }
}
