import Policy

extension Actions {
    /// Overwrites `rows`, reports included, with the same rows of `other`, storage of the same shape; allocates nothing.
    mutating func copyRows(_ rows: Range<Int>, of other: borrowing Actions) {
        for index in tensors.indices {
            let stride = tensors[index].rowStride
            let range = rows.lowerBound * stride..<rows.upperBound * stride
            switch tensors[index].space.elementType {
            case .float32: for i in range { tensors[index].float32[i] = other.tensors[index].float32[i] }
            case .float64: for i in range { tensors[index].float64[i] = other.tensors[index].float64[i] }
            case .int32: for i in range { tensors[index].int32[i] = other.tensors[index].int32[i] }
            }
        }
        let stride = reportNames.count
        for i in rows.lowerBound * stride..<rows.upperBound * stride { reports[i] = other.reports[i] }
    }
}
