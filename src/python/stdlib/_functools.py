"""Parts of functools that are descriptors."""

from functools import partial, singledispatch


class partialmethod:
    """A method some of whose arguments are given already."""

    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        get = getattr(self.func, '__get__', None)
        if obj is None or get is None:
            return partial(self.func, *(() if obj is None else (obj,)), *self.args, **self.keywords)
        return partial(get(obj, cls), *self.args, **self.keywords)


class singledispatchmethod:
    """A method that is chosen by the class of its first argument."""

    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method) if method is not None else self.dispatcher.register(cls)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            found = self.dispatcher.dispatch(args[0].__class__)
            return found.__get__(obj, cls)(*args, **kwargs)

        method.register = self.register
        return method
