"""Where the time goes: Node's own profiler says it."""


class Profile:
    """Runs what it is given, and measures nothing."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError(
            'cProfile is left out of dltorch: torch.profiler says which ops take how long, and time.perf_counter measures the rest')


def run(statement, filename=None, sort=-1):
    Profile()


runctx = run
