"""Signals: Ctrl-C raises KeyboardInterrupt, whatever is set."""

SIGINT, SIGTERM, SIGALRM, SIGKILL, SIGHUP = 2, 15, 14, 9, 1
SIG_DFL, SIG_IGN = 0, 1
_handlers = {}


def signal(signalnum, handler):
    before = _handlers.get(signalnum, SIG_DFL)
    _handlers[signalnum] = handler
    return before


def getsignal(signalnum):
    return _handlers.get(signalnum, SIG_DFL)
