"""Messages of the wire as the values that policies see, and back."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from firstmover.errors import ProtocolError
from firstmover.exchange import Actions, Feedback, Observations
from firstmover.session import Acceptance, ActionSpace, Box, Discrete, Session, Stage, TensorSpace
from firstmover.v1 import control_pb2 as control
from firstmover.v1 import envelope_pb2, handshake_pb2, play_pb2, session_pb2

ROLES = {
    "operator": handshake_pb2.ROLE_OPERATOR,
    "followers": handshake_pb2.ROLE_FOLLOWERS,
    "environment": handshake_pb2.ROLE_ENVIRONMENT,
}
_ROLE_NAMES = {number: name for name, number in ROLES.items()}
_MODES = {session_pb2.MODE_TRAIN: "train", session_pb2.MODE_EVALUATE: "evaluate"}
_DTYPES = {
    session_pb2.ELEMENT_TYPE_FLOAT32: np.dtype("<f4"),
    session_pb2.ELEMENT_TYPE_FLOAT64: np.dtype("<f8"),
    session_pb2.ELEMENT_TYPE_INT32: np.dtype("<i4"),
}


def host_envelope(body: bytes) -> envelope_pb2.HostEnvelope:
    """The message in the frame ``body``."""
    envelope = envelope_pb2.HostEnvelope()
    try:
        envelope.ParseFromString(body)
    except Exception as error:  # DecodeError; the pure-Python runtime raises others too.
        raise malformed(f"a frame of {len(body)} bytes holds no well-formed message: {error}") from None
    return envelope


def session(message: session_pb2.Open) -> Session:
    """What a policy is told about a new session."""
    return Session(
        role=_named(_ROLE_NAMES, message.role, "open.role"),
        scenario=message.scenario,
        scenario_hash=message.scenario_hash,
        stages=tuple(_stage(stage) for stage in message.stages),
        agents=range(message.first_agent, message.first_agent + message.agents),
        agent_count=message.agents_in_game,
        rows=message.rows,
        mode=_named(_MODES, message.mode, "open.mode"),
        options={option.key: option.value for option in message.options},
        reward_components=tuple(message.reward_components),
        training_slots=message.training_slots,
        is_resumed=message.resumes,
    )


def observations(message: play_pb2.Decide, stage: Stage, accepted: Acceptance, agents: int) -> Observations:
    """What a policy sees of ``stage``: views of the message's own bytes."""
    rows = message.rows
    observation = stage.observation if accepted.wants_observation else ()
    instance = stage.instance if accepted.wants_instance else ()
    return Observations(
        stage=message.stage,
        slot=message.slot,
        rows=rows,
        is_bootstrap=message.bootstrap,
        observation=_tensors(message.observation, observation, (rows, agents), "decide.observation"),
        instance=_tensors(message.instance, instance, (rows,), "decide.instance"),
    )


def feedback(message: play_pb2.Feedback, agents: int, components: tuple[str, ...]) -> Feedback:
    """What followed a slot: views of the message's own bytes."""
    rows = message.rows
    shape = (rows, agents, len(components))
    return Feedback(
        slot=message.slot,
        rows=rows,
        components=components,
        rewards=_array(message.rewards, np.dtype("<f8"), shape, "feedback.rewards"),
        terminated=_array(message.terminated, np.dtype(np.uint8), (rows,), "feedback.terminated") != 0,
        truncated=_array(message.truncated, np.dtype(np.uint8), (rows,), "feedback.truncated") != 0,
    )


def decision(actions: Actions, compute_us: float) -> play_pb2.Decision:
    """What a policy decided, what it reports about that, and how long it took."""
    return play_pb2.Decision(
        actions=[values.tobytes() for values in actions.values()],
        compute_us=compute_us,
        reports=np.stack([*actions.reports.values()], axis=1).tobytes() if actions.reports else b"",
    )


def malformed(message: str) -> ProtocolError:
    """A message that is not what the protocol says it is."""
    return ProtocolError(control.ERROR_CODE_DECODE_ERROR, message)


def _stage(message: session_pb2.Stage) -> Stage:
    return Stage(
        name=message.name,
        role=_named(_ROLE_NAMES, message.role, "stage.role"),
        observation=tuple(_space(space) for space in message.observation),
        instance=tuple(_space(space) for space in message.instance),
        actions=tuple(
            ActionSpace(space.name, tuple(_space(tensor) for tensor in space.tensors)) for space in message.actions
        ),
    )


def _space(message: session_pb2.TensorSpace) -> TensorSpace:
    domain = message.WhichOneof("domain")
    if domain is None:
        raise malformed(f"the tensor {message.name} has no domain")
    return TensorSpace(
        name=message.name,
        shape=tuple(message.shape),
        dtype=_named(_DTYPES, message.element_type, "tensor_space.element_type"),
        domain=(
            Box(tuple(message.box.low), tuple(message.box.high))
            if domain == "box"
            else Discrete(message.discrete.start, message.discrete.count)
        ),
    )


def _named(table: dict, number: int, field: str):
    """The meaning of an enum's number."""
    if number not in table:
        raise malformed(f"{field} is {number}, which this SDK does not know")
    return table[number]


def _tensors(
    payloads: Sequence[bytes], spaces: Sequence[TensorSpace], leading: tuple[int, ...], field: str
) -> dict[str, np.ndarray]:
    """Payloads as arrays, by the names of their spaces."""
    if len(payloads) != len(spaces):
        raise malformed(f"{field} has {len(payloads)} tensors, not {len(spaces)}")
    return {
        space.name: _array(payload, space.dtype, leading + space.shape, f"{field} {space.name}")
        for payload, space in zip(payloads, spaces)
    }


def _array(payload: bytes, dtype: np.dtype, shape: tuple[int, ...], field: str) -> np.ndarray:
    """A payload as an array, without a copy."""
    expected = prod(shape) * dtype.itemsize
    if len(payload) != expected:
        raise malformed(f"{field} has {len(payload)} bytes, not {expected}")
    return np.frombuffer(payload, dtype).reshape(shape)
