"""One slot of the pricing game in NumPy, vectorised over environments: what the bench compares itself with.

    numpy_slot.py SECONDS

The slot of `bench`: draws, radio, constant prices u = 0.35, sequential best response, sizes, utilities; N = 4, M = 2 and
the defaults of the scenario `pricing`. Arrays are (N, M, E), environments innermost; the loops in Python run over
followers and sweeps only. Prints, a line each, `values E x...` (operator's utility and mean follower utility of every
environment after SLOTS slots), `rate E slots-per-second`, and `lambertw values-per-second` where SciPy is there.
"""
import sys
import time

import numpy as np

N, M, SLOTS, TIE = 4, 2, 20, 1e-12
SIDE, HEIGHT, LOSS, SLOPE, RICE = 400.0, 8.5, 43.28, 21.0, 8.0
FADING, VELOCITY, SIGMA, TAU = 0.9, 0.8, 5.0, 1.0
SITES = np.array([[100.0, 200.0], [300.0, 200.0]])
POWER, NOISE, BANDWIDTH, SPEED = 0.1, 1e-13, 5.0, 20.0
GAMMA_A, GAMMA_D, EPS, LIMIT = 10.0, 0.45, 1e-5, 5.0
RX = (0.5 * np.array([0.64, 0.84]))[:, None]            # (M, 1)
C = np.array([1.6, 2.1, 1.6, 2.1])[:, None, None]       # (N, 1, 1)
K = GAMMA_A * RX                                        # (M, 1)
COMPUTE = GAMMA_D * C / SPEED                           # (N, 1, 1)
B = EPS * SPEED * SPEED * C
LOW = np.uint64(0xFFFFFFFF)
SHIFT, ELEVEN, ONE = np.uint64(32), np.uint64(11), np.uint64(1)


