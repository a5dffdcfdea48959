import Statistics

/// Differences without a difference: how those of two equal arms may be distributed, each with mean 0 and deviation 1.
enum Shape: CaseIterable {
    case normal
    /// Heavy tails: Student's t with 5 degrees of freedom.
    case heavyTailed
    case uniform
    case laplace
    /// Gamma with shape 4 less its mean: a skewness of 1, which equal arms cannot have but arms of equal means can.
    case skewed
    /// What pairing is for: both arms share most of what the seed does, and their own noise is skewed by 2.
    case correlatedPairs

    /// Equal arms are symmetric; tests by signs assume no more.
    var isSymmetric: Bool { self != .skewed }

    func difference(_ random: inout SplitMix64) -> Double {
        switch self {
        case .normal: return normalDeviate(&random)
        case .heavyTailed:
            let squares = (0..<5).reduce(0) { sum, _ in
                let deviate = normalDeviate(&random)
                return sum + deviate * deviate
            }
            // The variance of t5 is 5/3.
            return normalDeviate(&random) / (squares / 5).squareRoot() * 0.6.squareRoot()
        case .uniform: return (uniformDeviate(&random) - 0.5) * 12.0.squareRoot()
        case .laplace: return (exponentialDeviate(&random) - exponentialDeviate(&random)) / 2.0.squareRoot()
        case .skewed: return ((0..<4).reduce(0) { sum, _ in sum + exponentialDeviate(&random) } - 4) / 2
        case .correlatedPairs:
            let common = 5 * normalDeviate(&random)
            let a = common + exponentialDeviate(&random)
            let b = common + exponentialDeviate(&random)
            return (b - a) / 2.0.squareRoot()
        }
    }
}

/// Data sets to calibrate on: each shape as often as any other, of sizes that are even on a scale of ratios.
struct SyntheticNulls {
    static let sizes = [10, 14, 20, 28, 40, 57, 80, 113, 160, 200]

    private var random: SplitMix64
    private var index = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The next data set; every 60 have all shapes in all sizes.
    mutating func next() -> (shape: Shape, differences: [Double]) {
        let shape = Shape.allCases[index % Shape.allCases.count]
        let size = Self.sizes[index / Shape.allCases.count % Self.sizes.count]
        index += 1
        return (shape, differences(shape, count: size))
    }

    /// So many differences of one shape.
    mutating func differences(_ shape: Shape, count: Int) -> [Double] {
        (0..<count).map { _ in shape.difference(&random) }
    }

    /// So many differences with a skewness of 2, more than is claimed to do no harm.
    mutating func exponentialDifferences(count: Int) -> [Double] {
        (0..<count).map { _ in exponentialDeviate(&random) - 1 }
    }

    /// Differences of several metrics of the same pairs: a share of `common` of each one's variance is that of all.
    mutating func metrics(_ number: Int, common: Double) -> [[Double]] {
        let (shape, shared) = next()
        return (0..<number).map { _ in
            zip(shared, differences(shape, count: shared.count)).map {
                common.squareRoot() * $0 + (1 - common).squareRoot() * $1
            }
        }
    }
}

private func uniformDeviate(_ random: inout SplitMix64) -> Double { (Double(random.next() >> 11) + 0.5) * 0x1p-53 }

/// Infinitely many degrees of freedom are the normal distribution.
private func normalDeviate(_ random: inout SplitMix64) -> Double {
    StudentT(degreesOfFreedom: .infinity).quantile(uniformDeviate(&random))
}

/// Half the sum of two squares of normal deviates, with mean 1.
private func exponentialDeviate(_ random: inout SplitMix64) -> Double {
    let (one, other) = (normalDeviate(&random), normalDeviate(&random))
    return (one * one + other * other) / 2
}
