"""The followers' sequential best response: against reference cases, a scalar version, and the definition."""

import json
import math

import numpy as np
import pytest
from access_game import AccessGame
from firstmover.v1 import control_pb2, handshake_pb2, play_pb2, session_pb2
from host import ROOT, Host, action_space, box, discrete

GOLDEN = ROOT / "Tests" / "Golden" / "pricing"
MODES = ["silent", "connected"]


def cases(topic):
    return json.loads((GOLDEN / f"{topic}.json").read_text())["cases"]


def batch(games, mode="silent"):
    """Games in the form of reference cases as one batch of instances."""
    instance = {name: np.array([game[name] for game in games], float) for name in AccessGame.FIELDS if name != "mode"}
    return instance | {"mode": np.full(len(games), mode == "connected", np.int32)}


def random_game(generator, followers, stations):
    """Widely random, at every scale of interference; now and then with a legal edge case."""

    def power(low, high, *shape):
        return 10 ** generator.uniform(low, high, shape)

    game = {
        "W_MHz": power(0, 1.5, stations),
        "f_GcyclePerS": power(0.3, 1.5, stations),
        "x": generator.uniform(0.2, 1.5, stations),
        "rho_perMB": generator.uniform(0.2, 1.5, stations),
        "p_W": generator.uniform(0.05, 0.2, followers),
        "h": power(-13, -8, followers, stations),
        "c_GcyclePerMB": power(-0.5, 1, followers, stations),
        "o_MB": power(-1, 1.5, followers),
        "gammaA": power(0, 2, followers),
        "gammaD_perS": power(-2, 0.5, followers),
        "sigma2_W": 1e-13,
    }
    if generator.random() < 0.3:
        n = generator.integers(followers)
        edge = generator.integers(3)
        if edge == 0:
            game["h"][n, 0] = 0
        elif edge == 1:
            game["o_MB"][n] = 0
        else:
            game["gammaD_perS"][n] = 0
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in game.items()}


def random_prices(generator, game):
    k = np.outer(game["gammaA"], np.multiply(game["rho_perMB"], game["x"]))
    return generator.choice([0, 0.35, 1], k.shape, p=[0.05, 0.25, 0.7]) * generator.random(k.shape) * k


class Scalar:
    """Section 8 read aloud, one number at a time; interference is summed exactly."""

    def __init__(self, game, mu, mode):
        self.game, self.mu, self.mode = game, mu, mode

    def rate(self, n, m, access):
        game = self.game
        received = [power * gains[m] for power, gains in zip(game["p_W"], game["h"])]
        others = math.fsum(received[other] for other, at in enumerate(access) if at == m and other != n)
        return game["W_MHz"][m] / (8 * math.log(2)) * math.log1p(received[n] / (others + game["sigma2_W"]))

    def utility(self, n, m, size, access):
        """U_n with that size at that station, from the definition (section 4)."""
        game = self.game
        if size == 0:
            return 0.0
        delay = 0.0
        if game["gammaD_perS"][n] > 0:
            rate = self.rate(n, m, access)
            delay = math.inf if rate == 0 else 1 / rate + game["c_GcyclePerMB"][n][m] / game["f_GcyclePerS"][m]
        accuracy = -math.expm1(-game["rho_perMB"][m] * game["x"][m] * size)
        return game["gammaA"][n] * accuracy - (game["gammaD_perS"][n] * delay + self.mu[n][m]) * size

    def answer(self, n, m, access):
        """Size and score at that station (section 5)."""
        game = self.game
        rx = game["rho_perMB"][m] * game["x"][m]
        k, limit = game["gammaA"][n] * rx, game["o_MB"][n]
        delay_cost = 0.0
        if game["gammaD_perS"][n] > 0:
            rate = self.rate(n, m, access)
            cost = math.inf if rate == 0 else 1 / rate + game["c_GcyclePerMB"][n][m] / game["f_GcyclePerS"][m]
            delay_cost = game["gammaD_perS"][n] * cost
        y = delay_cost + self.mu[n][m]
        size = 0.0
        if y < k and limit > 0:
            free = math.inf if y == 0 else math.log1p((k - y) / y) if y > k / 2 else math.log(k) - math.log(y)
            size = limit if free >= rx * limit else free / rx
        score = self.utility(n, m, size, access) / game["gammaA"][n]
        return size, score if score > 0 else min(0, 1 - y / k)

    def respond(self, n, access):
        scores = [self.answer(n, m, access)[1] for m in range(len(self.game["W_MHz"]))]
        best = max(scores)
        if self.mode == "silent" and best <= 0:
            return -1
        if access[n] >= 0 and scores[access[n]] >= best - 1e-12:
            return access[n]
        return next(m for m, score in enumerate(scores) if score >= best - 1e-12)

    def play(self):
        access = [-1] * len(self.game["p_W"])
        for _ in range(1000):
            before = list(access)
            for n in range(len(access)):
                access[n] = self.respond(n, access)
            if access == before:
                break
        sizes = [0.0 if m < 0 else self.answer(n, m, access)[0] for n, m in enumerate(access)]
        return access, sizes


