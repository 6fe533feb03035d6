"""Axes of three dimensions, which a figure has and which are not drawn."""


class Axes3D:
    """What `fig.add_subplot(projection='3d')` gives."""

    def __new__(cls, fig, *args, **kwargs):
        return fig.add_subplot(111, projection='3d')
