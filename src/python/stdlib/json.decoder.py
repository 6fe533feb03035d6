"""How JSON is read."""

from json import JSONDecodeError, JSONDecoder
