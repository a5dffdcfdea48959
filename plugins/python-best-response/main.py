"""Followers that answer posted prices by sequential best response: the pricing game's ``best-response`` in Python."""

import os
import sys

# Nothing here multiplies matrices: a pool of threads for it is start-up time and memory for nothing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The SDK beside this plugin is the one that the manifest's hashes speak of, whatever else is installed.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))

import firstmover
import numpy as np
from access_game import AccessGame


class BestResponse(firstmover.Policy):
    """Computes everybody's response from the static instance and the posted prices, and plays its own agents' part."""

    name = "python-best-response"
    version = "0.1.0"
    roles = ("followers",)

    def open(self, session):
        [stage] = session.stages
        missing = {*AccessGame.FIELDS, "mu"} - {tensor.name for tensor in stage.instance}
        if missing:
            raise firstmover.PolicyError(
                f"stage {stage.name} has no instance tensor {', '.join(sorted(missing))}: not a pricing game"
            )
        self.agents = slice(session.agents.start, session.agents.stop)
        return firstmover.Acceptance(session, "hybrid", wants_observation=False, wants_instance=True)

    def decide(self, observations, actions):
        instance = observations.instance
        access, size_mb = AccessGame(instance).best_response(instance["mu"])
        limit_mb = instance["o_MB"]
        share = np.divide(size_mb, limit_mb, out=np.zeros_like(size_mb), where=limit_mb > 0)
        actions["station"] = access[:, self.agents]
        actions["size"] = np.minimum(share, 1)[:, self.agents]


if __name__ == "__main__":
    firstmover.serve(BestResponse)
