"""Means, medians and spreads of numbers."""

import functools
import math
import random as _random
from collections import Counter, namedtuple

LinearRegression = namedtuple('LinearRegression', ('slope', 'intercept'))


class StatisticsError(ValueError):
    """The data do not do for it."""


def _data(data, name, least=1):
    data = list(data)
    if len(data) < least:
        words = {
            1: f'{name} requires at least one data point',
            2: f'{name} requires at least two data points',
        }
        raise StatisticsError(words[least])
    return data


def _ratio(x):
    if isinstance(x, int):
        return x, 1
    return x.as_integer_ratio()


def _total(data):
    """The exact sum, as numerator and denominator."""
    top, bottom = 0, 1
    for x in data:
        n, d = _ratio(x)
        top, bottom = top * d + n * bottom, bottom * d
        common = math.gcd(top, bottom)
        top, bottom = top // common, bottom // common
    return top, bottom


def _like(top, bottom, data):
    """An exact value as a number of the data's type."""
    if all(isinstance(x, int) for x in data) and top % bottom == 0:
        return top // bottom
    return top / bottom


def median_grouped(data, interval=1.0):
    """The median of data that stand for intervals."""
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    x = data[len(data) // 2]
    below = sum(1 for one in data if one < x)
    same = data.count(x)
    return x - float(interval) / 2.0 + float(interval) * (len(data) / 2 - below) / same


def _is_finite(data):
    return all(isinstance(x, int) or math.isfinite(x) for x in data)


def mean(data):
    """The sum divided by the count."""
    data = _data(data, 'mean')
    if not _is_finite(data):
        return sum(data) / len(data)
    top, bottom = _total(data)
    return _like(top, bottom * len(data), data)


def fmean(data, weights=None):
    """The mean of floats."""
    data = list(map(float, data))
    if not data:
        raise StatisticsError('fmean requires at least one data point')
    if weights is None:
        return math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError('data and weights must be the same length')
    total = math.fsum(weights)
    if not total:
        raise StatisticsError('sum of weights must be non-zero')
    return math.fsum(x * w for x, w in zip(data, weights)) / total


def geometric_mean(data):
    """The root of the product."""
    data = list(data)
    if not data:
        raise StatisticsError('must have a non-empty dataset containing positive numbers')
    if any(x <= 0 for x in data):
        raise StatisticsError('must have a non-empty dataset containing positive numbers')
    return math.exp(fmean(map(math.log, data)))


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals."""
    data = _data(data, 'harmonic_mean')
    if any(x < 0 for x in data):
        raise StatisticsError('harmonic mean does not support negative values')
    if any(x == 0 for x in data):
        return 0
    weights = [1] * len(data) if weights is None else list(weights)
    top, bottom = 0, 1
    for w, x in zip(weights, data):
        (a, b), (c, d) = _ratio(w), _ratio(x)
        top, bottom = top * b * c + a * d * bottom, bottom * b * c
    n, d = _total(weights)
    return n * bottom / (d * top)


def median(data):
    """The value in the middle, or the mean of the two."""
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError('no median for empty data')
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    """The lower of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The higher of the two in the middle."""
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data[len(data) // 2]


def mode(data):
    """What is there most often; the first of several."""
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError('no mode for empty data')
    return pairs[0][0]


def multimode(data):
    """All that is there most often."""
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    """The values that cut the data into n equal parts."""
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError('must have at least two data points')
    result = []
    if method == 'inclusive':
        for i in range(1, n):
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method != 'exclusive':
        raise ValueError(f'Unknown method: {method!r}')
    for i in range(1, n):
        j = min(max(i * (size + 1) // n, 1), size - 1)
        delta = i * (size + 1) - j * n
        result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return result


def _squares(data, center=None):
    """The exact sum of the squared distances."""
    if center is not None:
        top, bottom = _total([(x - center) ** 2 for x in data])
        return top, bottom
    n = len(data)
    top, bottom = _total(data)
    pairs = [_ratio(x) for x in data]
    top2, bottom2 = 0, 1
    for a, b in pairs:
        top2, bottom2 = top2 * b * b + a * a * bottom2, bottom2 * b * b
        common = math.gcd(top2, bottom2)
        top2, bottom2 = top2 // common, bottom2 // common
    # sum x^2 - (sum x)^2 / n
    return top2 * bottom * bottom * n - top * top * bottom2, bottom2 * bottom * bottom * n


def variance(data, xbar=None):
    """The mean square distance, of a sample."""
    data = _data(data, 'variance', 2)
    top, bottom = _squares(data, xbar)
    return _like(top, bottom * (len(data) - 1), data)


def pvariance(data, mu=None):
    """The mean square distance, of all."""
    data = _data(data, 'pvariance')
    top, bottom = _squares(data, mu)
    return _like(top, bottom * len(data), data)


def stdev(data, xbar=None):
    """The root of the variance, of a sample."""
    data = _data(data, 'stdev', 2)
    top, bottom = _squares(data, xbar)
    return math.sqrt(top / (bottom * (len(data) - 1)))


def pstdev(data, mu=None):
    """The root of the variance, of all."""
    data = _data(data, 'pstdev')
    top, bottom = _squares(data, mu)
    return math.sqrt(top / (bottom * len(data)))


def _centered(x, y, name):
    n = len(x)
    if len(y) != n:
        raise StatisticsError(f'{name} requires that both inputs have same number of data points')
    if n < 2:
        raise StatisticsError(f'{name} requires at least two data points')
    xbar, ybar = math.fsum(x) / n, math.fsum(y) / n
    return [xi - xbar for xi in x], [yi - ybar for yi in y], xbar, ybar


def covariance(x, y, /):
    """How two go together."""
    a, b, _, _ = _centered(x, y, 'covariance')
    return math.fsum(p * q for p, q in zip(a, b)) / (len(x) - 1)


def correlation(x, y, /):
    """How two go together, from -1 to 1."""
    a, b, _, _ = _centered(x, y, 'correlation')
    both = math.fsum(p * q for p, q in zip(a, b))
    try:
        return both / math.sqrt(math.fsum(p * p for p in a) * math.fsum(q * q for q in b))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


def linear_regression(x, y, /, *, proportional=False):
    """The line that is nearest to points."""
    a, b, xbar, ybar = _centered(x, y, 'linear regression')
    if proportional:
        a, b = x, y
    try:
        slope = math.fsum(p * q for p, q in zip(a, b)) / math.fsum(p * p for p in a)
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)


# The rational functions of Wichura's AS 241, from the highest power down: near the middle, farther out, in the tails.
_middle = (
    (
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665,
    ),
    (
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1.0,
    ),
)
_outer = (
    (
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835,
    ),
    (
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1.0,
    ),
)
_tail = (
    (
        2.0103343992922881e-07,
        2.7115555687434876e-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103,
    ),
    (
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1.0,
    ),
)


def _rational(fraction, x):
    return [functools.reduce(lambda total, term: total * x + term, part) for part in fraction]


def _standard_quantile(p):
    q = p - 0.5
    if abs(q) <= 0.425:
        above, below = _rational(_middle, 0.180625 - q * q)
        return above * q / below
    r = math.sqrt(-math.log(p if q <= 0.0 else 1.0 - p))
    above, below = _rational(_outer, r - 1.6) if r <= 5.0 else _rational(_tail, r - 5.0)
    return -(above / below) if q < 0.0 else above / below


class NormalDist:
    """A normal distribution."""

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = list(data)
        return cls(fmean(data), stdev(data))

    @property
    def mean(self):
        return self._mu

    median = mode = mean

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma ** 2

    def samples(self, n, *, seed=None):
        if n >= 1 << 31:
            raise MemoryError
        gauss = _random.gauss if seed is None else _random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        if not self._sigma:
            raise StatisticsError('pdf() not defined when sigma is zero')
        d = x - self._mu
        return math.exp(d * d / (-2.0 * self.variance)) / math.sqrt(math.tau * self.variance)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError('cdf() not defined when sigma is zero')
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._sigma * math.sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        if self._sigma <= 0.0:
            raise StatisticsError('cdf() not defined when sigma at or below zero')
        return self._mu + _standard_quantile(p) * self._sigma

    def quantiles(self, n=4):
        steps = range(1, n)
        cuts = [0.0] * len(steps)
        for i in steps:
            cuts[i - 1] = self.inv_cdf(i / n)
        return cuts

    def overlap(self, other):
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        a, b = sorted((self, other), key=lambda dist: (dist._sigma, dist._mu))
        if not a.variance or not b.variance:
            raise StatisticsError('overlap() not defined when sigma is zero')
        apart = b.variance - a.variance
        between = abs(b._mu - a._mu)
        if not apart:
            return 1.0 - math.erf(between / (2.0 * a._sigma * math.sqrt(2.0)))
        middle = a._mu * b.variance - b._mu * a.variance
        width = a._sigma * b._sigma * math.sqrt(between * between + apart * math.log(b.variance / a.variance))
        first, second = (middle + width) / apart, (middle - width) / apart
        return 1.0 - (abs(b.cdf(first) - a.cdf(first)) + abs(b.cdf(second) - a.cdf(second)))

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError('zscore() not defined when sigma is zero')
        return (x - self._mu) / self._sigma

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * abs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / abs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __rsub__(self, other):
        return -(self - other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __eq__(self, other):
        return isinstance(other, NormalDist) and (self._mu, self._sigma) == (other._mu, other._sigma)

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'
