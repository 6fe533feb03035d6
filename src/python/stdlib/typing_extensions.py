"""What older versions of `typing` lack."""

from typing import *
from typing import Annotated, Final, Literal, Protocol, TypedDict, runtime_checkable
