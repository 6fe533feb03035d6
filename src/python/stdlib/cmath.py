"""Functions of complex numbers, with their cuts where CPython has them; after its `cmathmodule.c`."""

import math
from math import e, inf, nan, pi, tau

infj = complex(0.0, inf)
nanj = complex(0.0, nan)
_large = 1.7976931348623157e308 / 4
_log_large = math.log(_large)
_ln2 = math.log(2)
_tiny = 2.2250738585072014e-308


def _c(z):
    if isinstance(z, complex):
        return z
    if isinstance(z, (str, bytes)) or not hasattr(z, '__complex__') and not hasattr(z, '__float__') and not hasattr(
            z, '__index__'):
        raise TypeError(f'must be real number, not {type(z).__name__}')
    return complex(z)


def isnan(z):
    """Whether a part is nan."""
    z = _c(z)
    return math.isnan(z.real) or math.isnan(z.imag)


def isinf(z):
    """Whether a part is infinite."""
    z = _c(z)
    return math.isinf(z.real) or math.isinf(z.imag)


def isfinite(z):
    """Whether both parts are finite."""
    z = _c(z)
    return math.isfinite(z.real) and math.isfinite(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    """Whether two are nearly the same."""
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError('tolerances must be non-negative')
    a, b = _c(a), _c(b)
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    difference = abs(a - b)
    return difference <= rel_tol * abs(b) or difference <= rel_tol * abs(a) or difference <= abs_tol


def phase(z):
    """The angle."""
    z = _c(z)
    return math.atan2(z.imag, z.real)


def polar(z):
    """The length and the angle."""
    return abs(_c(z)), phase(z)


def rect(r, phi):
    """The number of a length and an angle."""
    if phi == 0:
        return complex(r, r * phi)
    if math.isinf(phi) and r != 0 and not math.isnan(r):
        raise ValueError('math domain error')
    return complex(r * math.cos(phi), r * math.sin(phi)) if math.isfinite(phi) else complex(0.0, 0.0)


def sqrt(z):
    """The root."""
    z = _c(z)
    x, y = z.real, z.imag
    if not isfinite(z):
        if math.isinf(y):
            return complex(inf, y)
        if math.isnan(x):
            return complex(nan, nan)
        if x == inf:
            return complex(inf, nan if math.isnan(y) else math.copysign(0.0, y))
        if x == -inf:
            return complex(nan, inf) if math.isnan(y) else complex(0.0, math.copysign(inf, y))
        return complex(nan, nan)
    if x == 0 and y == 0:
        return complex(0.0, y)
    ax, ay = abs(x), abs(y)
    if ax < _tiny and ay < _tiny and (ax > 0 or ay > 0):
        ax = math.ldexp(ax, 54)
        s = math.ldexp(math.sqrt(ax + math.hypot(ax, math.ldexp(ay, 54))), -27)
    else:
        ax /= 8.0
        s = 2.0 * math.sqrt(ax + math.hypot(ax, ay / 8.0))
    d = ay / (2.0 * s)
    return complex(s, math.copysign(d, y)) if x >= 0 else complex(d, math.copysign(s, y))


def exp(z):
    """e to the power."""
    z = _c(z)
    x, y = z.real, z.imag
    if not isfinite(z):
        if math.isinf(y) and (math.isfinite(x) or x == inf):
            raise ValueError('math domain error')
        if x == -inf:
            return complex(0.0, 0.0) if not math.isfinite(y) else complex(math.copysign(0.0, math.cos(y)),
                                                                         math.copysign(0.0, math.sin(y)))
        if x == inf:
            if y == 0:
                return complex(inf, y)
            return complex(inf, nan) if math.isnan(y) else complex(math.copysign(inf, math.cos(y)),
                                                                  math.copysign(inf, math.sin(y)))
        return complex(nan, y if y == 0 else nan)
    if x > _log_large:
        length = math.exp(x - 1.0)
        result = complex(length * math.cos(y) * math.e, length * math.sin(y) * math.e)
    else:
        length = math.exp(x)
        result = complex(length * math.cos(y), length * math.sin(y))
    if isinf(result):
        raise OverflowError('math range error')
    return result


def _natural(z):
    x, y = z.real, z.imag
    ax, ay = abs(x), abs(y)
    if not isfinite(z):
        real = inf if math.isinf(x) or math.isinf(y) else nan
    elif ax > _large or ay > _large:
        real = math.log(math.hypot(ax / 2.0, ay / 2.0)) + _ln2
    elif ax < _tiny and ay < _tiny:
        if ax == 0 and ay == 0:
            raise ValueError('math domain error')
        real = math.log(math.hypot(math.ldexp(ax, 53), math.ldexp(ay, 53))) - 53 * _ln2
    else:
        h = math.hypot(ax, ay)
        if 0.71 <= h <= 1.73:
            most, least = max(ax, ay), min(ax, ay)
            real = math.log1p((most - 1) * (most + 1) + least * least) / 2.0
        else:
            real = math.log(h)
    return complex(real, math.atan2(y, x))


def log(z, base=None):
    """The logarithm."""
    result = _natural(_c(z))
    return result if base is None else result / _natural(_c(base))


def log10(z):
    """The logarithm to the base ten."""
    result = _natural(_c(z))
    return complex(result.real / math.log(10), result.imag / math.log(10))


def acos(z):
    """What has this cosine."""
    z = _c(z)
    if abs(z.real) > _large or abs(z.imag) > _large:
        real = math.atan2(abs(z.imag), z.real)
        length = math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0
        return complex(real, -math.copysign(length, z.imag if z.real >= 0 else z.imag))
    s1, s2 = sqrt(complex(1.0 - z.real, -z.imag)), sqrt(complex(1.0 + z.real, z.imag))
    return complex(2.0 * math.atan2(s1.real, s2.real), math.asinh(s2.real * s1.imag - s2.imag * s1.real))


def acosh(z):
    """What has this hyperbolic cosine."""
    z = _c(z)
    if abs(z.real) > _large or abs(z.imag) > _large:
        return complex(math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0, math.atan2(z.imag, z.real))
    s1, s2 = sqrt(complex(z.real - 1.0, z.imag)), sqrt(complex(z.real + 1.0, z.imag))
    return complex(math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2.0 * math.atan2(s1.imag, s2.real))


def asinh(z):
    """What has this hyperbolic sine."""
    z = _c(z)
    if abs(z.real) > _large or abs(z.imag) > _large:
        length = math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0
        return complex(math.copysign(length, z.real), math.atan2(z.imag, abs(z.real)))
    s1, s2 = sqrt(complex(1.0 + z.imag, -z.real)), sqrt(complex(1.0 - z.imag, z.real))
    return complex(math.asinh(s1.real * s2.imag - s2.real * s1.imag),
                   math.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag))


