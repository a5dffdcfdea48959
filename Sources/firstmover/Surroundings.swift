import Experiments
import Foundation
import System

/// Where this command finds plugins, and what relative paths are relative to.
enum Surroundings {
    static var catalogue: PluginCatalogue {
        PluginCatalogue(
            PluginPlaces(bin: ProcessContext.executableFolder, environment: ProcessInfo.processInfo.environment))
    }

    static var folder: String { FileManager.default.currentDirectoryPath }
}
