"""Hashes of messages under a key."""

import hashlib
from secrets import compare_digest

digest_size = None


class HMAC:
    """The hash of what was given so far."""

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required parameter 'digestmod'.")
        if callable(digestmod):
            self._make = digestmod
        elif isinstance(digestmod, str):
            self._make = lambda data=b'': hashlib.new(digestmod, data)
        else:
            self._make = lambda data=b'': digestmod.new(data)
        self._inner, self._outer = self._make(), self._make()
        self.digest_size, self.block_size = self._inner.digest_size, self._inner.block_size
        key = bytes(key)
        if len(key) > self.block_size:
            key = self._make(key).digest()
        key = key.ljust(self.block_size, b'\0')
        self._inner.update(bytes(byte ^ 0x36 for byte in key))
        self._outer.update(bytes(byte ^ 0x5C for byte in key))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        return f'hmac-{self._inner.name}'

    def update(self, msg):
        self._inner.update(msg)

    def copy(self):
        other = HMAC.__new__(HMAC)
        other.__dict__.update(self.__dict__)
        other._inner, other._outer = self._inner.copy(), self._outer.copy()
        return other

    def digest(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=''):
    """A hash under a key."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The hash of one message."""
    return HMAC(key, msg, digest).digest()
