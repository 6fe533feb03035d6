"""Numbers that are exact quotients."""

import math
import re

_format = re.compile(r'\s*([-+]?)(?=\d|\.\d)(\d*)(?:/(\d+)|(?:\.(\d*))?(?:[eE]([-+]?\d+))?)\s*\Z')


class Fraction:
    """A quotient of two ints, in lowest terms."""

    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if isinstance(numerator, Fraction):
                self._numerator, self._denominator = numerator._numerator, numerator._denominator
                return self
            if isinstance(numerator, float):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if isinstance(numerator, str):
                found = _format.match(numerator)
                if found is None:
                    raise ValueError(f'Invalid literal for Fraction: {numerator!r}')
                sign, whole, under, decimals, exponent = found.groups()
                top, bottom = int(whole or '0'), int(under or '1')
                if decimals:
                    top, bottom = top * 10 ** len(decimals) + int(decimals), bottom * 10 ** len(decimals)
                if exponent:
                    if int(exponent) >= 0:
                        top *= 10 ** int(exponent)
                    else:
                        bottom *= 10 ** -int(exponent)
                numerator, denominator = -top if sign == '-' else top, bottom
            elif isinstance(numerator, int):
                denominator = 1
            else:
                raise TypeError('argument should be a string or a Rational instance')
        elif not isinstance(numerator, (int, Fraction)) or not isinstance(denominator, (int, Fraction)):
            raise TypeError('both arguments should be Rational instances')
        if isinstance(numerator, Fraction) or isinstance(denominator, Fraction):
            a, b = Fraction(numerator), Fraction(denominator)
            numerator, denominator = a._numerator * b._denominator, a._denominator * b._numerator
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self._numerator, self._denominator = numerator // common, denominator // common
        return self

    def __init__(self, *args, **kwargs):
        pass

    numerator = property(lambda self: self._numerator)
    denominator = property(lambda self: self._denominator)

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def from_decimal(cls, d):
        return cls(str(d))

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        near, other = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return other if abs(other - self) <= abs(near - self) else near

    def __repr__(self):
        return f'{type(self).__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f'{self._numerator}/{self._denominator}'

    def __float__(self):
        return self._numerator / self._denominator

    def __int__(self):
        return self.__trunc__()

    def __trunc__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or rest * 2 == self._denominator and floor % 2 == 0:
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __hash__(self):
        modulus = 2**61 - 1
        if self._denominator % modulus == 0:
            return hash(float('inf')) if self._numerator > 0 else -hash(float('inf'))
        found = abs(self._numerator) % modulus * pow(self._denominator, -1, modulus) % modulus
        return found if self._numerator >= 0 else -2 if found == 1 else -found

    def __bool__(self):
        return self._numerator != 0

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __pos__(self):
        return self

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __pow__(self, other):
        if isinstance(other, Fraction) and other._denominator == 1:
            other = other._numerator
        if isinstance(other, int):
            if other >= 0:
                return Fraction(self._numerator ** other, self._denominator ** other)
            return Fraction(self._denominator ** -other, self._numerator ** -other)
        return float(self) ** float(other)

    def __rpow__(self, other):
        return other ** (self._numerator if self._denominator == 1 else float(self))


def _add(a, b):
    return Fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)


def _sub(a, b):
    return Fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)


def _mul(a, b):
    return Fraction(a.numerator * b.numerator, a.denominator * b.denominator)


def _div(a, b):
    return Fraction(a.numerator * b.denominator, a.denominator * b.numerator)


def _floordiv(a, b):
    return (a.numerator * b.denominator) // (a.denominator * b.numerator)


def _mod(a, b):
    return _sub(a, _mul(b, Fraction(_floordiv(a, b))))


def _difference(a, b):
    return a.numerator * b.denominator - b.numerator * a.denominator


def _operators(name, exact, of_floats):
    def forward(self, other):
        if isinstance(other, (int, Fraction)):
            return exact(self, Fraction(other))
        return of_floats(float(self), other) if isinstance(other, (float, complex)) else NotImplemented

    def reverse(self, other):
        if isinstance(other, (int, Fraction)):
            return exact(Fraction(other), self)
        return of_floats(other, float(self)) if isinstance(other, (float, complex)) else NotImplemented
    setattr(Fraction, f'__{name}__', forward)
    setattr(Fraction, f'__r{name}__', reverse)


_operators('add', _add, lambda a, b: a + b)
_operators('sub', _sub, lambda a, b: a - b)
_operators('mul', _mul, lambda a, b: a * b)
_operators('truediv', _div, lambda a, b: a / b)
_operators('floordiv', _floordiv, lambda a, b: a // b)
_operators('mod', _mod, lambda a, b: a % b)
_operators('divmod', lambda a, b: (_floordiv(a, b), _mod(a, b)), divmod)


def _comparison(name, exact, of_floats):
    def compare(self, other):
        if isinstance(other, (int, Fraction)):
            return exact(_difference(self, Fraction(other)))
        return of_floats(float(self), other) if isinstance(other, float) else NotImplemented
    setattr(Fraction, f'__{name}__', compare)


_comparison('eq', lambda d: d == 0, lambda a, b: a == b)
_comparison('lt', lambda d: d < 0, lambda a, b: a < b)
_comparison('le', lambda d: d <= 0, lambda a, b: a <= b)
_comparison('gt', lambda d: d > 0, lambda a, b: a > b)
_comparison('ge', lambda d: d >= 0, lambda a, b: a >= b)
