"""The network: a program has none here."""

AF_INET, AF_INET6, SOCK_STREAM, SOCK_DGRAM = 2, 10, 1, 2
error = OSError
timeout = TimeoutError


class gaierror(OSError):
    """A name that nobody knows."""


def gethostname():
    """The name of this machine."""
    import os
    return os.uname().nodename


def setdefaulttimeout(timeout):
    pass


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f'socket.{name} is left out of dltorch: a program has no network')
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


socket, create_connection, gethostbyname, getaddrinfo = map(
    _refused, ('socket', 'create_connection', 'gethostbyname', 'getaddrinfo'))
