"""Coroutines, and what runs several of them in turn."""

from functools import partial as _partial

from _asyncio_groups import TaskGroup, Timeout, timeout, timeout_at
from _asyncio_locks import Barrier, BoundedSemaphore, BrokenBarrierError, Condition, Event, Lock, Semaphore
from _asyncio_loop import AbstractEventLoop, BaseEventLoop, Handle, TimerHandle, new_event_loop
from _asyncio_queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from _asyncio_tasks import (
    CancelledError, Future, InvalidStateError, Task, _get_running_loop, all_tasks, create_task, current_task, ensure_future,
    get_event_loop, get_running_loop, iscoroutine, iscoroutinefunction, isfuture, set_event_loop,
)

TimeoutError = TimeoutError

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'


class Runner:
    """A loop that runs coroutines one after the other, and is closed at the end."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug = debug
        self._factory = loop_factory
        self._loop = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, *args):
        self.close()

    def get_loop(self):
        if self._closed:
            raise RuntimeError('Runner is closed')
        if self._loop is None:
            self._loop = new_event_loop() if self._factory is None else self._factory()
            if self._debug is not None:
                self._loop.set_debug(self._debug)
            set_event_loop(self._loop)
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            raise ValueError(f'a coroutine was expected, got {coro!r}')
        if _get_running_loop() is not None:
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        loop = self.get_loop()
        loop._main = task = loop.create_task(coro, context=context)
        loop._interrupts = 0
        try:
            return loop.run_until_complete(task)
        except CancelledError:
            if loop._interrupts > 0:
                raise KeyboardInterrupt from None
            raise
        finally:
            loop._main = None

    def close(self):
        loop, self._loop, self._closed = self._loop, None, True
        if loop is None:
            return
        try:
            _cancel_all(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            set_event_loop(None)
            loop.close()


def run(main, *, debug=None):
    """Run a coroutine in a loop of its own."""
    if _get_running_loop() is not None:
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug) as runner:
        return runner.run(main)


def _cancel_all(loop):
    tasks = all_tasks(loop)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(gather(*tasks, return_exceptions=True))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler(
                {
                    'message': 'unhandled exception during asyncio.run() shutdown',
                    'exception': task.exception(),
                    'task': task,
                }
            )


class _Once:
    """Lets the others go on once."""

    def __await__(self):
        yield None


def _set_result(future, result):
    if not future.cancelled():
        future.set_result(result)


async def sleep(delay, result=None):
    """Come back after so many seconds."""
    if delay <= 0:
        await _Once()
        return result
    loop = get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_result, future, result)
    try:
        return await future
    finally:
        timer.cancel()


class _GatheringFuture(Future):
    """Is cancelled by cancelling all that it gathers."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._asked = False

    def cancel(self, msg=None):
        if self.done():
            return False
        was_cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                was_cancelled = True
        if was_cancelled:
            self._asked = True
        return was_cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """The results of all, in order."""
    if not coros_or_futures:
        future = get_event_loop().create_future()
        future.set_result([])
        return future
    known = {}
    children = []
    finished = 0
    outer = None
    loop = None

    def one_is_done(future):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            error = future._cancelled_error() if future.cancelled() else future.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if finished < len(known):
            return
        results = []
        for child in children:
            if child.cancelled():
                results.append(CancelledError('' if child._cancel_message is None else child._cancel_message))
            else:
                error = child.exception()
                results.append(child.result() if error is None else error)
        if outer._asked:
            outer.set_exception(future._cancelled_error())
        else:
            outer.set_result(results)

    for one in coros_or_futures:
        if one not in known:
            future = ensure_future(one, loop=loop)
            loop = future._loop
            known[one] = future
            future.add_done_callback(one_is_done)
        children.append(known[one])
    outer = _GatheringFuture(children, loop=loop)
    return outer


def _release(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(future, loop):
    waiter = loop.create_future()
    release = _partial(_release, waiter)
    future.add_done_callback(release)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(release)


async def wait_for(fut, timeout):
    """The result, if it is there within so many seconds."""
    loop = get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        fut = ensure_future(fut, loop=loop)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut, loop)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError() from error
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release, waiter)
    release = _partial(_release, waiter)
    fut = ensure_future(fut, loop=loop)
    fut.add_done_callback(release)
    try:
        try:
            await waiter
        except CancelledError:
            if fut.done():
                return fut.result()
            fut.remove_done_callback(release)
            await _cancel_and_wait(fut, loop)
            raise
        if fut.done():
            return fut.result()
        fut.remove_done_callback(release)
        await _cancel_and_wait(fut, loop)
        try:
            return fut.result()
        except CancelledError as error:
            raise TimeoutError() from error
    finally:
        timer.cancel()


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """The futures that are done, and those that are not."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    futures = set(fs)
    if any(iscoroutine(one) for one in futures):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = get_running_loop()
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release, waiter)
    left = sum(not future.done() for future in futures)

    def one_is_done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if left <= 0 or return_when == FIRST_COMPLETED or (return_when == FIRST_EXCEPTION and failed):
            if timer is not None:
                timer.cancel()
            _release(waiter)

    early = return_when == FIRST_COMPLETED and left < len(futures)
    if left > 0 and not early:
        for future in futures:
            if not future.done():
                future.add_done_callback(one_is_done)
        try:
            await waiter
        finally:
            if timer is not None:
                timer.cancel()
            for future in futures:
                future.remove_done_callback(one_is_done)
    done, pending = set(), set()
    for future in futures:
        (done if future.done() else pending).add(future)
    return done, pending


def as_completed(fs, *, timeout=None):
    """Coroutines that give the results as they come."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f'expect an iterable of futures, not {type(fs).__name__}')
    done = Queue()
    loop = get_event_loop()
    todo = {ensure_future(one, loop=loop) for one in set(fs)}
    timer = None

    def out_of_time():
        for future in todo:
            future.remove_done_callback(one_is_done)
            done.put_nowait(None)
        todo.clear()

    def one_is_done(future):
        if future not in todo:
            return
        todo.remove(future)
        done.put_nowait(future)
        if not todo and timer is not None:
            timer.cancel()

    async def next_one():
        future = await done.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in todo:
        future.add_done_callback(one_is_done)
    if todo and timeout is not None:
        timer = loop.call_later(timeout, out_of_time)
    for _ in range(len(todo)):
        yield next_one()


def shield(arg):
    """Wait for it, and let it go on when the wait is cancelled."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner._loop.create_future()

    def inner_is_done(future):
        if outer.cancelled():
            if not future.cancelled():
                future.exception()
            return
        if future.cancelled():
            outer.cancel()
        elif future.exception() is not None:
            outer.set_exception(future.exception())
        else:
            outer.set_result(future.result())

    def outer_is_done(future):
        if not inner.done():
            inner.remove_done_callback(inner_is_done)

    inner.add_done_callback(inner_is_done)
    outer.add_done_callback(outer_is_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    return ensure_future(coro, loop=loop)


async def to_thread(func, /, *args, **kwargs):
    """Run what blocks: here it is waited for."""
    return await get_running_loop().run_in_executor(None, _partial(func, *args, **kwargs))


def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    made = (get_event_loop() if loop is None else loop).create_future()
    try:
        made.set_result(future.result())
    except Exception as error:
        made.set_exception(error)
    return made


for _cls in (Future, Task):
    _cls.__module__ = '_asyncio'
