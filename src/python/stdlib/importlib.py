"""Imports by a function."""

import sys


def import_module(name, package=None):
    """The module of a name."""
    if name.startswith('.'):
        if package is None:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        name = package + name
    __import__(name)
    return sys.modules[name]


def reload(module):
    """The module, as it is: files are read once."""
    return module


def invalidate_caches():
    """There are none."""
