"""Threads: here a program runs in one, so that one that is started runs to its end at once."""

import time as _time


class Thread:
    """Runs when it is started."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target = target
        self._args = args
        self._kwargs = kwargs or {}
        self.name = name or 'Thread-1'
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
