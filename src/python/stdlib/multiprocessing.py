"""Processes: here a program runs in one, so that a pool works in it."""

import os


def cpu_count():
    return os.cpu_count()


class Pool:
    """Maps a function over items, in this process."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        if initializer is not None:
            initializer(*initargs)

    def map(self, func, iterable, chunksize=None):
        return [func(item) for item in iterable]

    def starmap(self, func, iterable, chunksize=None):
        return [func(*items) for items in iterable]

    def imap(self, func, iterable, chunksize=1):
        return map(func, iterable)

    imap_unordered = imap

    def apply(self, func, args=(), kwds={}):
        return func(*args, **kwds)

    def close(self):
        pass

    def join(self):
        pass

    def terminate(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def _refused(*args, **kwargs):
    raise NotImplementedError('the program runs in one process here')


Process = Queue = Pipe = Manager = Value = Array = _refused


def set_start_method(method, force=False):
    pass


def get_start_method(allow_none=False):
    return 'fork'


def freeze_support():
    pass


def current_process():
    import threading
    return threading.Thread(name='MainProcess')
