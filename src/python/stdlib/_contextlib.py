"""Contexts that are awaited, and classes that contexts inherit from."""

import abc
import os
import sys
from functools import wraps


class AbstractContextManager(abc.ABC):
    """What `with` takes."""

    def __enter__(self):
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None


class AbstractAsyncContextManager(abc.ABC):
    """What `async with` takes."""

    async def __aenter__(self):
        return self

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    """A context in which decorated functions run."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class AsyncContextDecorator:
    """A context in which decorated coroutines run."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inner


class _AsyncGeneratorContextManager(AsyncContextDecorator, AbstractAsyncContextManager):
    """The context that a generator opens and closes."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    async def __aenter__(self):
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            await self.gen.athrow(exc_value)
        except StopAsyncIteration as e:
            return e is not exc_value
        except BaseException as e:
            if e is exc_value:
                return False
            raise
        raise RuntimeError("generator didn't stop after athrow()")


def asynccontextmanager(func):
    """A function that opens the context of its generator."""
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return helper


class aclosing(AbstractAsyncContextManager):
    """Closes a generator at the end."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class AsyncExitStack(AbstractAsyncContextManager):
    """Contexts of both kinds, left in turn."""

    def __init__(self):
        self._exits = []

    def enter_context(self, cm):
        value = cm.__enter__()
        self.push(cm)
        return value

    async def enter_async_context(self, cm):
        value = await cm.__aenter__()
        self.push_async_exit(cm)
        return value

    def push(self, exit):
        self._exits.append((False, exit.__exit__ if hasattr(exit, '__exit__') else exit))
        return exit

    def push_async_exit(self, exit):
        self._exits.append((True, exit.__aexit__ if hasattr(exit, '__aexit__') else exit))
        return exit

    def callback(self, callback, /, *args, **kwds):
        self._exits.append((False, lambda *exc: callback(*args, **kwds) and False))
        return callback

    def push_async_callback(self, callback, /, *args, **kwds):
        async def run(*exc):
            await callback(*args, **kwds)
        self._exits.append((True, run))
        return callback

    def pop_all(self):
        other = type(self)()
        other._exits, self._exits = self._exits, []
        return other

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, exc_type, exc_value, traceback):
        error = exc_value
        while self._exits:
            is_async, leave = self._exits.pop()
            given = (None, None, None) if error is None else (type(error), error, error.__traceback__)
            try:
                done = leave(*given)
                if is_async:
                    done = await done
                if done:
                    error = None
            except BaseException as e:
                error = e
        if error is not None and error is not exc_value:
            raise error
        return exc_value is not None and error is None


class redirect_stderr(AbstractContextManager):
    """Has what is said of errors written elsewhere."""

    def __init__(self, new_target):
        self._target = new_target
        self._before = []

    def __enter__(self):
        self._before.append(sys.stderr)
        sys.stderr = self._target
        return self._target

    def __exit__(self, *exc_info):
        sys.stderr = self._before.pop()


class chdir(AbstractContextManager):
    """Works in another folder for a while."""

    def __init__(self, path):
        self.path = path
        self._before = []

    def __enter__(self):
        self._before.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *exc_info):
        os.chdir(self._before.pop())
