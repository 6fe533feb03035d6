"""Who is asked, and for what they type unseen."""

import os


class GetPassWarning(UserWarning):
    """What is typed can be seen."""


def getuser():
    """Who is logged in."""
    for name in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if os.environ.get(name):
            return os.environ[name]
    return os.getlogin()


def getpass(prompt='Password: ', stream=None):
    """A line, which is seen here."""
    return input(prompt)
