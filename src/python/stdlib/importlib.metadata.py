"""What is installed: what is built in."""


class PackageNotFoundError(ModuleNotFoundError):
    """A package that is not there."""

    def __str__(self):
        return f'No package metadata was found for {self.args[0]}'


def version(distribution_name):
    """The version of a package."""
    import numpy
    import torch
    known = {'torch': torch.__version__, 'numpy': numpy.__version__}
    if distribution_name not in known:
        raise PackageNotFoundError(distribution_name)
    return known[distribution_name]
