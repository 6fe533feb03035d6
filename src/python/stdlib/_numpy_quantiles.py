"""Order statistics of arrays: quantiles by all of NumPy's methods, and medians."""

import numpy as np
from _numpy_types import float64
from _numpy_making import asarray
from _numpy_joining import stack
from _numpy_ufuncs import lines, written

# Alpha and beta of Hyndman and Fan's continuous methods (1996).
_plotting = {'interpolated_inverted_cdf': (0, 1), 'hazen': (0.5, 0.5), 'weibull': (0, 0), 'linear': (1, 1),
             'median_unbiased': (1 / 3, 1 / 3), 'normal_unbiased': (3 / 8, 3 / 8)}
_whole = {'inverted_cdf', 'closest_observation', 'lower', 'higher', 'nearest'}


def _place(n, q, method):
    """Where in n sorted items a quantile lies; an int where it is an item itself."""
    if method in ('inverted_cdf', 'closest_observation'):
        place = n * q - (1 if method == 'inverted_cdf' else 1.5)
        below = int(np.floor(place))
        stays = place == below and (method == 'inverted_cdf' or below % 2 == 0)
        return max(below if stays else below + 1, 0)
    if method == 'averaged_inverted_cdf':
        place = n * q - 1
        below = int(np.floor(place))
        return below + (0.5 if place == below else 1.0)
    inner = (n - 1) * q
    if method in ('lower', 'higher', 'nearest'):
        return int({'lower': np.floor, 'higher': np.ceil, 'nearest': np.rint}[method](inner))
    if method == 'midpoint':
        return 0.5 * (np.floor(inner) + np.ceil(inner))
    if method == 'linear':
        return inner
    if method not in _plotting:
        raise ValueError(f"'{method}' is not a valid method. Use one of: {sorted([*_plotting, *_whole, 'averaged_inverted_cdf', 'midpoint'])}")
    alpha, beta = _plotting[method]
    return n * q + (alpha + q * (1 - alpha - beta)) - 1


def _at(rows, q, method):
    n = rows.shape[-1]
    place = _place(n, q, method)
    if isinstance(place, int):
        return rows[..., min(max(place, 0), n - 1)]
    if place >= n - 1:
        return rows[..., n - 1].astype(rows.dtype if rows.dtype.kind in 'fc' else float64)
    below = max(int(np.floor(place)), 0)
    t = float(place - below) if place >= 0 else 0.0
    a, b = rows[..., below], rows[..., min(below + 1, n - 1)]
    return b - (b - a) * (1 - t) if t >= 0.5 else a + (b - a) * t


def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, interpolation=None):
    """What a part of the values lies below."""
    method = interpolation or method
    parts = asarray(q)
    listed = parts.flatten().tolist()
    if not all(0 <= one <= 1 for one in listed):
        raise ValueError('Quantiles must be in the range [0, 1]')
    a = asarray(a)
    if a.dtype.kind == 'b':
        a = a.astype(int)
    rows, shaped = lines(a, axis)
    if rows.shape[-1] == 0:
        found = [np.full(rows.shape[:-1], np.nan) for _ in listed]
    else:
        rows = np.sort(rows, -1)
        found = [asarray(_at(rows, one, method)) for one in listed]
        if rows.dtype.kind == 'f':
            bad = np.isnan(rows[..., -1])
            if np.any(bad):
                found = [np.where(bad, np.nan, one) for one in found]
    found = [shaped(one, keepdims) for one in found]
    if parts.ndim == 0:
        return written(found[0][()] if found[0].ndim == 0 else found[0], out)
    whole = stack(found) if found else np.zeros([0, *rows.shape[:-1]])
    return written(whole.reshape(list(parts.shape) + list(whole.shape[1:])), out)


def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, interpolation=None):
    """What so many of a hundred lie below."""
    parts = np.true_divide(asarray(q), 100)
    if not all(0 <= one <= 1 for one in asarray(parts).flatten().tolist()):
        raise ValueError('Percentiles must be in the range [0, 100]')
    return quantile(a, parts, axis, out, overwrite_input, method, keepdims, interpolation=interpolation)


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """What as many lie below as above."""
    a = asarray(a)
    rows, shaped = lines(a, axis)
    n = rows.shape[-1]
    if n == 0:
        return written(shaped(np.mean(rows, axis=-1), keepdims), out)
    rows = np.sort(rows, -1)
    middle = np.mean(rows[..., (n - 1) // 2:n // 2 + 1], axis=-1)
    if rows.dtype.kind == 'f':
        bad = np.isnan(rows[..., -1])
        if np.any(bad):
            middle = np.where(bad, np.nan, middle).astype(rows.dtype)
    middle = shaped(middle, keepdims)
    return written(middle[()] if hasattr(middle, 'ndim') and middle.ndim == 0 else middle, out)
