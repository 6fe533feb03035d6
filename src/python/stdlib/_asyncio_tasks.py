"""Futures and tasks of asyncio: results that are not there yet, and coroutines that a loop runs."""

import contextvars
from _terminal import say

class CancelledError(BaseException):
    """The Future or Task was cancelled."""


class InvalidStateError(Exception):
    """The operation is not allowed in this state."""


for _cls in (CancelledError, InvalidStateError):
    _cls.__module__ = 'asyncio.exceptions'

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


class _Loops:
    """The loop that runs, the one that was set, and how one is made."""

    running = None
    given = None
    make = None


def _get_running_loop():
    return _Loops.running


def get_running_loop():
    if _Loops.running is None:
        raise RuntimeError('no running event loop')
    return _Loops.running


def set_event_loop(loop):
    _Loops.given = loop


def get_event_loop():
    if _Loops.running is not None:
        return _Loops.running
    if _Loops.given is None:
        _Loops.given = _Loops.make()
    return _Loops.given


class Future:
    """A result that is not there yet."""

    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._callbacks = []
        self._cancel_message = None
        self._log_traceback = False

    def __class_getitem__(cls, key):
        return cls

    def _info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            info.append(
                f'result={self._result!r}' if self._exception is None else f'exception={self._exception!r}'
            )
        if self._callbacks:
            names = ', '.join(
                f'{getattr(callback, "__qualname__", repr(callback))}()' for callback, _ in self._callbacks
            )
            info.append(f'cb=[{names}]')
        return info

    def __repr__(self):
        return f'<{type(self).__name__} {" ".join(self._info())}>'

    def get_loop(self):
        return self._loop

    def _cancelled_error(self):
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        self._log_traceback = False
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule()
        return True

    def _schedule(self):
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    def result(self):
        if self._state == _CANCELLED:
            raise self._cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Result is not ready.')
        self._log_traceback = False
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == _CANCELLED:
            raise self._cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._log_traceback = False
        return self._exception

    def add_done_callback(self, callback, *, context=None):
        if self._state != _PENDING:
            self._loop.call_soon(callback, self, context=context)
        else:
            self._callbacks.append((callback, contextvars.copy_context() if context is None else context))

    def remove_done_callback(self, callback):
        kept = [one for one in self._callbacks if one[0] != callback]
        count = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return count

    def set_result(self, result):
        if self._state != _PENDING:
            raise InvalidStateError(f'{self._state}: {self!r}')
        self._result = result
        self._state = _FINISHED
        self._schedule()

    def set_exception(self, exception):
        if self._state != _PENDING:
            raise InvalidStateError(f'{self._state}: {self!r}')
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError('StopIteration interacts badly with generators and cannot be raised into a Future')
        self._exception = exception
        self._state = _FINISHED
        self._schedule()
        self._log_traceback = True
        self._loop._failed.append(self)

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def isfuture(obj):
    return getattr(type(obj), '_asyncio_future_blocking', None) is not None


async def _coroutine():
    pass


_made = _coroutine()
_coroutines = (type(_made), type(one for one in ()))
_made.close()


def iscoroutine(obj):
    return isinstance(obj, _coroutines)


def iscoroutinefunction(func):
    code = getattr(func, '__code__', None)
    return bool(code and code.co_flags & 0x80)


# ---- tasks ----

_count = 0
_current = {}
_all = []


class Task(Future):
    """A coroutine that an event loop runs."""

    def __init__(self, coro, *, loop=None, name=None, context=None):
        global _count
        super().__init__(loop=loop)
        if not iscoroutine(coro) and not hasattr(coro, 'send'):
            self._log_traceback = False
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        if name is None:
            _count += 1
            name = f'Task-{_count}'
        self._name = str(name)
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        self._waiter = None
        self._must_cancel = False
        self._cancels = 0
        self._loop.call_soon(self._step, context=self._context)
        _all.append(self)

    def _info(self):
        info = super()._info()
        if self._must_cancel and not self.done():
            info[0] = 'cancelling'
        state = 'done' if self.done() else 'running'
        info.insert(1, f'name={self._name!r}')
        info.insert(2, f'coro=<{self._coro.__qualname__}() {state}>')
        if self._waiter is not None:
            info.insert(3, f'wait_for={self._waiter!r}')
        return info

    def get_coro(self):
        return self._coro

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_context(self):
        return self._context

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def get_stack(self, *, limit=None):
        return []

    def print_stack(self, *, limit=None, file=None):
        say(file, f'No stack for {self!r}\n')

    def cancel(self, msg=None):
        self._log_traceback = False
        if self.done():
            return False
        self._cancels += 1
        if self._waiter is not None and self._waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancels

    def uncancel(self):
        if self._cancels > 0:
            self._cancels -= 1
        return self._cancels

    def _step(self, error=None):
        if self.done():
            raise InvalidStateError(f'_step(): already done: {self!r}, {error!r}')
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._cancelled_error()
            self._must_cancel = False
        self._waiter = None
        _current[self._loop] = self
        try:
            awaited = self._coro.send(None) if error is None else self._coro.throw(error)
        except StopIteration as end:
            self._ended()
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(end.value)
        except CancelledError as cancelled:
            self._ended()
            message = cancelled.args[0] if cancelled.args else None
            self._cancelled_as = cancelled
            super().cancel(msg=message)
        except (KeyboardInterrupt, SystemExit) as interrupted:
            self._ended()
            super().set_exception(interrupted)
            raise
        except BaseException as raised:
            self._ended()
            super().set_exception(raised)
        else:
            self._wait_for(awaited)
        finally:
            _current.pop(self._loop, None)

    def _ended(self):
        if self in _all:
            _all.remove(self)

    def _cancelled_error(self):
        return self.__dict__.pop('_cancelled_as', None) or super()._cancelled_error()

    def _wait_for(self, awaited):
        if isfuture(awaited):
            problem = None
            if awaited._loop is not self._loop:
                problem = f'Task {self!r} got Future {awaited!r} attached to a different loop'
            elif not awaited._asyncio_future_blocking:
                problem = f'yield was used instead of yield from in task {self!r} with {awaited!r}'
            elif awaited is self:
                problem = f'Task cannot await on itself: {self!r}'
            if problem is None:
                awaited._asyncio_future_blocking = False
                awaited.add_done_callback(self._wakeup, context=self._context)
                self._waiter = awaited
                if self._must_cancel and awaited.cancel(msg=self._cancel_message):
                    self._must_cancel = False
                return
        elif awaited is None:
            self._loop.call_soon(self._step, context=self._context)
            return
        else:
            problem = f'Task got bad yield: {awaited!r}'
        self._loop.call_soon(self._step, RuntimeError(problem), context=self._context)

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()


def current_task(loop=None):
    return _current.get(get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    loop = get_running_loop() if loop is None else loop
    return {task for task in _all if task._loop is loop and not task.done()}


def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name, context=context)


async def _await(awaitable):
    return await awaitable


def ensure_future(obj, *, loop=None):
    if isfuture(obj):
        if loop is not None and loop is not obj._loop:
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return obj
    if not iscoroutine(obj):
        if not hasattr(type(obj), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        obj = _await(obj)
    return (get_event_loop() if loop is None else loop).create_task(obj)
