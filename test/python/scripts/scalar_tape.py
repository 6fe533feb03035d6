"""Differentiation of single numbers by a tape: every operation leaves a note of how to go back."""
import math
import random
from contextlib import contextmanager

TAPE = []


@contextmanager
def recording():
    kept = list(TAPE)
    TAPE.clear()
    try:
        yield TAPE
    finally:
        TAPE[:] = kept


class Num:
    __slots__ = ('x', 'slope')

    def __init__(self, x):
        if not isinstance(x, (int, float)):
            raise TypeError(f'a number was wanted, not {type(x).__name__}')
        self.x, self.slope = float(x), 0.0

    @classmethod
    def of(cls, thing):
        return thing if isinstance(thing, cls) else cls(thing)

    def _made(self, x, *parts):
        result = Num(x)
        TAPE.append((result, parts))
        return result

    def __add__(self, other):
        other = Num.of(other)
        return self._made(self.x + other.x, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = Num.of(other)
        return self._made(self.x * other.x, (self, other.x), (other, self.x))

    def __pow__(self, n):
        assert not isinstance(n, Num), 'the exponent is a plain number'
        return self._made(self.x ** n, (self, n * self.x ** (n - 1)))

    __radd__, __rmul__ = __add__, __mul__
    __neg__ = lambda self: -1 * self
    __sub__ = lambda self, other: self + -Num.of(other)
    __rsub__ = lambda self, other: Num.of(other) + -self
    __truediv__ = lambda self, other: self * Num.of(other) ** -1
    __rtruediv__ = lambda self, other: other * self ** -1
    __lt__ = lambda self, other: self.x < Num.of(other).x

    def tanh(self):
        t = math.tanh(self.x)
        return self._made(t, (self, 1 - t * t))

    def __repr__(self):
        return f'Num({self.x:.4g}, slope={self.slope:+.4g})'


def back(end):
    end.slope = 1.0
    for made, parts in reversed(TAPE):
        for part, factor in parts:
            part.slope += factor * made.slope


with recording() as tape:
    p, q = Num(1.5), Num(-0.5)
    end = 3 / (p - q) + (p * q).tanh() * 2 - q ** 3
    back(end)
    print(len(tape), p, q, end)
    print(max(p, q), sorted([p, q]), sum([p, q, 1]))
print(len(TAPE))


class Unit:
    def __init__(self, width, bends=True):
        self.weights = [Num(random.gauss(0, 0.5)) for _ in range(width)]
        self.shift, self.bends = Num(0), bends

    def __call__(self, *given):
        total = sum((w * g for w, g in zip(self.weights, given)), start=self.shift)
        return total.tanh() if self.bends else total

    def __iter__(self):
        yield from self.weights
        yield self.shift


random.seed(11)
first, last = [Unit(1) for _ in range(4)], Unit(4, bends=False)
everything = [num for unit in (*first, last) for num in unit]
points = [(k / 4, math.sin(k / 4)) for k in range(-8, 9, 2)]
for turn in range(61):
    with recording():
        error = sum((last(*(unit(x) for unit in first)) - y) ** 2 for x, y in points) / len(points)
        for num in everything:
            num.slope = 0.0
        back(error)
    for num in everything:
        num.x -= 0.1 * num.slope
    if turn % 20 == 0:
        print(f'{turn:3d} {error.x:.6f} {min(n.x for n in everything):+.4f}')
for bad in (lambda: Num('a'), lambda: Num(1) ** Num(2), lambda: Num(0) ** -1, lambda: p.name, lambda: p + None):
    try:
        print(bad())
    except (TypeError, AssertionError, ArithmeticError, AttributeError) as error:
        print(type(error).__name__, '|', error)
