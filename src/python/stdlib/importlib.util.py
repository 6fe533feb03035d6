"""Whether modules are there."""

import importlib as _importlib
from collections import namedtuple as _namedtuple

ModuleSpec = _namedtuple('ModuleSpec', 'name loader origin')


def find_spec(name, package=None):
    """Where a module would come from; None where there is none."""
    try:
        module = _importlib.import_module(name, package)
    except ModuleNotFoundError:
        return None
    return ModuleSpec(name, None, getattr(module, '__file__', 'built-in'))


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f'importlib.util.{name} is left out of dltorch: import a file beside the script by its name')
    return refuse


spec_from_file_location, module_from_spec = _refused('spec_from_file_location'), _refused('module_from_spec')
