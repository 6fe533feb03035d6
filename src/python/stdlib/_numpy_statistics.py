"""Statistics, differences and sums of series."""

import math

import numpy as np
from _numpy_types import _own, finfo, float64
from _numpy_making import asarray
from _numpy_shapes import atleast_1d, atleast_2d, broadcast_to, concatenate, flip, moveaxis, squeeze, stack
from _numpy_finding import sort, where


def ptp(a, axis=None, out=None, keepdims=False):
    """From the smallest to the largest."""
    return np.max(a, axis=axis) - np.min(a, axis=axis)


def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    """What a part of the values lies below."""
    a = asarray(a).astype(float64)
    if axis is None:
        a, axis = a.flatten(), 0
    a = sort(moveaxis(a, axis, 0), 0)

    def at(part):
        if not 0 <= part <= 1:
            raise ValueError('Quantiles must be in the range [0, 1]')
        place = part * (a.shape[0] - 1)
        low = math.floor(place)
        if method == 'lower':
            return a[low]
        if method in ('higher', 'nearest', 'midpoint'):
            high = math.ceil(place)
            return a[high] if method == 'higher' else a[round(place)] if method == 'nearest' else (a[low] + a[high]) / 2
        t = place - low
        below, above = a[low], a[min(low + 1, a.shape[0] - 1)]
        return above - (above - below) * (1 - t) if t >= 0.5 else below + (above - below) * t
    if hasattr(q, '__len__'):
        return stack([asarray(at(float(one))) for one in q])
    return at(float(q))


def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    """What so many of a hundred lie below."""
    parts = [float(one) / 100 for one in q] if hasattr(q, '__len__') else float(q) / 100
    try:
        return quantile(a, parts, axis, method=method)
    except ValueError as e:
        raise ValueError(str(e).replace('Quantiles', 'Percentiles').replace('[0, 1]', '[0, 100]')) from None


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """The mean, by weights."""
    a = asarray(a)
    if weights is None:
        return np.mean(a, axis=axis)
    weights = asarray(weights)
    if axis is not None and weights.ndim < a.ndim:
        shape = [1] * a.ndim
        shape[axis] = -1
        weights = weights.reshape(shape)
    total = np.sum(broadcast_to(weights, a.shape), axis=axis)
    result = np.sum(a * weights, axis=axis) / total
    return (result, total) if returned else result


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    """How rows go together."""
    x = atleast_2d(asarray(m).astype(float64))
    if not rowvar and x.shape[0] != 1:
        x = x.T
    if y is not None:
        y = atleast_2d(asarray(y).astype(float64))
        x = concatenate([x, y if rowvar or y.shape[0] == 1 else y.T])
    ddof = (0 if bias else 1) if ddof is None else ddof
    x = x - np.mean(x, axis=1, keepdims=True)
    result = np.dot(x, x.T) / (x.shape[1] - ddof)
    return squeeze(result)


def corrcoef(x, y=None, rowvar=True, **kwargs):
    """How rows go together, from -1 to 1."""
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return c / c
    d = np.sqrt(np.diag(c))
    return np.clip(c / d[:, None] / d[None, :], -1, 1)


def _without_nan(name):
    def run(a, axis=None, dtype=None, out=None, keepdims=False, **kwargs):
        a = asarray(a)
        if a.dtype.kind not in 'fc':
            return getattr(np, name)(a, axis=axis, keepdims=keepdims, **kwargs)
        if axis is None:
            return getattr(np, name)(a[~np.isnan(a)], **kwargs)
        rows = moveaxis(a, axis, -1)
        flat = rows.reshape(-1, rows.shape[-1])
        return np.array([getattr(np, name)(row[~np.isnan(row)], **kwargs) for row in flat]).reshape(rows.shape[:-1])
    run.__name__ = 'nan' + name
    return run


nansum, nanmean, nanmax, nanmin, nanstd, nanvar, nanmedian, nanprod = map(
    _without_nan, ['sum', 'mean', 'max', 'min', 'std', 'var', 'median', 'prod'])


