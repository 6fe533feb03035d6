"""What is a number, and of which kind."""

from abc import ABC


class Number(ABC):
    """Any number."""


class Complex(Number):
    """A number with a real and an imaginary part."""


class Real(Complex):
    """A number on a line."""


class Rational(Real):
    """A quotient of two ints."""


class Integral(Rational):
    """An int."""


Integral.register(int)
Real.register(float)
Complex.register(complex)
