"""Frames over file descriptors: a big-endian 32-bit length, then as many bytes of one message."""

from __future__ import annotations

import os
import sys

from firstmover.errors import ProtocolError
from firstmover.v1 import control_pb2 as control

#: What a frame limit may be agreed on; under 2^26 every frame starts with a byte 0 to 3, which no text does.
SMALLEST_LIMIT, LARGEST_LIMIT = 65_536, 67_108_863
HEADER_LENGTH = 4


class Frames:
    """Reads and writes frames; owns both descriptors."""

    def __init__(self, reading: int, writing: int):
        self._reader = open(reading, "rb", buffering=65_536)
        self._writing = writing
        #: Longest body accepted; this one holds until both sides have agreed.
        self.limit = SMALLEST_LIMIT

    @staticmethod
    def taking_over_standard_streams() -> Frames:
        """Moves the protocol off descriptors 0 and 1, so that a ``print`` or a chatty native library is harmless.

        Afterwards descriptor 0 reads nothing and descriptor 1 writes to standard error, and so does what was printed
        before and still lies in Python's buffer. Raises OSError where one of them is closed.
        """
        reading, writing = os.dup(0), os.dup(1)
        for descriptor in (reading, writing):
            os.set_blocking(descriptor, True)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        # Line by line, as standard error is: a print just before a crash must not be lost in a buffer.
        sys.stdout.reconfigure(line_buffering=True)
        return Frames(reading, writing)

    def read(self) -> bytes | None:
        """The body of the next frame; ``None`` where the stream ended between two frames."""
        header = self._reader.read(HEADER_LENGTH)
        if not header:
            return None
        if header[0] > 3:
            raise ProtocolError(control.ERROR_CODE_DECODE_ERROR, f"text stands where a frame should begin: {header!r}")
        if len(header) < HEADER_LENGTH:
            raise _truncated(len(header), HEADER_LENGTH)
        length = int.from_bytes(header, "big")
        if length > self.limit:
            raise ProtocolError(
                control.ERROR_CODE_FRAME_TOO_LARGE, f"a frame of {length} bytes came, the limit is {self.limit}"
            )
        if length == 0:
            raise ProtocolError(control.ERROR_CODE_DECODE_ERROR, "a frame of length 0 came")
        body = self._reader.read(length)
        if len(body) < length:
            raise _truncated(HEADER_LENGTH + len(body), HEADER_LENGTH + length)
        return body

    def write(self, body: bytes) -> None:
        """Writes one frame, all of it."""
        if len(body) > self.limit:
            message = f"a reply of {len(body)} bytes is due, the limit is {self.limit}: use fewer environments"
            raise ProtocolError(control.ERROR_CODE_FRAME_TOO_LARGE, message)
        rest = memoryview(len(body).to_bytes(HEADER_LENGTH, "big") + body)
        while rest:
            rest = rest[os.write(self._writing, rest) :]


def _truncated(received: int, expected: int) -> ProtocolError:
    message = f"the stream ended within a frame, after {received} of {expected} bytes"
    return ProtocolError(control.ERROR_CODE_TRUNCATED_FRAME, message)
