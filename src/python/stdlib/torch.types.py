"""The names that PyTorch's own annotations use."""
from builtins import bool as _bool, float as _float, int as _int
from typing import Any, List, Optional, Sequence, Tuple, Union

import torch
from torch import device as _device, dtype as _dtype, layout as _layout

_TensorOrTensors = Union[torch.Tensor, Sequence[torch.Tensor]]
_size = Union[torch.Size, List[_int], Tuple[_int, ...]]
Number = Union[_int, _float, _bool]
Device = Optional[Union[_device, str, _int]]
Storage = torch.UntypedStorage