def test_sizes_and_utilities_are_those_of_the_reference_cases():
    references = cases("follower")
    inputs = [{name: float(value) for name, value in case["input"].items()} for case in references]
    # A signal as strong as the noise over 8 R MHz gives the rate R; no signal gives the rate 0.
    games = [
        {
            "W_MHz": [8 * values["R"] or 1], "f_GcyclePerS": [values["f"]], "x": [values["x"]],
            "rho_perMB": [values["rho"]], "p_W": [1], "h": [[float(values["R"] > 0)]], "c_GcyclePerMB": [[values["c"]]],
            "o_MB": [values["o"]], "gammaA": [values["gammaA"]], "gammaD_perS": [values["gammaD"]], "sigma2_W": 1,
        }
        for values in inputs
    ]  # fmt: skip
    mu = np.array([[[values["mu"]]] for values in inputs]).transpose(1, 0, 2)
    size, score = AccessGame(batch(games)).responses(0, np.zeros((len(games), 1)), mu)
    for case, values, z, s in zip(references, inputs, size[:, 0], score[:, 0]):
        utility = values["gammaA"] * max(s, 0)
        assert z == pytest.approx(case["Z"], rel=case["rtol"], abs=0), case["name"]
        assert utility == pytest.approx(case["U"], rel=case["rtol"], abs=0), case["name"]
        assert (z == values["o"]) if case["status"] == "capped" else True