def _moment(name):
    of_all = _own[name]

    def run(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        a = asarray(a) if dtype is None else asarray(a, dtype=dtype)
        if a.ndim == 1 or axis is None:
            result = of_all(a.flatten(), ddof=ddof) if name != 'mean' else of_all(a.flatten())
            return np.array(result).reshape([1] * a.ndim) if keepdims else result
        if name == 'mean':
            return of_all(a, axis=axis, keepdims=keepdims)
        return of_all(a, axis=axis, ddof=ddof, keepdims=keepdims)
    run.__name__ = name
    return run


mean, std, var = map(_moment, ['mean', 'std', 'var'])


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """Numbers in the place of what is none."""
    x = asarray(x)
    if x.dtype.kind not in 'fc':
        return x.copy() if copy else x
    x = where(np.isnan(x), nan, x)
    most = finfo(x.dtype).max if x.dtype.kind == 'f' else 0
    x = where(x == np.inf, most if posinf is None else posinf, x)
    return where(x == -np.inf, -most if neginf is None else neginf, x)


def count_nonzero(a, axis=None, *, keepdims=False):
    """How many are not zero."""
    found = np.sum(asarray(a) != 0, axis=axis)
    return int(found) if axis is None else found


def diff(a, n=1, axis=-1, prepend=None, append=None):
    """From each to the next."""
    a = asarray(a)
    if prepend is not None:
        a = concatenate([atleast_1d(prepend), a], axis)
    if append is not None:
        a = concatenate([a, atleast_1d(append)], axis)
    for _ in range(n):
        before = (slice(None),) * (axis % a.ndim)
        after, until = a[before + (slice(1, None),)], a[before + (slice(None, -1),)]
        a = after != until if a.dtype.kind == 'b' else after - until
    return a


def trapz(y, x=None, dx=1.0, axis=-1):
    """The area below points."""
    y = asarray(y)
    d = dx if x is None else diff(x)
    return np.sum(d * (y[1:] + y[:-1]) / 2.0)


def interp(x, xp, fp, left=None, right=None, period=None):
    """On the lines between points."""
    result = _own['interp'](atleast_1d(asarray(x)).astype(float64), asarray(xp).astype(float64),
                            asarray(fp).astype(float64))
    return result if hasattr(x, '__len__') else result[0]


def convolve(a, v, mode='full'):
    """One slid along the other."""
    a, v = asarray(a), asarray(v)
    if len(v) > len(a):
        a, v = v, a
    n, m = len(a), len(v)
    full = np.zeros(n + m - 1, dtype=(a[:1] * v[:1]).dtype)
    for i in range(m):
        full[i:i + n] = full[i:i + n] + a * v[i]
    if mode == 'full':
        return full
    if mode == 'same':
        start = (m - 1) // 2
        return full[start:start + n]
    return full[m - 1:n]


def correlate(a, v, mode='valid'):
    """How one goes with the other, slid along it."""
    return convolve(a, flip(v), mode)


def gradient(f, *varargs, axis=None, edge_order=1):
    """From each to its neighbours, halved."""
    f = asarray(f)
    if f.dtype.kind not in 'fc':
        f = (f - f[:1] if f.dtype.kind == 'b' else f).astype(float64)
    step = varargs[0] if varargs else 1
    inner = (f[2:] - f[:-2]) / (2.0 * step)
    return concatenate([(f[1:2] - f[:1]) / step, inner, (f[-1:] - f[-2:-1]) / step])


def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    """Angles without jumps."""
    p = asarray(p).astype(float64)
    step = diff(p)
    turned = (step + period / 2) % period - period / 2
    turned = where((turned == -period / 2) & (step > 0), period / 2, turned)
    moved = where(np.abs(step) < (period / 2 if discont is None else discont), 0.0, turned - step)
    return concatenate([p[:1], p[1:] + np.cumsum(moved)])
