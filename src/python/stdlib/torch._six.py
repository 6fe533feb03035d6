"""What older programs import of PyTorch for two Pythons."""
import math
from math import inf, nan

string_classes = (str, bytes)
