/// What a learner needs beside its policy to go on where it stopped: named arrays in one file.
///
/// Written by ``TrainingStateWriter`` and read by ``TrainingStateReader``, neither of which holds more than a mebibyte of it at
/// a time. The format is Protos/firstmover/state/v1/training_state.proto.
public enum TrainingState {
    /// Version of the format.
    public static let schema: UInt32 = 1
    /// Bytes of an array in one record.
    static let chunkLength = 1 << 20
    /// Bytes a record may have: a chunk, or a name.
    static let recordLimit = chunkLength + 4096
    /// Bytes a tensor's name may have.
    static let nameLimit = 1024
    /// Tensors a file may have.
    static let tensorLimit = 1 << 24

    /// What the elements of a tensor are.
    public enum ElementType: String, Sendable, CaseIterable {
        case float32, float64, int64, uint64, uint8

        var byteCount: Int {
            switch self {
            case .float32: 4
            case .float64, .int64, .uint64: 8
            case .uint8: 1
            }
        }
    }
}

/// A number that training state can hold; no other type may conform.
public protocol TrainingStateElement: BitwiseCopyable, Sendable {
    static var elementType: TrainingState.ElementType { get }
}

extension Float: TrainingStateElement {
    public static var elementType: TrainingState.ElementType { .float32 }
}

extension Double: TrainingStateElement {
    public static var elementType: TrainingState.ElementType { .float64 }
}

extension Int64: TrainingStateElement {
    public static var elementType: TrainingState.ElementType { .int64 }
}

extension UInt64: TrainingStateElement {
    public static var elementType: TrainingState.ElementType { .uint64 }
}

extension UInt8: TrainingStateElement {
    public static var elementType: TrainingState.ElementType { .uint8 }
}
