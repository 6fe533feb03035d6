"""What is wrong when something is fetched."""


class URLError(OSError):
    """It could not be fetched."""

    def __init__(self, reason, filename=None):
        self.args = reason,
        self.reason = reason

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError):
    """The server answered with an error."""
