import Experiments
import Policy

/// What the arms are called in sentences and plots: by what tells them apart, as briefly as that allows.
///
/// Arms that differ in one role are called after their policy in it; others after both, `analytic + best-response`. A check's
/// arms are called after what they are.
struct ArmLabels {
    /// One an arm of the document, all of them different.
    let all: [String]
    /// What the arms have in common, for people; empty where that is nothing.
    let common: String

    /// Longest label; the whole name stands in the table of what is pinned.
    private static let limit = 48

    init(_ document: ResultDocument) {
        guard document.kind != .check || document.arms.count != 2 else {
            all = ["the baseline", "this version"]
            common = ""
            return
        }
        let names = document.arms.map(\.name)
        let parts = names.map(Self.policies)
        var labels = names
        var shared = ""
        if !parts.contains(where: { $0 == nil }) {
            let operators = parts.map { $0?.operator ?? "" }
            let followers = parts.map { $0?.followers ?? "" }
            if names.count > 1, Set(followers).count == 1, Set(operators).count > 1 {
                labels = operators
                shared = "followers \(followers[0])"
            } else if names.count > 1, Set(operators).count == 1, Set(followers).count > 1 {
                labels = followers
                shared = "operator \(operators[0])"
            } else {
                labels = zip(operators, followers).map { "\($0) + \($1)" }
            }
        }
        labels = labels.map { plainLine($0, limit: Self.limit) }
        if Set(labels).count < labels.count {
            labels = labels.enumerated().map { index, label in "\(label) (\(Self.letter(ofArm: index)))" }
        }
        all = labels
        common = plainLine(shared, limit: Self.limit)
    }

    /// What arm `index` is called where its letter stands for it; its number in a document of more arms than letters.
    static func letter(ofArm index: Int) -> String {
        index < Comparison.mostArms ? Comparison.letter(ofArm: index) : "\(index + 1)"
    }

    subscript(arm: Int) -> String { arm < all.count ? all[arm] : "arm \(arm + 1)" }

    /// The policies of an arm's name as they were written; nil where it is none.
    private static func policies(_ name: String) -> (operator: String, followers: String)? {
        // The parser knows what an arm is; what it accepts is cut where the second role starts.
        guard (try? ArmReference(parsing: name)) != nil else { return nil }
        for (first, second) in [(Role.operator, Role.followers), (.followers, .operator)] {
            guard name.hasPrefix("\(first.rawValue)="), let cut = name.range(of: ",\(second.rawValue)=") else {
                continue
            }
            let policies = [
                first: String(name[..<cut.lowerBound].dropFirst(first.rawValue.count + 1)),
                second: String(name[cut.upperBound...]),
            ]
            return (policies[.operator] ?? "", policies[.followers] ?? "")
        }
        return nil
    }
}
