"""The SDK's release and the version of the protocol that it speaks."""

VERSION = "0.1.0"
#: Equal majors understand each other; of the minors the lower one holds.
PROTOCOL_MAJOR = 1
PROTOCOL_MINOR = 0