def asin(z):
    """What has this sine."""
    z = _c(z)
    s = asinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def atanh(z):
    """What has this hyperbolic tangent."""
    z = _c(z)
    x, y = z.real, z.imag
    if x < 0 or x == 0 and math.copysign(1.0, x) < 0:
        return -atanh(-z)
    ay = abs(y)
    if x > 3.6e153 or ay > 3.6e153:
        h = math.hypot(x / 2.0, y / 2.0)
        return complex(x / 4.0 / h / h, -math.copysign(pi / 2.0, -y))
    if x == 1.0 and ay < 1.5e-154:
        if ay == 0:
            raise ValueError('math domain error')
        return complex(-math.log(math.sqrt(ay) / math.sqrt(math.hypot(ay, 2.0))),
                       math.copysign(math.atan2(2.0, -ay) / 2, y))
    return complex(math.log1p(4.0 * x / ((1 - x) * (1 - x) + ay * ay)) / 4.0,
                   -math.atan2(-2.0 * y, (1 - x) * (1 + x) - ay * ay) / 2.0)


def atan(z):
    """What has this tangent."""
    z = _c(z)
    s = atanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def _hyperbolic(z, real, imag):
    z = _c(z)
    x, y = z.real, z.imag
    scale = 1.0
    # What would overflow is taken at one less, and times e.
    if abs(x) > _log_large:
        x, scale = x - math.copysign(1.0, x), math.e
    result = complex(math.cos(y) * real(x) * scale, math.sin(y) * imag(x) * scale)
    if isinf(result) and isfinite(z):
        raise OverflowError('math range error')
    return result


def cosh(z):
    """The hyperbolic cosine."""
    return _hyperbolic(z, math.cosh, math.sinh)


def sinh(z):
    """The hyperbolic sine."""
    return _hyperbolic(z, math.sinh, math.cosh)


def tanh(z):
    """The hyperbolic tangent."""
    z = _c(z)
    x, y = z.real, z.imag
    if abs(x) > _log_large:
        return complex(math.copysign(1.0, x), 4.0 * math.sin(y) * math.cos(y) * math.exp(-2.0 * abs(x)))
    tx, ty = math.tanh(x), math.tan(y)
    cx = 1.0 / math.cosh(x)
    txty = tx * ty
    denominator = 1.0 + txty * txty
    return complex(tx * (1.0 + ty * ty) / denominator, ty / denominator * cx * cx)


def cos(z):
    """The cosine."""
    z = _c(z)
    return cosh(complex(-z.imag, z.real))


def sin(z):
    """The sine."""
    z = _c(z)
    s = sinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def tan(z):
    """The tangent."""
    z = _c(z)
    s = tanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)
