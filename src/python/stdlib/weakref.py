"""References that do not keep what they refer to: here nothing is given back as long as the program runs."""


class ref:
    """Gives the object when it is called."""

    def __init__(self, object, callback=None):
        self._object = object

    def __call__(self):
        return self._object

    def __eq__(self, other):
        return self._object == other._object if isinstance(other, ref) else NotImplemented

    def __hash__(self):
        return hash(self._object)


ReferenceType = WeakMethod = ref


def proxy(object, callback=None):
    return object


class WeakValueDictionary(dict):
    pass


class WeakKeyDictionary(dict):
    pass


class WeakSet(set):
    pass


def finalize(object, func, /, *args, **kwargs):
    """What it would call when the object is gone is called by hand."""
    return lambda: func(*args, **kwargs)
