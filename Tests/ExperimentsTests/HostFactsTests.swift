import Foundation
import Testing

@testable import Experiments

@Suite("Facts of the host")
struct HostFactsTests {
    @Test("are what the system says by other ways")
    func facts() throws {
        let facts = HostFacts.current
        #expect(facts.cores >= 1 && facts.cores <= ProcessInfo.processInfo.processorCount)
        // MemTotal and sysconf's pages are the same number.
        #expect(facts.memoryBytes == Int(ProcessInfo.processInfo.physicalMemory))
        #expect(!facts.processor.isEmpty && facts.processor == facts.processor.trimmingCharacters(in: .whitespaces))
        #expect(!facts.operatingSystem.contains("\""))
        var name = utsname()
        #expect(unsafe uname(&name) == 0)
        let release = unsafe withUnsafeBytes(of: &name.release) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        #expect(facts.kernelRelease == release)
    }

    @Test("make a member of a document, firstmover's release among them")
    func document() {
        let document = HostFacts.current.document
        #expect(document["firstmover"] == JSON(Release.version))
        #expect(document["cores"] == JSON(HostFacts.current.cores))
    }
}
