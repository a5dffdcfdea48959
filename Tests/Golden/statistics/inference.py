"""Reference numbers of SciPy, statsmodels and rliable for tests, intervals and designs."""

import itertools
import types

import numpy as np
from rliable import metrics
from scipy import integrate, stats
from statsmodels.stats import multitest, power, weightstats

import samples

ALPHA, POWER, RESAMPLES = 0.05, 0.8, 499


def tost_power(n, margin, effect=0.0, alpha=ALPHA):
    """By quadrature over s = sqrt(chi2 / v), whose density is scaled by its own integral: no large gamma functions."""
    v, t = n - 1, stats.t.isf(alpha, n - 1)
    k, delta = margin * np.sqrt(n), effect * np.sqrt(n)
    low, high = max(0.0, 1 - 12 / np.sqrt(v)), 1 + 12 / np.sqrt(v)

    def density(s):
        return np.exp((v - 1) * np.log1p(s - 1) - v * (s - 1) * (s + 1) / 2)

    def accepted(s):
        room = k - t * s
        return density(s) * (stats.norm.cdf(room - delta) - stats.norm.cdf(-room - delta))

    def integral(f, end):
        cuts = [low, *(c for c in ((k - abs(delta) - 9) / t, 1.0) if low < c < end), end]
        pieces = zip(sorted(cuts), sorted(cuts)[1:])
        return sum(integrate.quad(f, x, y, epsabs=0, epsrel=1e-12, limit=500)[0] for x, y in pieces)

    end = min(high, k / t)
    return integral(accepted, end) / integral(density, high) if end > low else 0.0


def detection_power(n, effect, alpha=ALPHA):
    critical = stats.t.isf(alpha / 2, n - 1)
    if effect * np.sqrt(n) > 30 + 10 * critical:  # where the series fails, and nothing is left to add
        return 1.0
    value = power.TTestPower().power(effect, n, alpha)
    # NaN is SciPy's for the far tail, where it is under 1e-16.
    return stats.nct.sf(critical, n - 1, effect * np.sqrt(n)) if np.isnan(value) else value


def smallest_count(margin, alpha=ALPHA):
    """margin in deviations."""
    def decides(n):
        return detection_power(n, margin, alpha) >= POWER and tost_power(n, margin, 0, alpha) >= POWER

    low = high = 2
    while not decides(high):
        if high >= 10**9:
            return None
        low, high = high + 1, min(2 * high, 10**9)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if decides(middle) else (middle + 1, high)
    return low


def wilcoxon(d):
    nonzero = d[d != 0]
    if len(nonzero) == 0:
        return 1.0
    if len(nonzero) > 100:
        return stats.wilcoxon(d, method="asymptotic", correction=False).pvalue
    ranks = np.rint(2 * stats.rankdata(abs(nonzero))).astype(int)
    ways = [1] + [0] * sum(ranks)  # in whole numbers: SciPy has no exact ties, and subtracts small tails from 1
    for r in ranks:
        ways = [w + (ways[s - r] if s >= r else 0) for s, w in enumerate(ways)]
    seen = sum(ranks[nonzero > 0])
    value = min(1.0, 2 * min(sum(ways[: seen + 1]), sum(ways[seen:])) / 2 ** len(ranks))
    if len(set(ranks)) == len(ranks):
        assert abs(value - stats.wilcoxon(nonzero, method="exact").pvalue) < 1e-12
    return value


def sign_flip(d):
    if len(d) > 12:
        return None
    if not d.any():
        return 1.0
    return stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True).pvalue


def resampled(strata, seed, statistic):
    """`statistic` of the resamples that SplitMix64 draws, seeded by the first word of a SplitMix64 of `seed`."""
    total = sum(map(len, strata))
    drawn = samples.words(samples.words(seed, 1)[0], RESAMPLES * total).reshape(RESAMPLES, total)
    start, resamples = 0, []
    for stratum in strata:
        columns = drawn[:, start : start + len(stratum)]
        resamples.append(np.asarray(stratum)[samples.indices(columns, len(stratum))])
        start += len(stratum)
    return statistic(*resamples, axis=-1)


def bca(strata, seed, statistic):
    result = types.SimpleNamespace(bootstrap_distribution=resampled(strata, seed, statistic))
    interval = stats.bootstrap(
        strata, statistic, n_resamples=0, bootstrap_result=result, vectorized=True, method="BCa").confidence_interval
    return [interval.low, interval.high]


def pooled_iqm(*strata, axis):
    return stats.trim_mean(np.concatenate(strata, axis=axis), 0.25, axis=axis)


