"""What a policy author imports: one class with one method, served over stdin and stdout.

import firstmover

class Half(firstmover.Policy):
    def decide(self, observations, actions):
        actions["u"] = 0.35

firstmover.serve(Half)
"""

from firstmover.errors import PolicyError
from firstmover.exchange import Actions, Feedback, Observations, Reports
from firstmover.policy import Policy
from firstmover.serving import serve
from firstmover.session import Acceptance, ActionSpace, Box, Discrete, Session, Stage, TensorSpace
from firstmover.version import VERSION as __version__

__all__ = [
    "Acceptance",
    "ActionSpace",
    "Actions",
    "Box",
    "Discrete",
    "Feedback",
    "Observations",
    "Policy",
    "PolicyError",
    "Reports",
    "Session",
    "Stage",
    "TensorSpace",
    "serve",
    "__version__",
]
