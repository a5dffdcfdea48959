extension Solution {
    /// What the value and the numbers of the certificate are called where people read them.
    public struct Reading: Sendable, Hashable {
        /// What the value is, in the words of a line of text; empty where the concept says it.
        public var value: String
        /// Unit of followers' payoffs, which NashConv is a sum of; empty where there is none.
        public var payoffUnit: String
        public var bound: Bound
        /// What the certificate's rounds count.
        public var rounds: String

        /// What the certificate's bound is to a reader.
        public enum Bound: Sendable, Hashable {
            /// The value that a play would need to miss nothing, under the name it is known by; the gap is to it.
            case best(String)
            /// No value is beyond it; the gap says what may be missed.
            case limit(String)
            /// No value is beyond it, but it is so far from what can be reached that the gap says nothing.
            case weakLimit(String)
        }

        /// - Parameters:
        ///   - value: what the value is.
        ///   - payoffUnit: of NashConv.
        ///   - bound: what the bound is.
        ///   - rounds: what rounds count.
        public init(
            value: String = "", payoffUnit: String = "", bound: Bound = .limit("no value beyond"),
            rounds: String = "rounds"
        ) {
            self.value = value
            self.payoffUnit = payoffUnit
            self.bound = bound
            self.rounds = rounds
        }
    }
}
