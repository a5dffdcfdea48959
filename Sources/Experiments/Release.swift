/// This release of firstmover, of which the protocol's version is independent.
public enum Release {
    public static let version = "0.1.0"
}
