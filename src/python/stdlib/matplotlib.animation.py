"""Pictures that move: the frames are computed, and the last one is what a figure shows."""

from itertools import count, islice


class FuncAnimation:
    """Calls a function for each frame."""

    def __init__(self, fig, func, frames=None, init_func=None, fargs=None, save_count=None, *, cache_frame_data=True,
                 **kwargs):
        self._fig, self._func, self._args = fig, func, fargs or ()
        if init_func is not None:
            init_func()
        elif frames is None:
            frames = 1
        frames = count() if frames is None else range(frames) if isinstance(frames, int) else frames
        frames = frames() if callable(frames) else frames
        for frame in islice(iter(frames), save_count or 100):
            self._func(frame, *self._args)

    def save(self, filename, writer=None, fps=None, dpi=None, **kwargs):
        """The last frame, as a picture."""
        import warnings
        warnings.warn('an animation is not written to a file here; savefig writes one picture')

    def to_jshtml(self, *args, **kwargs):
        """Nothing moves here."""
        return ''

    to_html5_video = to_jshtml

    def pause(self):
        """Nothing moves here."""

    resume = pause


class ArtistAnimation(FuncAnimation):
    """Frames that were drawn already."""

    def __init__(self, fig, artists, *args, **kwargs):
        self._fig = fig


class PillowWriter:
    """What would write the frames."""

    def __init__(self, *args, **kwargs):
        pass


FFMpegWriter = ImageMagickWriter = PillowWriter
writers = {'ffmpeg': PillowWriter, 'pillow': PillowWriter, 'imagemagick': PillowWriter}
