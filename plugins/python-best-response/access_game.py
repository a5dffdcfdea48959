"""The game that mobile access points play for stations at posted prices (pricing specification, sections 2, 5, 8).

Batched over environments. Names and units are those of instance files; inside, arrays over (follower, environment,
station) are ``[N, B, M]``, so that one follower's part of all environments is contiguous.
"""

import numpy as np

#: Scores this close are equal; they are in units of the follower's weight of accuracy.
TIE = 1e-12
#: Sweeps after which a cycle is taken for granted; 5 were the most ever needed.
MAXIMUM_SWEEPS = 1000
#: (-1)^j (j-1)/j! for j = 17 ... 2: S(D)/D^2 as a polynomial.
_SURPLUS = [(-1) ** j * (j - 1) / float(np.prod(np.arange(1.0, j + 1))) for j in range(17, 1, -1)]


class AccessGame:
    """Static pricing games with the same numbers of followers and stations, one an environment."""

    #: The tensors that it reads.
    FIELDS = (
        "W_MHz", "f_GcyclePerS", "x", "rho_perMB", "p_W", "h", "c_GcyclePerMB", "o_MB", "gammaA", "gammaD_perS",
        "sigma2_W", "mode",
    )  # fmt: skip

    def __init__(self, instance):
        """``instance`` maps the names of ``FIELDS`` to arrays with a leading axis of environments."""
        per_station = {name: instance[name][None] for name in ("W_MHz", "f_GcyclePerS", "x", "rho_perMB")}
        per_follower = {name: instance[name].T[:, :, None] for name in ("p_W", "o_MB", "gammaA", "gammaD_perS")}
        self.limit = per_follower["o_MB"]
        self.gamma_a, self.gamma_d = per_follower["gammaA"], per_follower["gammaD_perS"]
        self.rx = per_station["rho_perMB"] * per_station["x"]
        self.noise = instance["sigma2_W"][:, None]
        self.is_connected = instance["mode"][:, None] == 1
        # MHz times log2 is Mbit/s; 8 bit are a byte.
        self.rate_per_nat = per_station["W_MHz"][0] / (8 * np.log(2))
        self.g = per_follower["p_W"] * _followers_first(instance["h"])
        self.k = self.gamma_a * self.rx
        self.compute_cost = self.gamma_d * _followers_first(instance["c_GcyclePerMB"]) / per_station["f_GcyclePerS"]
        self.rx = np.broadcast_to(self.rx, self.k.shape)
        self.stations = np.arange(self.k.shape[2])

    def best_response(self, mu):
        """Sequential best response from everybody out, in index order, to prices ``mu`` of shape ``[B, N, M]``.

        Where an environment cycles, what the last sweep reached is played: a response, not an equilibrium. An
        environment's result does not depend on the others in its batch. O(B N M) a sweep.

        Returns stations (-1 is out) and sizes in MB, both of shape ``[B, N]``.
        """
        mu = _followers_first(mu)
        followers, environments, _ = self.k.shape
        access = np.full((followers, environments), -1, np.int32)
        total = np.zeros((2, *self.k.shape[1:]))
        for _ in range(MAXIMUM_SWEEPS):
            if not self._sweep(mu, access, total):
                break
        size, _ = self.responses(slice(None), self._others(slice(None), access, total), mu)
        sent = np.where(access[:, :, None] == self.stations, size, 0).sum(axis=2)
        return access.T, sent.T

    # A rate or a price of 0 is legal: infinities run through comparisons only.
    @np.errstate(divide="ignore", invalid="ignore")
    def responses(self, n, others, mu):
        """Follower ``n``'s best size at each station and its score there, ``others`` W of power being sent to it.

        Proposition 1 with both clamps. The score is U/gammaA where positive, else how unattractive the station is.
        """
        k, rx, limit, gamma_a, gamma_d = self.k[n], self.rx[n], self.limit[n], self.gamma_a[n], self.gamma_d[n]
        rate = self.rate_per_nat * np.log1p(self.g[n] / (others + self.noise))
        delay_cost = np.where(gamma_d > 0, gamma_d / rate + self.compute_cost[n], 0)
        y = delay_cost + mu[n]
        # Where nothing is bought, y = k stands in for it: a size of 0 and no infinity.
        paid = np.where((y < k) & (limit > 0), y, k)
        free = np.where(paid > k / 2, np.log1p((k - paid) / paid), np.log(k) - np.log(paid))
        is_capped = free >= rx * limit
        depth = np.where(is_capped, rx * limit, free)
        size = np.where(is_capped, limit, depth / rx)
        # gammaA (1 - e^-D) - y o = gammaA S(D) + (k e^-D - y) o at D = rx o: two terms that do not cancel.
        rent = np.where(is_capped, (k - paid + k * np.expm1(-depth)) * limit / gamma_a, 0)
        score = _surplus(depth) + rent
        return size, np.where(score > 0, score, np.minimum(0, 1 - y / k))

    def _sweep(self, mu, access, total):
        """Lets every follower respond once, in index order; returns whether anybody moved."""
        has_moved = False
        for n in range(len(access)):
            _, score = self.responses(n, self._others(n, access, total), mu)
            station = self._choose(score, access[n])
            if np.array_equal(station, access[n]):
                continue
            change = np.where(self._at(station), self.g[n], 0) - np.where(self._at(access[n]), self.g[n], 0)
            _add(total, change)
            access[n] = station
            has_moved = True
        return has_moved

    def _choose(self, score, now):
        """Each environment's station: the present one if within a tie of the best, else the first of the best."""
        is_best = score >= score.max(axis=1, keepdims=True) - TIE
        is_best &= self.is_connected | (score > 0)
        stays = (is_best & self._at(now)).any(axis=1)
        return np.where(stays, now, np.where(is_best.any(axis=1), is_best.argmax(axis=1), -1))

    def _others(self, n, access, total):
        """Power that follower ``n`` meets at each station from everybody else there."""
        own = np.where(self._at(access[n]), self.g[n], 0)
        return np.maximum((total[0] - own) + total[1], 0)

    def _at(self, access):
        """Where each follower of ``access`` is, as a mask with an axis of stations."""
        return access[..., None] == self.stations


def _followers_first(pairs):
    """``[B, N, M]`` as contiguous ``[N, B, M]``."""
    return np.ascontiguousarray(pairs.transpose(1, 0, 2))


def _add(total, change):
    """Adds to sums held as unevaluated pairs of doubles, high and low.

    A follower may send nearly all that a station receives: what is left without it must not be lost in rounding.
    """
    high, low = total
    rounded = high + change
    part = rounded - high
    lost = (high - (rounded - part)) + (change - part) + low
    total[0] = rounded + lost
    total[1] = lost - (total[0] - rounded)


def _surplus(depth):
    """S(D) = 1 - (1+D) e^-D: by its series below 1/4, where the closed form cancels."""
    surplus = -np.expm1(-depth) - depth * np.exp(-depth)
    is_small = depth < 0.25
    if is_small.any():
        surplus = np.where(is_small, depth * depth * np.polyval(_SURPLUS, np.minimum(depth, 0.25)), surplus)
    return surplus
