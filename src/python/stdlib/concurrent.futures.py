"""Work that is handed out, and done at once: a program runs in one thread."""

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'


class CancelledError(Exception):
    pass


class Future:
    """The result of a call, or what it raised."""

    def __init__(self):
        self._result = None
        self._exception = None
        self._callbacks = []

    def _run(self, fn, args, kwargs):
        try:
            self._result = fn(*args, **kwargs)
        except Exception as error:
            self._exception = error
        return self

    def result(self, timeout=None):
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        return self._exception

    def done(self):
        return True

    def running(self):
        return False

    def cancelled(self):
        return False

    def cancel(self):
        return False

    def add_done_callback(self, fn):
        fn(self)


class Executor:
    def __init__(self, max_workers=None, *args, **kwargs):
        if max_workers is not None and max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        self._is_over = False

    def submit(self, fn, /, *args, **kwargs):
        if self._is_over:
            raise RuntimeError('cannot schedule new futures after shutdown')
        return Future()._run(fn, args, kwargs)

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return (future.result() for future in futures)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._is_over = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        return False


class ThreadPoolExecutor(Executor):
    pass


class ProcessPoolExecutor(Executor):
    pass


def as_completed(fs, timeout=None):
    return iter(list(fs))


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    return set(fs), set()
