extension OffloadingGame {
    public static let name = "offloading"

    /// Every parameter under the name of the spec's section 13, with its default.
    public static var parameters: [Parameter] { OffloadingParameters.all }

    public static var presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] {
        OffloadingParameters.presets
    }
}
