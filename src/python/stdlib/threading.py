"""Threads: here a program runs in one, so that one that is started runs to its end at once."""

import time as _time

_counts = [0]


class Thread:
    """Runs when it is started."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}
        if name is None:
            _counts[0] += 1
            name = f'Thread-{_counts[0]}' + ('' if target is None else f' ({getattr(target, "__name__", "")})')
        self.name = name
        self.daemon = bool(daemon)
        self.ident = None

    def start(self):
        if self.ident is not None:
            raise RuntimeError('threads can only be started once')
        self.ident = 1
        self.run()

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        if self.ident is None:
            raise RuntimeError('cannot join thread before it is started')

    def is_alive(self):
        return False


class Lock:
    """Is never waited for."""

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        self._held = True
        return True

    def release(self):
        if not self._held:
            raise RuntimeError('release unlocked lock')
        self._held = False

    def locked(self):
        return self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


RLock = Lock


class Event:
    """Has happened or not."""

    def __init__(self):
        self._set = False

    def is_set(self):
        return self._set

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def wait(self, timeout=None):
        if not self._set and timeout is not None:
            _time.sleep(timeout)
        elif not self._set:
            raise RuntimeError('nothing would ever wake this program: it runs in one thread here')
        return self._set


class local:
    """Attributes of this thread."""


_main = Thread(name='MainThread')


def current_thread():
    return _main


main_thread = current_thread


def active_count():
    return 1


def get_ident():
    return 1


class Semaphore:
    """Lets in so many."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if self._value == 0:
            if blocking and timeout is None:
                raise RuntimeError('nothing would ever wake this program: it runs in one thread here')
            return False
        self._value -= 1
        return True

    def release(self, n=1):
        self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    """Lets in so many, and no more."""

    def __init__(self, value=1):
        super().__init__(value)
        self._most = value

    def release(self, n=1):
        if self._value + n > self._most:
            raise ValueError('Semaphore released too many times')
        super().release(n)


class Condition:
    """What others wait for."""

    def __init__(self, lock=None):
        self._lock = Lock() if lock is None else lock
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        if timeout is None:
            raise RuntimeError('nothing would ever wake this program: it runs in one thread here')
        _time.sleep(timeout)
        return False

    def wait_for(self, predicate, timeout=None):
        return predicate() or self.wait(timeout) or predicate()

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Timer(Thread):
    """Runs after a while: here the program waits for it."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__(target=function, args=args or (), kwargs=kwargs)
        self.interval = interval
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def run(self):
        _time.sleep(self.interval)
        if not self._cancelled:
            super().run()


ThreadError = RuntimeError


class BrokenBarrierError(RuntimeError):
    """A barrier that nobody comes through."""


def enumerate():
    """The threads that run."""
    return [_main]


def get_native_id():
    return 1
