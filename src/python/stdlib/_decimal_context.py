"""How decimal numbers are rounded, and what goes wrong with them: contexts, ways of rounding, exceptions."""

ROUND_DOWN, ROUND_UP = 'ROUND_DOWN', 'ROUND_UP'
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN = 'ROUND_HALF_UP', 'ROUND_HALF_DOWN', 'ROUND_HALF_EVEN'
ROUND_CEILING, ROUND_FLOOR, ROUND_05UP = 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_05UP'


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Context:
    """How many digits results have, and how they are rounded to them."""

    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN):
        self.prec = prec
        self.rounding = rounding

    def copy(self):
        return Context(self.prec, self.rounding)

    def create_decimal(self, num='0'):
        from decimal import Decimal

        return Decimal(num)._fixed(self)

    def __repr__(self):
        return f'Context(prec={self.prec}, rounding={self.rounding})'


_context = Context()


def getcontext():
    return _context


def setcontext(context):
    global _context
    if not isinstance(context, Context):
        raise TypeError('argument must be a context')
    _context = context


class localcontext:
    """Another context, within `with`."""

    def __init__(self, ctx=None, *, prec=None, rounding=None):
        if ctx is not None and not isinstance(ctx, Context):
            raise TypeError('optional argument must be a context')
        self._new = (_context if ctx is None else ctx).copy()
        if prec is not None:
            self._new.prec = prec
        if rounding is not None:
            self._new.rounding = rounding

    def __enter__(self):
        self._old = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, *_):
        setcontext(self._old)


def _rounded_quotient(number, unit, rounding, sign):
    """`number // unit` of what is not negative, rounded."""
    quotient, rest = divmod(number, unit)
    if rest == 0:
        return quotient
    twice = 2 * rest
    up = {
        ROUND_DOWN: False,
        ROUND_UP: True,
        ROUND_HALF_UP: twice >= unit,
        ROUND_HALF_DOWN: twice > unit,
        ROUND_HALF_EVEN: twice > unit or (twice == unit and quotient % 2 == 1),
        ROUND_CEILING: not sign,
        ROUND_FLOOR: bool(sign),
        ROUND_05UP: quotient % 5 == 0,
    }[rounding]
    return quotient + up


for _cls in (
    DecimalException, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionUndefined,
    Inexact, Context, localcontext,
):
    _cls.__module__ = 'decimal'
