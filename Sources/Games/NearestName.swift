/// The known name closest to `name` by edit distance, if it is close enough to be a slip: at most a third of its length.
///
/// - Complexity: O(|name| · Σ|known|).
public func nearestName(to name: String, among known: [String]) -> String? {
    let best = known.map { ($0, editDistance(name, $0)) }.min { $0.1 < $1.1 }
    guard let (candidate, distance) = best, distance <= max(1, name.count / 3), distance < name.count
    else { return nil }
    return candidate
}

/// Levenshtein's distance, letter case ignored.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.lowercased())
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for i in left.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in right.indices {
            let substitution = diagonal + (left[i] == right[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
