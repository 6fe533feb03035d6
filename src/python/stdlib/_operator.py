"""Operators that change what stands on the left, and what else has no sign."""


from operator import index


def call(obj, /, *args, **kwargs):
    """Same as obj(*args, **kwargs)."""
    return obj(*args, **kwargs)


def concat(a, b, /):
    """Same as a + b, for sequences."""
    if not hasattr(a, '__getitem__'):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def iconcat(a, b, /):
    """Same as a += b, for sequences."""
    if not hasattr(a, '__getitem__'):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


def indexOf(a, b, /):
    """The first place of b in a."""
    for i, item in enumerate(a):
        if item is b or item == b:
            return i
    raise ValueError('sequence.index(x): x not in sequence')


def length_hint(obj, default=0, /):
    default = index(default)
    """How long it is, or may be."""
    try:
        return len(obj)
    except TypeError:
        hint = getattr(obj, '__length_hint__', None)
        return default if hint is None else hint()


def iand(a, b, /):
    """Same as a &= b."""
    a &= b
    return a


def ior(a, b, /):
    """Same as a |= b."""
    a |= b
    return a


def ixor(a, b, /):
    """Same as a ^= b."""
    a ^= b
    return a


def ilshift(a, b, /):
    """Same as a <<= b."""
    a <<= b
    return a


def irshift(a, b, /):
    """Same as a >>= b."""
    a >>= b
    return a


def imatmul(a, b, /):
    """Same as a @= b."""
    a @= b
    return a