@pytest.mark.parametrize("mode", MODES)
def test_nobody_leaves_a_reference_equilibrium_at_its_prices(mode):
    for case in cases("access"):
        reference = case[mode]["sequential"]
        if not reference["converged"]:
            continue
        game = AccessGame(batch([case["game"]], mode))
        mu = np.array(reference["mu"])[:, None, :]
        access = np.array(reference["access"])[:, None]
        total = np.zeros((2, 1, mu.shape[2]))
        total[0, 0] = [math.fsum(game.g[access[:, 0] == m, 0, m]) for m in range(mu.shape[2])]
        assert not game._sweep(mu, access, total), case["name"]
        size, score = game.responses(slice(None), game._others(slice(None), access, total), mu)
        for n, m in enumerate(reference["access"]):
            # The tolerance that the file states.
            z, utility = (0, 0) if m < 0 else (size[n, 0, m], max(0, score[n, 0, m]) * game.gamma_a[n, 0, 0])
            assert z == pytest.approx(reference["Z_MB"][n], rel=1e-9, abs=1e-12)
            assert utility == pytest.approx(reference["U"][n], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("followers, stations", [(1, 1), (2, 2), (4, 2), (6, 3)])
def test_trajectories_are_those_of_the_scalar_version(followers, stations, mode):
    generator = np.random.default_rng(1)
    games = [random_game(generator, followers, stations) for _ in range(60)]
    prices = np.array([random_prices(generator, game) for game in games])
    access, sizes = AccessGame(batch(games, mode)).best_response(prices)
    for game, mu, stations_chosen, chosen in zip(games, prices, access, sizes):
        expected, expected_sizes = Scalar(game, mu, mode).play()
        assert stations_chosen.tolist() == expected
        # Same formulas, another library's logarithms: a few ulps, magnified where y is close to k.
        assert chosen == pytest.approx(expected_sizes, rel=1e-10, abs=1e-12)


def test_no_size_or_station_does_better():
    generator = np.random.default_rng(2)
    games = [random_game(generator, 4, 2) for _ in range(30)]
    prices = np.array([random_prices(generator, game) for game in games])
    access, sizes = AccessGame(batch(games)).best_response(prices)
    for game, mu, stations, chosen in zip(games, prices, access.tolist(), sizes):
        scalar = Scalar(game, mu, "silent")
        for n, station in enumerate(stations):
            played = scalar.utility(n, station, chosen[n], stations) if station >= 0 else 0
            for m in range(2):
                for share in np.linspace(0, 1, 101):
                    other = scalar.utility(n, m, share * game["o_MB"][n], stations)
                    # A tie of 1e-12 gammaA is no gain; the rest is rounding of sums of size gammaA.
                    assert other <= played + 1e-11 * game["gammaA"][n]


def test_an_environment_does_not_depend_on_its_batch():
    generator = np.random.default_rng(3)
    games = [random_game(generator, 5, 3) for _ in range(20)]
    prices = np.array([random_prices(generator, game) for game in games])
    access, sizes = AccessGame(batch(games)).best_response(prices)
    for row, game in enumerate(games):
        alone, alone_sizes = AccessGame(batch([game])).best_response(prices[row : row + 1])
        assert np.array_equal(alone[0], access[row])
        # A vector unit's last lanes may round a logarithm otherwise: an ulp or two.
        assert np.allclose(alone_sizes[0], sizes[row], rtol=1e-14, atol=0)


def test_who_sends_a_trillion_times_more_hears_the_other_one():
    game = {
        "W_MHz": [5], "f_GcyclePerS": [20], "x": [0.64], "rho_perMB": [0.5], "p_W": [1, 1, 1],
        "h": [[1], [3e-17], [1e-17]], "c_GcyclePerMB": [[1.6]] * 3,
        "o_MB": [5] * 3, "gammaA": [10] * 3, "gammaD_perS": [0, 0, 0], "sigma2_W": 1e-17,
    }  # fmt: skip
    access_game = AccessGame(batch([game]))
    total = np.zeros((2, 1, 1))
    access = np.full((3, 1), -1)
    access_game._sweep(np.zeros((3, 1, 1)), access, total)
    assert access[:, 0].tolist() == [0, 0, 0]
    others = access_game._others(slice(None), access, total)
    assert others[:, 0, 0] == pytest.approx([4e-17, 1, 1], rel=1e-15)


class TestEdges:
    """The default drop's sizes of game, with one thing set to its limit."""

    game = random_game(np.random.default_rng(4), 3, 2) | {"o_MB": [5.0, 5.0, 5.0], "gammaD_perS": [0.1, 0.1, 0.1]}
    k = np.outer(game["gammaA"], np.multiply(game["rho_perMB"], game["x"]))

    def play(self, mu, mode="silent", **changes):
        access, sizes = AccessGame(batch([self.game | changes], mode)).best_response(np.array([mu]))
        return access[0].tolist(), sizes[0].tolist()

    def test_prices_of_k_keep_everybody_out(self):
        assert self.play(self.k) == ([-1, -1, -1], [0, 0, 0])

    def test_connected_followers_sit_somewhere_and_send_nothing_at_prices_of_k(self):
        access, sizes = self.play(self.k, "connected")
        assert min(access) >= 0 and sizes == [0, 0, 0]

    def test_no_room_is_out(self):
        access, sizes = self.play(0 * self.k, o_MB=[5, 0, 5])
        assert (access[1], sizes[1]) == (-1, 0)

    def test_no_signal_is_out(self):
        access, _ = self.play(0 * self.k, h=[[0, 0], *self.game["h"][1:]])
        assert access[0] == -1

    def test_what_costs_nothing_is_taken_whole(self):
        _, sizes = self.play(0 * self.k, gammaD_perS=[0, 0, 0])
        assert sizes == [5, 5, 5]


# The process

FOLLOWERS, STATIONS, ROWS = 3, 2, 4
SHAPES = {
    "W_MHz": [STATIONS], "f_GcyclePerS": [STATIONS], "x": [STATIONS], "rho_perMB": [STATIONS], "p_W": [FOLLOWERS],
    "h": [FOLLOWERS, STATIONS], "c_GcyclePerMB": [FOLLOWERS, STATIONS], "o_MB": [FOLLOWERS], "gammaA": [FOLLOWERS],
    "gammaD_perS": [FOLLOWERS], "eps": [], "sigma2_W": [], "priceScale": [FOLLOWERS, STATIONS],
}  # fmt: skip


def offload_session(first_agent, agents, instance=None):
    tensors = [box(name, *shape, high=math.inf) for name, shape in SHAPES.items()]
    tensors += [discrete("mode", 0, 2), box("mu", FOLLOWERS, STATIONS, high=math.inf)]
    stage = session_pb2.Stage(
        name="offload",
        role=handshake_pb2.ROLE_FOLLOWERS,
        observation=[box("snr", STATIONS), box("price", STATIONS)],
        instance=tensors if instance is None else instance,
        actions=[
            action_space("argmax", box("v", STATIONS)),
            action_space("hybrid", discrete("station", -1, STATIONS + 1), box("size")),
        ],
    )
    return session_pb2.Open(
        role=handshake_pb2.ROLE_FOLLOWERS, scenario="pricing", scenario_hash="0" * 64, stages=[stage],
        first_agent=first_agent, agents=agents, agents_in_game=FOLLOWERS, rows=ROWS, mode=session_pb2.MODE_EVALUATE,
    )  # fmt: skip


@pytest.fixture
def best_response():
    with Host(ROOT / "plugins" / "python-best-response" / "main.py") as host:
        assert host.hello().name == "python-best-response"
        yield host


def test_every_process_plays_its_own_followers_part(best_response):
    generator = np.random.default_rng(5)
    games = [random_game(generator, FOLLOWERS, STATIONS) for _ in range(ROWS)]
    prices = np.array([random_prices(generator, game) for game in games])
    instance = batch(games)
    access, sizes = AccessGame(instance).best_response(prices)
    tensors = instance | {"eps": np.zeros(ROWS), "priceScale": prices, "mu": prices}
    names = [*SHAPES, "mode", "mu"]
    message = play_pb2.Decide(rows=ROWS, instance=[tensors[name].tobytes() for name in names])
    for session, agents in enumerate([range(3), range(0, 1), range(2, 3)], start=1):
        accepted = best_response.ask(session, open=offload_session(agents.start, len(agents)))
        assert list(accepted.action_spaces) == [1]
        assert (accepted.wants_observation, accepted.wants_instance) == (False, True)
        decision = best_response.ask(session, decide=message)
        station, share = np.frombuffer(decision.actions[0], "<i4"), np.frombuffer(decision.actions[1])
        assert np.array_equal(station.reshape(ROWS, -1), access[:, agents])
        limits = instance["o_MB"][:, agents]
        assert np.allclose(share.reshape(ROWS, -1) * limits, sizes[:, agents], rtol=1e-15, atol=0)
        assert share.min() >= 0 and share.max() <= 1
    assert best_response.finish() == (0, "")


def test_another_game_is_refused_by_naming_what_it_lacks(best_response):
    error = best_response.ask(1, open=offload_session(0, 3, instance=[box("x", 2)]))
    assert error.code == control_pb2.ERROR_CODE_SPEC_MISMATCH
    assert error.message.startswith("stage offload has no instance tensor W_MHz, c_GcyclePerMB")
