"""Draws that nobody can foretell."""

import base64
import os
import random

DEFAULT_ENTROPY = 32


class SystemRandom(random.Random):
    """Draws from the system."""

    def random(self):
        return (int.from_bytes(os.urandom(7), 'big') >> 3) / 2 ** 53

    def getrandbits(self, k):
        return int.from_bytes(os.urandom((k + 7) // 8), 'big') >> (-k % 8)

    def seed(self, *args, **kwargs):
        return None


def randbits(k):
    """So many bits."""
    return int.from_bytes(os.urandom((k + 7) // 8), 'big') >> (-k % 8)


def randbelow(exclusive_upper_bound):
    """An int below a bound."""
    if exclusive_upper_bound <= 0:
        raise ValueError('Upper bound must be positive.')
    bits = exclusive_upper_bound.bit_length()
    drawn = randbits(bits)
    while drawn >= exclusive_upper_bound:
        drawn = randbits(bits)
    return drawn


def choice(seq):
    """One of several."""
    if not len(seq):
        raise IndexError('Cannot choose from an empty sequence')
    return seq[randbelow(len(seq))]


def token_bytes(nbytes=None):
    """Bytes."""
    return os.urandom(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """Bytes, as text."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    """Bytes, as text that an address can hold."""
    return base64.urlsafe_b64encode(token_bytes(nbytes)).rstrip(b'=').decode('ascii')


def compare_digest(a, b):
    """Whether two are the same."""
    return a == b
