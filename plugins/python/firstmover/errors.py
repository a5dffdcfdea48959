"""Why a policy or a conversation cannot go on."""

from __future__ import annotations


class PolicyError(Exception):
    """Why a policy cannot go on, in one sentence a person can act on."""


class ProtocolError(Exception):
    """What the host broke of the protocol; nothing it sends can be trusted afterwards.

    ``code`` is a number of ``ErrorCode`` in firstmover/v1/control.proto.
    """

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code
