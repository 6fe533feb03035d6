"""Numbers with decimal digits, exact or rounded to as many as the context says."""

import math as _math
from collections import namedtuple as _namedtuple

from _decimal_context import (
    ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP,
    Context, ConversionSyntax, DecimalException, DivisionByZero, DivisionUndefined, Inexact, InvalidOperation,
    _rounded_quotient, getcontext, localcontext, setcontext,
)
from _decimal_texts import _formatted, _parse, _text


def _scaled_exp(x, one):
    """e**(x / one) * one, for x / one below 3: by halves, whose series is short."""
    guard, halvings = 10**10, 20
    unit = one * guard
    x = x * guard >> halvings
    total = term = unit
    n = 0
    while term:
        n += 1
        term = term * x // (unit * n)
        total += term
    for _ in range(halvings):
        total = total * total // unit
    return total // guard


def _scaled_ln(digits, shift, places):
    """ln(digits / 10**shift) * 10**places, for a quotient from 1 to 10: each of Halley's steps triples what is known."""
    one = 10**places
    x = digits * one // 10**shift
    guess = int(_math.log(int(x * 10**17 // one) / 1e17) * 1e15) * one // 10**15
    known = 14
    while known < places + 5:
        e = _scaled_exp(guess, one)
        guess += 2 * (x - e) * one // (x + e)
        known *= 3
    return guess


class Decimal:
    """`Decimal('0.1')`: a sign, digits, and how far the point stands from their end."""

    __slots__ = ('_sign', '_int', '_exp')

    def __new__(cls, value='0', context=None):
        self = object.__new__(cls)
        if isinstance(value, Decimal):
            parts = value._sign, value._int, value._exp
        elif isinstance(value, int):
            parts = int(value < 0), abs(int(value)), 0
        elif isinstance(value, str):
            parts = _parse(value)
        elif isinstance(value, float):
            parts = cls._of_float(value)
        elif isinstance(value, (tuple, list)):
            sign, digits, exponent = value
            parts = sign, int(''.join(map(str, digits)) or '0'), exponent
        else:
            raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
        self._sign, self._int, self._exp = parts
        return self

    @staticmethod
    def _of_float(value):
        if value != value:
            return 0, 'NaN', 0
        if value in (float('inf'), -float('inf')):
            return int(value < 0), 'Infinity', 0
        n, d = abs(value).as_integer_ratio()
        k = d.bit_length() - 1
        sign = int(_math.copysign(1.0, value) < 0)
        return sign, n * 5**k, -k

    @classmethod
    def from_float(cls, f):
        return cls(f)

    @classmethod
    def _made(cls, sign, digits, exponent):
        self = object.__new__(Decimal)
        self._sign, self._int, self._exp = sign, digits, exponent
        return self

    @property
    def _is_special(self):
        return isinstance(self._int, str)

    def is_nan(self):
        return self._int == 'NaN'

    def is_infinite(self):
        return self._int == 'Infinity'

    def is_finite(self):
        return not self._is_special

    def is_zero(self):
        return self._int == 0

    def is_signed(self):
        return self._sign == 1

    def _fixed(self, context=None):
        """Rounded to the digits of the context."""
        context = context or getcontext()
        if self._is_special:
            return self
        extra = len(str(self._int)) - context.prec
        if extra <= 0:
            return self
        digits = _rounded_quotient(self._int, 10**extra, context.rounding, self._sign)
        exponent = self._exp + extra
        if len(str(digits)) > context.prec:
            digits //= 10
            exponent += 1
        return self._made(self._sign, digits, exponent)

    @staticmethod
    def _other(value):
        if isinstance(value, Decimal):
            return value
        return Decimal(value) if isinstance(value, int) else None

    # ---- as text ----

    def __str__(self):
        return _text(self)

    def __format__(self, spec):
        return _formatted(self, spec)

    def __repr__(self):
        return f"Decimal('{self}')"

    # ---- comparison ----

    def _compared(self, other):
        """Less than, equal to or more than zero; None where one is no number."""
        if isinstance(other, float):
            other = Decimal(other)
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            return None
        if self._is_special or other._is_special:
            a, b = (x._key() for x in (self, other))
            return (a > b) - (a < b)
        low = min(self._exp, other._exp)
        a = (-1) ** self._sign * self._int * 10 ** (self._exp - low)
        b = (-1) ** other._sign * other._int * 10 ** (other._exp - low)
        return (a > b) - (a < b)

    def _key(self):
        return (-1 if self._sign else 1) * (2 if self._is_special else 1 if self._int else 0)

    def compare(self, other):
        order = self._compared(other)
        return Decimal('NaN') if order is None else Decimal(order)

    def __eq__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order == 0

    def __lt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order >= 0

    def __hash__(self):
        if self._is_special:
            return hash(float(str(self)))
        from fractions import Fraction

        return hash(Fraction(*self.as_integer_ratio()))

    def __bool__(self):
        return self._is_special or self._int != 0

    # ---- arithmetic ----

    def __neg__(self):
        zero = self._int == 0
        return self._made(0 if zero else 1 - self._sign, self._int, self._exp)._fixed()

    def __pos__(self):
        return self._made(0 if self._int == 0 else self._sign, self._int, self._exp)._fixed()

    def __abs__(self):
        return self._made(0, self._int, self._exp)._fixed()

    def copy_abs(self):
        return self._made(0, self._int, self._exp)

    def copy_negate(self):
        return self._made(1 - self._sign, self._int, self._exp)

    def _special(self, other, name):
        """What an operator gives where a side is infinite or no number."""
        if self.is_nan() or other.is_nan():
            return Decimal('NaN')
        a, b = float(str(self)) if self._is_special else self._key(), float(str(other)) if other._is_special else other._key()
        if name == '+':
            if self._is_special and other._is_special and self._sign != other._sign:
                raise InvalidOperation([InvalidOperation])
            return Decimal(a + b)
        if name == '*':
            if a == 0 or b == 0:
                raise InvalidOperation([InvalidOperation])
            return Decimal(a * b)
        if self._is_special and other._is_special:
            raise InvalidOperation([InvalidOperation])
        return self._made(self._sign ^ other._sign, 'Infinity' if self._is_special else 0, 0)

    def __add__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self._is_special or other._is_special:
            return self._special(other, '+')
        low = min(self._exp, other._exp)
        total = (-1) ** self._sign * self._int * 10 ** (self._exp - low)
        total += (-1) ** other._sign * other._int * 10 ** (other._exp - low)
        sign = int(total < 0) if total else self._sign & other._sign
        return self._made(sign, abs(total), low)._fixed()

    __radd__ = __add__

    def __sub__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else self + other.copy_negate()

    def __rsub__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other - self

    def __mul__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self._is_special or other._is_special:
            return self._special(other, '*')
        return self._made(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp)._fixed()

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self._is_special or other._is_special:
            return self._special(other, '/')
        if other._int == 0:
            if self._int == 0:
                raise InvalidOperation([DivisionUndefined])
            raise DivisionByZero([DivisionByZero])
        sign = self._sign ^ other._sign
        wanted = self._exp - other._exp
        if self._int == 0:
            return self._made(sign, 0, wanted)
        shift = len(str(other._int)) - len(str(self._int)) + getcontext().prec + 1
        exponent = wanted - shift
        if shift >= 0:
            digits, rest = divmod(self._int * 10**shift, other._int)
        else:
            digits, rest = divmod(self._int, other._int * 10**-shift)
        if rest:
            # The last digit tells that more follow.
            digits += digits % 5 == 0
        else:
            while exponent < wanted and digits % 10 == 0:
                digits //= 10
                exponent += 1
        return self._made(sign, digits, exponent)._fixed()

    def __rtruediv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other / self

    def _infinite(self, sign):
        return self._made(sign, 'Infinity', 0)

    def _divided(self, other):
        if self._is_special or other._is_special:
            if self.is_nan() or other.is_nan():
                return Decimal('NaN'), Decimal('NaN')
            if self._is_special:
                raise InvalidOperation([InvalidOperation])
            return self._made(self._sign ^ other._sign, 0, 0), self._fixed()
        if other._int == 0:
            raise InvalidOperation([InvalidOperation, DivisionByZero] if self._int else [DivisionUndefined])
        low = min(self._exp, other._exp)
        quotient, rest = divmod(self._int * 10 ** (self._exp - low), other._int * 10 ** (other._exp - low))
        return self._made(self._sign ^ other._sign, quotient, 0), self._made(self._sign, rest, low)._fixed()

    def __floordiv__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self.is_infinite() and not other._is_special:
            return self._infinite(self._sign ^ other._sign)
        if other._int == 0 and self._int != 0 and not self._is_special:
            raise DivisionByZero([DivisionByZero])
        return self._divided(other)[0]

    def __rfloordiv__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other // self

    def __mod__(self, other):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if other._int == 0 and self._int != 0 and not self._is_special:
            raise InvalidOperation([InvalidOperation])
        return self._divided(other)[1]

    def __rmod__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other % self

    def __divmod__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else self._divided(other)

    def __rdivmod__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else divmod(other, self)

    def __pow__(self, other, modulo=None):
        other = self._other(other)
        if other is None:
            return NotImplemented
        if self.is_nan() or other.is_nan():
            return Decimal('NaN')
        if other._int == 0:
            if self._int == 0:
                raise InvalidOperation([InvalidOperation])
            return Decimal(1)
        is_whole = not other._is_special and (other._exp >= 0 or other == int(other))
        if self._sign and self._int != 0 and not is_whole:
            raise InvalidOperation([InvalidOperation])
        if self._is_special or other._is_special or self._int == 0:
            if self == 1:
                digits = getcontext().prec - 1
                return self._made(0, 10**digits, -digits)
            sign = self._sign & int(is_whole and int(other) % 2)
            if (abs(self) > 1) != bool(other._sign):
                return self._infinite(sign)
            return self._made(sign, 0, 0)
        if is_whole:
            n = int(other)
            if n >= 0:
                return self._made(self._sign & n & 1, self._int**n, self._exp * n)._fixed()
            with localcontext(prec=getcontext().prec + 5):
                made = Decimal(1) / self ** Decimal(-n)
            return +made
        with localcontext(prec=getcontext().prec + 8):
            made = (self.ln() * other).exp()
        return +made

    def __rpow__(self, other):
        other = self._other(other)
        return NotImplemented if other is None else other**self

    def sqrt(self, context=None):
        if self._int == 0:
            return self._made(self._sign, 0, self._exp // 2)
        if self._sign:
            raise InvalidOperation([InvalidOperation])
        wanted = self._exp // 2
        digits, exponent = (self._int * 10, self._exp - 1) if self._exp % 2 else (self._int, self._exp)
        shift = max(0, getcontext().prec + 1 - (len(str(digits)) + 1) // 2)
        root = _math.isqrt(digits * 100**shift)
        exponent = exponent // 2 - shift
        if root * root == digits * 100**shift:
            while exponent < wanted and root % 10 == 0:
                root //= 10
                exponent += 1
        else:
            root += root % 5 == 0
        return self._made(0, root, exponent)._fixed(Context(getcontext().prec, ROUND_HALF_EVEN))

    def exp(self):
        with localcontext(prec=getcontext().prec + 10):
            halvings = max(0, len(str(abs(int(self)))) * 4)
            x = self / Decimal(2) ** halvings
            total = term = Decimal(1)
            n = 0
            while term and abs(term) > abs(total).scaleb(-getcontext().prec):
                n += 1
                term = term * x / n
                total += term
            for _ in range(halvings):
                total = total * total
        return +total

    def ln(self):
        if self <= 0:
            if self == 0:
                return Decimal('-Infinity')
            raise InvalidOperation([InvalidOperation])
        if self == 1:
            return Decimal(0)
        # Near 1 the logarithm begins behind as many zeros as the difference.
        places = getcontext().prec + 10 + max(0, -(self - 1).adjusted())
        power = self.adjusted()
        digits = _scaled_ln(self._int, len(str(self._int)) - 1, places)
        if power:
            digits += power * _scaled_ln(10, 0, places)
        return self._made(int(digits < 0), abs(digits), -places)._fixed()

    def log10(self):
        if self._int and str(self._int).rstrip('0') == '1':
            return Decimal(self.adjusted())
        with localcontext(prec=getcontext().prec + 5):
            made = self.ln() / Decimal(10).ln()
        return +made

    # ---- digits ----

    def adjusted(self):
        return len(str(self._int)) + self._exp - 1

    def scaleb(self, other):
        return self._made(self._sign, self._int, self._exp + int(other))

    def _rescaled(self, exponent, rounding):
        if exponent <= self._exp:
            return self._made(self._sign, self._int * 10 ** (self._exp - exponent), exponent)
        digits = _rounded_quotient(self._int, 10 ** (exponent - self._exp), rounding, self._sign)
        return self._made(self._sign, digits, exponent)

    def quantize(self, exp, rounding=None, context=None):
        made = self._rescaled(self._other(exp)._exp, rounding or getcontext().rounding)
        if len(str(made._int)) > getcontext().prec:
            raise InvalidOperation([InvalidOperation])
        return made

    def to_integral_value(self, rounding=None, context=None):
        return self if self._exp >= 0 else self._rescaled(0, rounding or getcontext().rounding)

    to_integral = to_integral_value

    def normalize(self, context=None):
        made = self._fixed()
        digits, exponent = made._int, made._exp
        if digits == 0:
            return self._made(made._sign, 0, 0)
        while digits % 10 == 0:
            digits //= 10
            exponent += 1
        return self._made(made._sign, digits, exponent)

    def as_tuple(self):
        return DecimalTuple(self._sign, tuple(map(int, str(self._int))), self._exp)

    def as_integer_ratio(self):
        n, d = self._int, 1
        if self._exp >= 0:
            n *= 10**self._exp
        else:
            d = 10**-self._exp
        common = _math.gcd(n, d)
        return (-n if self._sign else n) // common, d // common

    def max(self, other):
        return max(self, self._other(other))

    def min(self, other):
        return min(self, self._other(other))

    # ---- other numbers ----

    def __int__(self):
        if self.is_nan():
            raise ValueError('cannot convert NaN to integer')
        if self.is_infinite():
            raise OverflowError('cannot convert Infinity to integer')
        whole = self._int * 10**self._exp if self._exp >= 0 else self._int // 10**-self._exp
        return -whole if self._sign else whole

    __trunc__ = __int__

    def __float__(self):
        return float(str(self))

    def __round__(self, n=None):
        if n is None:
            return int(self._rescaled(0, ROUND_HALF_EVEN)) if self._exp < 0 else int(self)
        return self._rescaled(-n, ROUND_HALF_EVEN)

    def __floor__(self):
        return int(self._rescaled(0, ROUND_FLOOR)) if self._exp < 0 else int(self)

    def __ceil__(self):
        return int(self._rescaled(0, ROUND_CEILING)) if self._exp < 0 else int(self)


DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent')
