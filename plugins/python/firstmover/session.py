"""What a policy is told when a session opens, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from firstmover.errors import PolicyError

#: Most numbers that a policy may report with a decision, and what one may be called.
MOST_REPORTS = 64
_REPORT_NAME = re.compile("[A-Za-z][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Box:
    """Real numbers between bounds, ends included: one bound for all elements, or one an element in row-major order."""

    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Discrete:
    """The integers ``start``, ..., ``start + count - 1``."""

    start: int
    count: int


@dataclass(frozen=True)
class TensorSpace:
    """One named tensor of a stage: its shape per environment and agent, its element type and its legal values."""

    name: str
    #: Empty for a scalar; a batch of it has shape ``[rows, agents, *shape]``.
    shape: tuple[int, ...]
    #: Little-endian float64, float32 or int32.
    dtype: np.dtype
    domain: Box | Discrete


@dataclass(frozen=True)
class ActionSpace:
    """One way of writing down an action; a hybrid action has a discrete tensor and a box."""

    name: str
    tensors: tuple[TensorSpace, ...]


@dataclass(frozen=True)
class Stage:
    """One decision within a slot: who decides, what they see, and the forms in which they may answer."""

    name: str
    role: str
    #: What the model lets the deciding agent see.
    observation: tuple[TensorSpace, ...]
    #: The full static instance and what earlier stages decided, without an agent axis: shape ``[rows, *shape]``.
    instance: tuple[TensorSpace, ...]
    #: The forms an action may take; the first is the default.
    actions: tuple[ActionSpace, ...]


@dataclass(frozen=True)
class Session:
    """Whom the policy plays, in which scenario, and the shapes of everything to come."""

    #: ``"operator"`` or ``"followers"``.
    role: str
    #: Scenario name, for example ``"pricing/dense"``; the part before the slash names the game.
    scenario: str
    #: Lower-case hexadecimal SHA-256 of the scenario's canonical form.
    scenario_hash: str
    #: The stages of this role only, in slot order.
    stages: tuple[Stage, ...]
    #: Global indices of the agents this policy decides for: ``range(0, 1)`` for the operator, one under isolation.
    agents: range
    #: Agents of this role in the game, however many processes serve them.
    agent_count: int
    #: Largest number of environments in a batch.
    rows: int
    #: ``"train"`` or ``"evaluate"``.
    mode: str
    #: The policy's options, defaults of the manifest included; of a key given twice the last value.
    options: dict[str, str] = field(default_factory=dict)
    #: Names of the reward's components; the first is what an agent maximises.
    reward_components: tuple[str, ...] = ()
    #: Slots that the whole of the training will have brought, each of up to ``rows`` environments; 0 where nothing is
    #: learned or nobody knows.
    training_slots: int = 0
    #: Whether ``load`` comes before the first ``reset``, so that a checkpoint that an option names is not asked for.
    is_resumed: bool = False


class Acceptance:
    """What a policy answers to a session: the form of its actions, which parts it wants to be sent, what it reports."""

    def __init__(
        self,
        session: Session,
        action_spaces: str | Sequence[int | str] | None = None,
        *,
        wants_observation: bool = True,
        wants_instance: bool = False,
        wants_feedback: bool = False,
        reports: Sequence[str] = (),
    ):
        """By default the first action space of every stage, observations, no instance, no feedback, no reports.

        ``action_spaces`` is one name for all stages, or a name or index a stage. With ``wants_instance`` results show
        the policy as having full information; only a policy that learns wants feedback. ``reports`` names numbers about
        the policy's own decisions, such as ``["rounds"]``, that ``decide`` writes into ``Actions.reports``: at most 64
        names of at most 64 ASCII letters, digits, ``-`` and ``_``, a letter first.
        """
        stages = session.stages
        if action_spaces is None:
            action_spaces = [0] * len(stages)
        elif isinstance(action_spaces, str):
            action_spaces = [action_spaces] * len(stages)
        if len(action_spaces) != len(stages):
            raise ValueError(f"{len(action_spaces)} action spaces chosen for {len(stages)} stages")
        #: Per stage of the session, the index into ``Stage.actions`` of the form the policy answers in.
        self.action_spaces = [_index(stage, chosen) for stage, chosen in zip(stages, action_spaces)]
        self.wants_observation = wants_observation
        self.wants_instance = wants_instance
        self.wants_feedback = wants_feedback
        #: Names of the numbers that the policy reports with each decision.
        self.reports = _report_names(reports)


def _report_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, once they are known to be ones that the host takes."""
    if isinstance(names, str):
        raise ValueError(f"reports is a list of names, not the name {names!r}")
    for name in names:
        if not _REPORT_NAME.fullmatch(name):
            raise ValueError(f"a report's name has at most 64 letters, digits, - and _, a letter first: not {name!r}")
    if len(names) > MOST_REPORTS or len(set(names)) < len(names):
        raise ValueError(f"{len(names)} reports named; at most {MOST_REPORTS} are allowed, each once")
    return tuple(names)


def _index(stage: Stage, chosen: int | str) -> int:
    """The index of an action space given by its index or name."""
    names = [space.name for space in stage.actions]
    if isinstance(chosen, str) and chosen in names:
        return names.index(chosen)
    if not isinstance(chosen, str) and 0 <= chosen < len(names):
        return chosen
    raise PolicyError(f"stage {stage.name} has no action space {chosen}; it has {', '.join(names)}")