def improvement(a, b, axis):
    return (np.sign(b[..., None, :] - a[..., :, None]).mean(axis=(-1, -2)) + 1) / 2


def case(shape, n, seed, offset, shift, exponent):
    a, b = samples.pairs(shape, n, seed, offset, shift)
    d = b - a
    varies = d.std() > 0
    margin = 0.5
    row = dict(
        shape=shape, n=n, seed=seed, offset=offset, shift=shift, exponent=exponent, mean=d.mean(),
        standardDeviation=d.std(ddof=1) if varies else 0.0, margin=margin, wilcoxon=wilcoxon(d), signFlip=sign_flip(d),
        interquartileMean=metrics.aggregate_iqm(d[:, None]),
        improvement=metrics.probability_of_improvement(b[:, None], a[:, None]),
    )
    if varies:
        row |= dict(
            pValue=stats.ttest_1samp(d, 0).pvalue,
            equivalencePValue=weightstats.ttost_paired(b, a, -margin, margin)[0])
    else:
        row |= dict(pValue=float(d[0] == 0), equivalencePValue=float(not (d[0] == 0 or abs(d[0]) < margin)))
    # Where equal resamples could round apart, SciPy's count of ties would be chance.
    if varies and n <= 200 and (n >= 20 or shape in samples.TIED):
        row["meanInterval"] = bca((d,), seed, np.mean)
    # Whole numbers, and a second stratum of another size: means of the middle tie exactly or not at all.
    if varies and n in (12, 33, 60):
        other = np.round(8 * (d[: n // 2] + 0.25)) / 8
        whole = np.round(8 * d) / 8
        row["iqmInterval"] = bca((whole, other), seed, pooled_iqm)
        row["improvementInterval"] = bca((whole, other), seed, improvement)
    # NaN: not defined, since no resample differs or all do to one side.
    return {key: value for key, value in row.items() if not (isinstance(value, list) and np.isnan(value).any())}


def designs():
    """Rows of pairs, significance, effect or margin, true effect, and the powers of detection and of equivalence."""
    rows = []
    sizes, levels = (2, 3, 10, 31, 200, 5000), (0.05, 0.001)
    for n, alpha, size, effect in itertools.product(sizes, levels, (0.05, 0.3, 1.0), (0.0, 0.1)):
        rows.append([n, alpha, size, effect, detection_power(n, size, alpha), tost_power(n, size, effect, alpha)])
    for n in (10**6, 10**9):
        size = 3 / np.sqrt(n)
        rows.append([n, ALPHA, size, 0.0, detection_power(n, size), tost_power(n, size)])
    return rows


def bayes_factors():
    """Rows of mixing g, t statistic, n, and the e-value by numeric integration of both marginal likelihoods over the
    effect and the deviation (right Haar): in s = sqrt of the mean square / sigma."""
    rows = []
    for g, t, n in itertools.product((1.0, 25.0), (0.0, 0.7, 2.5, 6.0), (2, 3, 10, 60)):
        # A sample with mean m and squares q about it that has this t; its scale is free.
        m, q = t / np.sqrt(n), float(n - 1)

        def marginal(delta):  # of the sample, over sigma; times a constant that cancels
            peak = 0.5 * np.log(n / (n * m * m + q))

            def f(y):  # y = log of 1 / sigma
                w = np.exp(y)
                return np.exp(n * (y - peak) - (q * w * w + n * (m * w - delta) ** 2) / 2 + n / 2)

            low, high = peak - 30 / np.sqrt(n), peak + 12 / np.sqrt(n)
            return integrate.quad(f, low, high, epsabs=0, epsrel=1e-11, limit=400, points=[peak])[0]

        centre, width = m * n / (n + g), 12 / np.sqrt(g)
        low, high = min(-width, centre - width), max(width, centre + width)
        mixed = integrate.quad(
            lambda delta: marginal(delta) * stats.norm.pdf(delta, scale=g**-0.5), low, high, epsabs=0, epsrel=1e-11,
            limit=400, points=[0, centre, m])[0]
        rows.append([g, t, n, mixed / marginal(0.0)])
    return rows


def holm():
    rng = np.random.default_rng(8)
    rows = []
    for m in (1, 2, 3, 5, 8, 20):
        for scale in (1.0, 0.05):
            p = np.round(rng.uniform(0, scale, m), 2 if m < 8 else 12)
            rows.append(dict(pValues=p.tolist(), adjusted=multitest.multipletests(p, method="holm")[1].tolist()))
    return rows


def references():
    return dict(
        cases=[case(*specification) for specification in samples.specifications()], designs=designs(),
        bayesFactors=bayes_factors(), holm=holm())
