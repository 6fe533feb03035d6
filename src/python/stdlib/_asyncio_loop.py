"""The event loop of asyncio, what it waits for, and the coroutines that it runs.

What is due is run in the order in which it became due, as CPython's loop does, so that programs print in the same order.
"""

import contextvars
import heapq
import sys
import time
from collections import deque

from _terminal import say
from _asyncio_tasks import Future, Task, _Loops, ensure_future, isfuture

class Handle:
    """A call that is due, or will be."""

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True
        self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._loop.call_exception_handler(
                {'message': f'Exception in callback {self._callback!r}', 'exception': error, 'handle': self}
            )


class TimerHandle(Handle):
    """A call that is due at a time."""

    _count = 0

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        TimerHandle._count += 1
        self._number = TimerHandle._count

    def __lt__(self, other):
        return (self._when, self._number) < (other._when, other._number)

    def when(self):
        return self._when


class AbstractEventLoop:
    """What runs coroutines."""


class BaseEventLoop(AbstractEventLoop):
    """Runs what is due, and waits for what will be."""

    def __init__(self):
        self._ready = deque()
        self._scheduled = []
        self._stopping = False
        self._closed = False
        self._running = False
        self._debug = False
        self._exception_handler = None
        self._task_factory = None
        self._generators = set()
        self._failed = []
        self._main = None
        self._interrupts = 0

    def __repr__(self):
        return f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>'

    def time(self):
        return time.monotonic()

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    def is_running(self):
        return self._running

    def is_closed(self):
        return self._closed

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        timer = TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        return timer

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        self._check_closed()
        if self._task_factory is not None:
            return self._task_factory(self, coro)
        return Task(coro, loop=self, name=name, context=context)

    def set_task_factory(self, factory):
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        """What blocks runs by itself: a program has one thread here."""
        self._check_closed()
        future = self.create_future()

        def work():
            if future.cancelled():
                return
            try:
                result = func(*args)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self.call_soon(work)
        return future

    def set_exception_handler(self, handler):
        self._exception_handler = handler

    def get_exception_handler(self):
        return self._exception_handler

    def default_exception_handler(self, context):
        import traceback
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        error = context.get('exception')
        if error is not None:
            lines.append(''.join(traceback.format_exception(error)).rstrip('\n'))
        say(sys.stderr, '\n'.join(lines) + '\n')

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
        else:
            self._exception_handler(self, context)

    def stop(self):
        self._stopping = True

    def _interrupted(self):
        """Whether what Ctrl-C ends is the main task alone; a second one ends all."""
        self._interrupts += 1
        if self._interrupts > 1 or self._main is None or self._main.done():
            return False
        self._main.cancel()
        return True

    def _run_once(self):
        scheduled, ready = self._scheduled, self._ready
        while scheduled and scheduled[0]._cancelled:
            heapq.heappop(scheduled)
        if not ready and not self._stopping:
            if scheduled:
                rest = scheduled[0]._when - self.time()
                if rest > 0:
                    time.sleep(rest)
            else:
                # Nothing here would ever wake it.
                time.sleep(3600)
        now = self.time() + 1e-9
        while scheduled and scheduled[0]._when < now:
            ready.append(heapq.heappop(scheduled))
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def run_forever(self):
        self._check_closed()
        if self._running:
            raise RuntimeError('This event loop is already running')
        if _Loops.running is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._generators.add, finalizer=self._finalize)
        self._running = True
        _Loops.running = self
        try:
            while True:
                try:
                    self._run_once()
                except KeyboardInterrupt:
                    if not self._interrupted():
                        raise
                if self._stopping:
                    break
        finally:
            self._stopping = self._running = False
            _Loops.running = None
            sys.set_asyncgen_hooks(*hooks)

    def _finalize(self, generator):
        self._generators.discard(generator)
        if not self._closed:
            self.call_soon(self.create_task, generator.aclose())

    def run_until_complete(self, future):
        self._check_closed()
        if self._running:
            raise RuntimeError('This event loop is already running')
        if _Loops.running is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except BaseException:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    async def shutdown_asyncgens(self):
        generators = list(self._generators)
        self._generators.clear()
        for generator in generators:
            try:
                await generator.aclose()
            except Exception as error:
                self.call_exception_handler(
                    {
                        'message': f'an error occurred during closing of asynchronous generator {generator!r}',
                        'exception': error,
                        'asyncgen': generator,
                    }
                )

    async def shutdown_default_executor(self):
        pass

    def close(self):
        if self._running:
            raise RuntimeError('Cannot close a running event loop')
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        for future in self._failed:
            if future._log_traceback:
                self.call_exception_handler(
                    {
                        'message': f'{type(future).__name__} exception was never retrieved',
                        'exception': future._exception,
                        'future': future,
                    }
                )
        self._failed = []


class _UnixSelectorEventLoop(BaseEventLoop):
    pass


def _stop_loop(future):
    if not future.cancelled() and isinstance(future._exception, (SystemExit, KeyboardInterrupt)):
        return
    future._loop.stop()


def new_event_loop():
    return _UnixSelectorEventLoop()


_Loops.make = new_event_loop


for _cls in (Handle, TimerHandle, AbstractEventLoop, BaseEventLoop):
    _cls.__module__ = 'asyncio.events'
