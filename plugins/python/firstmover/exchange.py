"""What a policy sees when it decides, what it writes, and what follows: NumPy arrays by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firstmover.session import ActionSpace


@dataclass
class Observations:
    """What a policy sees when it decides: one stage of one slot in a batch of environments.

    ``observations["snr"]`` is short for ``observations.observation["snr"]``. Arrays are read-only and stay valid.
    """

    #: Index into ``Session.stages``.
    stage: int
    #: The slot within the episode, from 0.
    slot: int
    #: Environments in this batch, 1 to ``Session.rows``.
    rows: int
    #: True where the answer only gives a learner the value of the state after a time limit; it is not played.
    is_bootstrap: bool
    #: ``Stage.observation`` by name, each of shape ``[rows, agents, *shape]``; empty if declined.
    observation: dict[str, np.ndarray]
    #: ``Stage.instance`` by name, each of shape ``[rows, *shape]``; empty unless asked for.
    instance: dict[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.observation:
            raise KeyError(f"there is no observation {name!r}; there are {_names(self.observation)}")
        return self.observation[name]


class _Arrays(dict):
    """Arrays by name, kept from slot to slot and written into; ``arrays["u"] = x`` copies ``x``, broadcasting it."""

    _kind: str

    def __setitem__(self, name: str, value: np.typing.ArrayLike) -> None:
        self[name][...] = value

    def __missing__(self, name: str) -> np.ndarray:
        raise KeyError(f"there is no {self._kind} {name!r}; there are {_names(self)}")


class Reports(_Arrays):
    """What a policy reports about its decision: a number a row, each of shape ``[rows]``, by ``Acceptance.reports``.

    All are NaN, nothing to report, when ``decide`` begins: ``actions.reports["rounds"] = rounds``.
    """

    _kind = "report"


class Actions(_Arrays):
    """What a policy decides: the tensors of the chosen action space by name, each of shape ``[rows, agents, *shape]``.

    The arrays are kept from slot to slot and are zero when ``decide`` begins. Write into them,
    ``actions["u"][:, 0] = x``; ``actions["u"] = x`` copies ``x`` into all of the array, broadcasting it.
    """

    _kind = "action"
    #: What the policy reports about the decision.
    reports: Reports

    def __init__(self, tensors: dict[str, np.ndarray], reports: dict[str, np.ndarray]):
        super().__init__(tensors)
        self.reports = Reports(reports)

    @staticmethod
    def storage(space: ActionSpace, rows: int, agents: int, reports: Sequence[str]) -> Actions:
        """Arrays for ``rows`` environments of ``agents`` agents."""
        return Actions(
            {tensor.name: np.empty((rows, agents, *tensor.shape), tensor.dtype) for tensor in space.tensors},
            {name: np.empty(rows, "<f8") for name in reports},
        )

    def blank(self, rows: int) -> Actions:
        """Views of the first ``rows`` environments, actions zero and nothing reported."""
        actions = Actions(
            {name: values[:rows] for name, values in self.items()},
            {name: values[:rows] for name, values in self.reports.items()},
        )
        for values in actions.values():
            values.fill(0)
        for values in actions.reports.values():
            values.fill(np.nan)
        return actions


@dataclass
class Feedback:
    """What followed a slot; the next observation comes with the next decision."""

    #: The slot the rewards belong to.
    slot: int
    #: Environments in this batch.
    rows: int
    #: Names of the reward's components, in order; the first is what an agent maximises.
    components: tuple[str, ...]
    #: Rewards, shape ``[rows, agents, components]``.
    rewards: np.ndarray
    #: Whether each environment reached a state after which nothing more can be earned, shape ``[rows]``.
    terminated: np.ndarray
    #: Whether each environment was cut off by its time limit, shape ``[rows]``.
    truncated: np.ndarray


def _names(tensors: dict[str, np.ndarray]) -> str:
    return ", ".join(tensors) or "none"
