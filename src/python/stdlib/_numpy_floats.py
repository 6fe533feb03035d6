"""Numbers as texts, by their digits: what tells a float from all others, or as many as are asked for."""

import math
import operator

import numpy as np
from _numpy_types import float16, float32, float64


def _most(name, count):
    """How many digits are asked for; None for as many as are needed."""
    if count is None:
        return None
    count = operator.index(count)
    if count < 0:
        raise ValueError(f'{name} must be >= 0')
    return min(count, 1100)


def _shortest(x):
    """The digits that tell a number from others of its type, and the power of ten of the first."""
    kind = type(x) if isinstance(x, (float16, float32)) else None
    text = None
    for count in range(1, 18):
        text = f'{float(x):.{count - 1}e}'
        if (kind(float(text)) if kind else float(text)) == x:
            break
    digits, power = text.split('e')
    return digits.replace('.', '').rstrip('0') or '0', int(power)


def _cut(x, places, is_scientific, is_unique):
    """So many places behind the point, rounded; zeros that a carry left are not needed to tell the number."""
    form = 'e' if is_scientific else 'f'
    text = f'{float(x):.{places}{form}}'
    whole, _, power = text.partition('e')
    whole, _, part = whole.partition('.')
    if is_unique and part.endswith('0') and f'{float(x):.{places + 20}{form}}'.partition('.')[2][:places].endswith('9'):
        part = part.rstrip('0')
    return whole, part, int(power or 0)


def _placed(digits, power):
    """Digits before and behind the point."""
    if power < 0:
        return '0', '' if digits.strip('0') == '' else '0' * (-power - 1) + digits
    digits = digits.ljust(power + 1, '0')
    return digits[:power + 1], digits[power + 1:]


def _trimmed(part, trim):
    """What stands behind the point, and whether a point is written."""
    if trim == 'k':
        return part, True
    part = part.rstrip('0')
    if trim == '0':
        return part or '0', True
    return part, trim == '.' or part != ''


def _special(x, sign):
    """What has no digits."""
    return 'nan' if math.isnan(x) else _finished(x, 'inf', sign, None)


def _checked(x, unique, precision, trim, min_digits):
    if trim not in ('k', '.', '0', '-'):
        raise TypeError('if supplied, trim must be \'k\', \'.\', \'0\' or \'-\' found `' + str(trim) + '`')
    precision, least = _most('precision', precision), _most('min_digits', min_digits)
    if precision is not None and least is not None and least > precision:
        raise ValueError('min_digits must be less than or equal to precision')
    if not unique and precision is None and least is not None:
        precision = least
    if not isinstance(x, (int, float, np.number, np.bool_)) or isinstance(x, np.complexfloating):
        raise TypeError(f'must be real number, not {type(x).__name__}')
    return (x if isinstance(x, (float16, float32)) else float64(x)), precision, least


def _finished(x, text, sign, pad_left, pad_right=None):
    mark = '-' if math.copysign(1, x) < 0 else '+' if sign else ''
    whole, point, part = text.partition('.')
    if pad_left is not None:
        whole = (mark + whole).rjust(operator.index(pad_left))
        mark = ''
    if pad_right is not None:
        part = part.ljust(operator.index(pad_right))
        point = point or ' '
    return mark + whole + point + part


def format_float_positional(x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None,
                            pad_right=None, min_digits=None):
    """A number without a power of ten, by as few digits as tell it from others, or as many as are asked for."""
    x, precision, least = _checked(x, unique, precision, trim, min_digits)
    if not math.isfinite(x):
        return _special(x, sign)
    digits, power = _shortest(abs(x))
    whole, part = _placed(digits, power)
    if not unique and precision is None:
        whole, part, _ = _cut(abs(x), 1100, False, False)
        part = part.rstrip('0')
    elif precision is not None and fractional and (not unique or len(part) > precision):
        whole, part, _ = _cut(abs(x), precision, False, unique)
    elif precision is not None and not fractional and (not unique or len(digits) > precision):
        first, rest, power = _cut(abs(x), max(precision - 1, 0), True, unique)
        whole, part = _placed(first + rest, power)
    if least is not None:
        leading = 0 if fractional else len(whole) if whole != '0' else len(part.lstrip('0')) - len(part)
        part = part.ljust(max(0, least - leading), '0')
    part, has_point = _trimmed(part, trim)
    return _finished(x, whole + ('.' if has_point else '') + part, sign, pad_left, pad_right)


def format_float_scientific(x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None,
                            min_digits=None):
    """A number by one digit before the point and a power of ten."""
    x, precision, least = _checked(x, unique, precision, trim, min_digits)
    if not math.isfinite(x):
        return _special(x, sign)
    digits, power = _shortest(abs(x))
    whole, part = digits[0], digits[1:]
    if not unique:
        whole, part, power = _cut(abs(x), 1100 if precision is None else precision, True, False)
        if precision is None:
            part = part.rstrip('0')
    elif precision is not None and len(part) > precision:
        whole, part, power = _cut(abs(x), precision, True, unique)
    if least is not None:
        part = part.ljust(least, '0')
    part, has_point = _trimmed(part, trim)
    exponent = str(abs(power)).zfill(max(2, operator.index(exp_digits) if exp_digits is not None else 2))
    return _finished(x, whole + ('.' if has_point else '') + part, sign, pad_left) + f'e{"-" if power < 0 else "+"}{exponent}'
