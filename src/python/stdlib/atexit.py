"""What is called when the program ends."""

_registered = []


def register(func, /, *args, **kwargs):
    """Has a function called at the end; the last that was registered is the first that is called."""
    if not callable(func):
        raise TypeError('the first argument must be callable')
    _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Has it not called."""
    _registered[:] = [one for one in _registered if one[0] != func]


def _run_exitfuncs():
    while _registered:
        func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except Exception:
            import sys
            import traceback
            from _terminal import say
            say(sys.stderr, f'Exception ignored in atexit callback: {func!r}\n')
            traceback.print_exc()
