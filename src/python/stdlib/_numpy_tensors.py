"""What functions of NumPy give of tensors: tensors again, as they take their results for what they were given."""

import functools

import numpy as np


def like_given(f):
    """The function `f`, which gives a tensor where the first that it is given is one."""
    @functools.wraps(f)
    def given(a, *args, **kwargs):
        result = f(a, *args, **kwargs)
        if isinstance(a, np.ndarray):
            return result
        import torch
        return torch.as_tensor(result) if isinstance(a, torch.Tensor) else result
    return given
