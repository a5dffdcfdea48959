"""Whether our learners learn a game that nothing in them knows: Gymnasium's Pendulum-v1, from a host of another make.

    python Tests/Pendulum/pendulum.py --plugin .build/release/sac

plays 20,000 steps with each of five seeds and the settings of RL Baselines3 Zoo, then evaluates what was learned in 100
episodes that begin where no training did. Prints a line a seed and a table; exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import gymnasium
import numpy as np
from learner import Box, Game, Learner, LearnerFailed, Session

ENVIRONMENT = "Pendulum-v1"
#: Mean returns over the evaluation's episodes: of every seed, and of the median seed.
WORST_GOAL, MEDIAN_GOAL = -200, -165
EPISODES = 100
#: Seeds of the evaluation's resets are these and the next ones; those of training are 0, 1, ...
FIRST_EVALUATION_SEED = 10_000

#: What TD3 and DDPG share: hyperparams/td3.yml and ddpg.yml of rl-baselines3-zoo, and behind them the defaults of
#: Stable-Baselines3 2.x (batch, tau). `squash=tanh` makes the unit of exploration theirs: half the action's range.
DETERMINISTIC = {
    "hidden": "400x300", "rate": "1e-3", "discount": "0.98", "replay": "200000", "warm-up": "10000", "batch": "256",
    "exploration": "0.1", "tau": "0.005", "gradient-steps": "1", "squash": "tanh",
}
SETTINGS = {
    # hyperparams/sac.yml sets the learning rate alone; the temperature starts at 1 and aims at an entropy of -1 by
    # default, for each number of the action.
    "sac": {
        "hidden": "256x256", "rate": "1e-3", "discount": "0.99", "replay": "1000000", "warm-up": "100", "batch": "256",
        "tau": "0.005", "gradient-steps": "1", "squash": "tanh", "temperature": "1", "temperature-mode": "automatic",
        "target-entropy": "-1",
    },
    # Our noise on the target policy is added before the squash.
    "td3": DETERMINISTIC | {"policy-delay": "2", "target-noise": "0.2", "target-noise-limit": "0.5"},
    "ddpg": DETERMINISTIC,
}


def game(environment: gymnasium.Env) -> Game:
    """What a plugin is told of `environment`, spaces and bounds as it has them."""

    def box(name: str, space: gymnasium.spaces.Box) -> Box:
        return Box(name, tuple(map(float, space.low)), tuple(map(float, space.high)))

    return Game(
        name="pendulum",
        hash=hashlib.sha256(environment.spec.id.encode()).hexdigest(),
        observation=box("observation", environment.observation_space),
        action=box("action", environment.action_space),
    )


def policy_seed(seed: int, episode: int) -> int:
    """The seed of everything random in the policy in an episode."""
    return int.from_bytes(hashlib.sha256(f"policy {seed} {episode}".encode()).digest()[:8], "big")


class Evaluation:
    """Deterministic episodes side by side, in a session that plays with the weights of the one that trains."""

    def __init__(self, training: Session, episodes: int):
        self.environments = [gymnasium.make(ENVIRONMENT) for _ in range(episodes)]
        self.session = training.learner.open(training.game, "evaluate", rows=episodes, weights_of=training)

    def returns(self) -> np.ndarray:
        """What each episode earned."""
        count = len(self.environments)
        self.session.reset([policy_seed(FIRST_EVALUATION_SEED, episode) for episode in range(count)])
        observations = np.stack(
            [each.reset(seed=FIRST_EVALUATION_SEED + episode)[0] for episode, each in enumerate(self.environments)]
        )
        returns = np.zeros(count)
        ended, slot = False, 0
        while not ended:
            actions = self.session.decide(slot, observations)
            steps = [each.step(action) for each, action in zip(self.environments, actions)]
            observations = np.stack([step[0] for step in steps])
            returns += [step[1] for step in steps]
            ends = {bool(step[2] or step[3]) for step in steps}
            assert len(ends) == 1, "the episodes of a pendulum all end at the same time"
            ended = ends.pop()
            slot += 1
        return returns


def train(session: Session, seed: int, steps: int, after_step) -> None:
    """Plays `steps` steps, of which the session learns; calls `after_step` with the number of steps after each."""
    environment = gymnasium.make(ENVIRONMENT)
    observation, _ = environment.reset(seed=seed)
    session.reset([policy_seed(seed, 0)])
    episode, slot = 0, 0
    for step in range(1, steps + 1):
        action = session.decide(slot, observation[None])
        observation, reward, terminated, truncated, _ = environment.step(action[0])
        session.feed_back(slot, float(reward), terminated, truncated)
        slot += 1
        if truncated and not terminated:
            # The state that the time limit cut off has a value too.
            session.decide(slot, observation[None], bootstrap=True)
        after_step(step)
        if terminated or truncated:
            episode, slot = episode + 1, 0
            observation, _ = environment.reset()
            session.reset([policy_seed(seed, episode)])


@dataclass
class Result:
    """What a seed came to."""

    seed: int
    returns: np.ndarray
    seconds: float
    processor_seconds: float
    peak_memory: float


def play(arguments: argparse.Namespace, seed: int) -> Result:
    """Trains a fresh process with `seed`, and evaluates it."""
    options = SETTINGS[arguments.algorithm] | dict(option.split("=", 1) for option in arguments.option)
    began = time.monotonic()
    with Learner(arguments.plugin) as learner:
        session = learner.open(game(gymnasium.make(ENVIRONMENT)), "train", options=options)
        evaluation = Evaluation(session, arguments.episodes)

        def after_step(step: int) -> None:
            if arguments.evaluate_every and step % arguments.evaluate_every == 0 and step < arguments.steps:
                print(f"  seed {seed} after {step} steps: {evaluation.returns().mean():.1f}", flush=True)

        train(session, seed, arguments.steps, after_step)
        returns = evaluation.returns()
        processor_seconds, peak_memory = learner.processor_time, learner.peak_memory
        learner.shut_down()
    return Result(seed, returns, time.monotonic() - began, processor_seconds, peak_memory)


def report(algorithm: str, steps: int, results: list[Result]) -> bool:
    """Prints the table; whether the goals are reached."""
    means = [float(result.returns.mean()) for result in results]
    median, worst = statistics.median(means), min(means)
    print(f"\n{algorithm}, {steps} steps, mean return of {len(results[0].returns)} episodes, {len(means)} seeds")
    print("| mean | median | min | goals |")
    print("|---|---|---|---|")
    reached = median >= MEDIAN_GOAL and worst >= WORST_GOAL
    verdict = "reached" if reached else "missed"
    print(
        f"| {statistics.fmean(means):.1f} | {median:.1f} | {worst:.1f} "
        f"| median {MEDIAN_GOAL}, min {WORST_GOAL}: {verdict} |",
        flush=True,
    )
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", type=Path, required=True, help="the plugin's executable")
    parser.add_argument("--algorithm", choices=SETTINGS, help="whose settings; by default the plugin's name")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds (default: 5)")
    parser.add_argument("--first-seed", type=int, default=0, help="the first of them (default: 0)")
    parser.add_argument("--steps", type=int, default=20_000, help="steps of training (default: 20000)")
    parser.add_argument("--episodes", type=int, default=EPISODES, help="episodes of evaluation (default: 100)")
    parser.add_argument("--evaluate-every", type=int, default=0, metavar="N", help="evaluate after every N steps too")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE", help="another setting")
    arguments = parser.parse_args()
    arguments.algorithm = arguments.algorithm or arguments.plugin.name
    if arguments.algorithm not in SETTINGS:
        parser.error(f"name the algorithm of {arguments.plugin}: --algorithm {'|'.join(SETTINGS)}")
    if min(arguments.seeds, arguments.steps, arguments.episodes) < 1 or arguments.evaluate_every < 0:
        parser.error("seeds, steps and episodes are 1 or more")
    if not all("=" in option for option in arguments.option):
        parser.error("an option is KEY=VALUE")
    results = []
    for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
        try:
            results.append(play(arguments, seed))
        except LearnerFailed as failure:
            print(f"{arguments.algorithm}, seed {seed}: {failure}", file=sys.stderr)
            return 4
        result = results[-1]
        print(
            f"{arguments.algorithm} seed {seed}: mean {result.returns.mean():.1f} "
            f"median {np.median(result.returns):.1f} min {result.returns.min():.1f} ({result.seconds:.0f} s, plugin: "
            f"{result.processor_seconds:.0f} s of processor time, {result.peak_memory:.0f} MB at its peak)",
            flush=True,
        )
    return 0 if report(arguments.algorithm, arguments.steps, results) else 1


if __name__ == "__main__":
    sys.exit(main())
