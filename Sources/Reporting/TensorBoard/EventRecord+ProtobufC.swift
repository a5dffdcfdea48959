import CTensorBoardProtos
import Records

/// The records of an event file.
enum EventRecord {
    /// The first record of every file.
    static func writeVersion(wallTime: Double, to frame: inout RecordFrame, _ memory: borrowing MessageMemory) {
        let event = unsafe memory.message(tensorboard__event__init)
        unsafe event.pointee.wall_time = wallTime
        unsafe event.pointee.file_version = memory.text("brain.Event:2")
        unsafe event.pointee.what_case = TENSORBOARD__EVENT__WHAT_FILE_VERSION
        unsafe frame.write(event)
    }

    /// A record of what was measured at one step; tags that are not among `tags` are described and added to these.
    static func write(
        _ scalars: [EventFileWriter.Scalar], describing tags: inout Set<String>, step: Int64, wallTime: Double,
        to frame: inout RecordFrame, _ memory: borrowing MessageMemory
    ) {
        let summary = unsafe memory.message(tensorboard__summary__init)
        unsafe summary.pointee.n_value = scalars.count
        unsafe summary.pointee.value = memory.values(
            UnsafeMutablePointer<Tensorboard__Summary__Value>?.self, count: scalars.count)
        for i in scalars.indices {
            let value = unsafe memory.message(tensorboard__summary__value__init)
            unsafe value.pointee.tag = memory.text(scalars[i].tag)
            unsafe value.pointee.simple_value = Float(scalars[i].value)
            unsafe value.pointee.value_case = TENSORBOARD__SUMMARY__VALUE__VALUE_SIMPLE_VALUE
            if tags.insert(scalars[i].tag).inserted { unsafe value.pointee.metadata = scalarMetadata(memory) }
            unsafe summary.pointee.value[i] = value
        }
        let event = unsafe memory.message(tensorboard__event__init)
        unsafe event.pointee.wall_time = wallTime
        unsafe event.pointee.step = step
        unsafe event.pointee.summary = summary
        unsafe event.pointee.what_case = TENSORBOARD__EVENT__WHAT_SUMMARY
        unsafe frame.write(event)
    }

    private static func scalarMetadata(
        _ memory: borrowing MessageMemory
    ) -> UnsafeMutablePointer<Tensorboard__SummaryMetadata> {
        let plugin = unsafe memory.message(tensorboard__summary_metadata__plugin_data__init)
        unsafe plugin.pointee.plugin_name = memory.text("scalars")
        let metadata = unsafe memory.message(tensorboard__summary_metadata__init)
        unsafe metadata.pointee.plugin_data = plugin
        unsafe metadata.pointee.data_class = TENSORBOARD__DATA_CLASS__DATA_CLASS_SCALAR
        return unsafe metadata
    }
}