def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10 on arrays of 64-bit words that hold 32 bits each; k0 and k1 are lists of ten round keys."""
    for a, b in zip(k0, k1):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (p1 >> SHIFT) ^ c1 ^ a, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ b, p0 & LOW
    return (c0 << SHIFT) | c1, (c2 << SHIFT) | c3


class Slots:
    def __init__(self, seeds):
        self.E = E = len(seeds)
        seeds = np.array(seeds, np.uint64)
        # Every draw of a slot in one call: N velocities, then N M fadings, E of each.
        n = np.concatenate([np.arange(N), np.repeat(np.arange(N), M)]).astype(np.uint64)
        m = np.concatenate([np.zeros(N), np.tile(np.arange(M), N)]).astype(np.uint64)
        purpose = np.repeat(np.array([2, 3], np.uint64), [N, N * M])
        self.counters = (np.zeros((1, E), np.uint64), n[:, None], ((purpose << np.uint64(24)) + m)[:, None])
        i = np.arange(10, dtype=np.uint64)[:, None]
        self.k0 = list(((seeds & LOW) + i * np.uint64(0x9E3779B9)) & LOW)
        self.k1 = list(((seeds >> SHIFT) + i * np.uint64(0xBB67AE85)) & LOW)
        self.t = 0
        start = np.arange(N, dtype=np.uint64)[:, None]
        hi, lo = philox(np.uint64(0), self.counters[0], start, np.uint64(1 << 24), self.k0, self.k1)
        self.x = SIDE * np.stack([(hi >> ELEVEN) * 2.0**-53, (lo >> ELEVEN) * 2.0**-53])   # (2, N, E)
        z = self.normals()
        self.v = SIGMA * z[:, :N]
        self.zeta = z[:, N:] * np.sqrt(0.5)                                                # (2, N M, E)
        self.gains()

    def normals(self):
        zero, n, low = self.counters
        hi, lo = philox(np.uint64(self.t), zero, n, low, self.k0, self.k1)
        r = np.sqrt(-2.0 * np.log(((hi >> ELEVEN) + ONE) * 2.0**-53))
        angle = (lo >> ELEVEN) * (2.0**-53 * 2.0 * np.pi)
        return np.stack([r * np.cos(angle), r * np.sin(angle)])

    def advance(self):
        self.t += 1
        z = self.normals()
        self.v = VELOCITY * self.v + SIGMA * np.sqrt(1 - VELOCITY**2) * z[:, :N]
        y = self.x + TAU * self.v
        y -= 2 * SIDE * np.floor(y / (2 * SIDE))
        beyond = y > SIDE
        self.x = np.where(beyond, 2 * SIDE - y, y)
        self.v = np.where(beyond, -self.v, self.v)
        self.zeta = FADING * self.zeta + np.sqrt((1 - FADING**2) / 2) * z[:, N:]
        self.gains()

    def gains(self):
        d = self.x[:, :, None, :] - SITES.T[:, None, :, None]                              # (2, N, M, E)
        square = d[0] * d[0] + d[1] * d[1] + HEIGHT * HEIGHT
        eta = np.sqrt(1 / (RICE + 1)) * self.zeta.reshape(2, N, M, self.E)
        real = np.sqrt(RICE / (RICE + 1)) + eta[0]
        self.g = POWER * 10 ** (-LOSS / 10) * square ** (-SLOPE / 20) * (real * real + eta[1] * eta[1])

    def respond(self, mu):
        """Sequential best response from everybody out; utilities of operator (E) and followers (N, E)."""
        E, g = self.E, self.g
        access = np.full((N, E), -1)
        received = np.zeros((N, M, E))
        stations, each = np.arange(M)[:, None], np.arange(E)
        moved = True
        while moved:
            moved = False
            for n in range(N):
                received[n] = 0.0
                y = self.cost(n, received.sum(0), g[n]) + mu[n]
                score = self.score(y)
                best = score.max(0)
                near = score >= best - TIE
                now = access[n]
                choice = np.where(near[now, each] & (now >= 0), now, near.argmax(0))
                choice = np.where(best > 0, choice, -1)
                received[n] = np.where(stations == choice, g[n], 0.0)
                if not moved and (choice != now).any():
                    moved = True
                access[n] = choice
        there = np.maximum(access, 0)[:, None, :]
        total = received.sum(0)
        out = access < 0
        pick = lambda a: np.take_along_axis(np.broadcast_to(a, (N, M, E)), there, 1)[:, 0]
        interference = np.stack([np.delete(received, n, 0).sum(0) for n in range(N)])
        rate = BANDWIDTH / (8 * np.log(2)) * np.log1p(g / (interference + NOISE))
        a = pick(GAMMA_D / rate + COMPUTE)
        rx, k, price = pick(RX), pick(K), pick(mu)
        size = np.where(out, 0.0, np.clip(np.log(k / np.minimum(a + price, k)) / rx, 0.0, LIMIT))
        utility = GAMMA_A * -np.expm1(-rx * size) - (a + price) * size
        profit = (price - pick(B)) * size
        return profit.sum(0), utility

    @staticmethod
    def cost(n, interference, g):
        rate = BANDWIDTH / (8 * np.log(2)) * np.log1p(g / (interference + NOISE))
        return GAMMA_D / rate + COMPUTE[n]

    @staticmethod
    def score(y):
        sells = y < K
        depth = np.log(K / np.where(sells, y, K))
        capped = depth >= RX * LIMIT
        e = np.exp(-depth)
        inside = 1.0 - (1.0 + depth) * e
        if capped.any():
            inside = np.where(capped, -np.expm1(-RX * LIMIT) - y * LIMIT / GAMMA_A, inside)
        return np.where(sells, inside, np.minimum(0.0, 1.0 - y / K))

    def slot(self):
        self.advance()
        mu = np.broadcast_to(0.35 * K, (N, M, self.E)).copy()
        return self.respond(mu)


def rate(step, seconds):
    """Calls a second of processor time, as the bench measures: the best of blocks that last about 20 ms each."""
    step()
    began = time.process_time()
    step()
    per = max(1, int(0.02 / max(time.process_time() - began, 1e-7)))
    best, stop = 0.0, time.process_time() + seconds
    while time.process_time() < stop:
        began = time.process_time()
        for _ in range(per):
            step()
        best = max(best, per / (time.process_time() - began))
    return best


def main(seconds):
    for E in (1, 1024):
        slots = Slots(range(1, E + 1))
        for _ in range(SLOTS):
            operator, followers = slots.slot()
        print("values", E, *(repr(float(v)) for v in np.concatenate([operator, followers.mean(0)])))
        print("rate", E, rate(slots.slot, seconds) * E)
    try:
        from scipy.special import lambertw
    except ImportError:
        return
    t = np.random.default_rng(1).random(4096)
    print("lambertw", rate(lambda: lambertw(np.e * t), min(seconds, 0.5)) * t.size)


if __name__ == "__main__":
    main(float(sys.argv[1]))
