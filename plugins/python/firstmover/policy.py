"""What a policy is."""

from __future__ import annotations

from firstmover.errors import PolicyError
from firstmover.exchange import Actions, Feedback, Observations
from firstmover.session import Acceptance, Session


class Policy:
    """Something that decides: one class with one method, ``decide``. Everything else has a default.

    There is one instance a session. In evaluate mode an episode may depend only on the policy's weights and the seed
    given to ``reset``: not on earlier episodes, the number of rows in a batch, or the clock.
    """

    #: The name it is shown by; by default the class's name.
    name: str = ""
    #: Its version.
    version: str = "0.0.0"
    #: The roles it can play.
    roles: tuple[str, ...] = ("operator", "followers")
    #: Whether the same seeds and observations always give the same actions.
    is_deterministic: bool = True
    #: Whether it can learn from feedback.
    learns: bool = False

    def open(self, session: Session) -> Acceptance | None:
        """Looks at the session and says which action spaces and parts of the observation the policy takes.

        Also what the policy reports. ``None`` stands for ``Acceptance(session)``. Raise ``PolicyError`` where the
        policy cannot play this session; the host shows it as the user's fault.
        """
        return Acceptance(session)

    def reset(self, row: int, seed: int) -> None:
        """Starts a new episode in row ``row``; everything random in it is keyed by ``seed``, 0 to 2^64 - 1."""

    def decide(self, observations: Observations, actions: Actions) -> None:
        """Decides one stage for every row and agent: reads ``observations``, writes ``actions``.

        What ``Acceptance`` named as reports goes into ``actions.reports``, a number a row. Raise ``PolicyError``
        where no decision can be made.
        """
        raise NotImplementedError(f"{type(self).__name__} has no method decide(self, observations, actions)")

    def learn(self, feedback: Feedback) -> None:
        """Learns from what followed the last slot; called only on a policy that asked for feedback."""

    def take_metrics(self) -> tuple[int, dict[str, float]] | None:
        """What there is to say about learning since this was asked last, asked after every ``learn``: the learner's
        steps so far, and numbers by name such as a loss."""
        return None

    def save(self, path: str) -> None:
        """Writes a checkpoint into the folder at ``path``, which exists and is empty."""
        raise PolicyError("this policy has nothing to save")

    def load(self, path: str) -> None:
        """Reads a checkpoint that ``save`` wrote into the folder at ``path``."""
        raise PolicyError("this policy has nothing to load")

    def share(self, other: Policy) -> None:
        """Uses ``other``'s weights from here on, before ``open``: how a run evaluates in the middle of training.

        Without ``learns`` there are no weights and nothing to do; a policy that learns refers to ``other``'s network.
        """
        if self.learns:
            raise PolicyError("this policy cannot share its weights with a second session")
