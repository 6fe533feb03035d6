"""Classes that answer for functions of torch themselves: PyTorch's torch/overrides.py."""
import functools

import torch
from torch._C import (
    _has_torch_function as has_torch_function,
    _has_torch_function_unary as has_torch_function_unary,
    _has_torch_function_variadic as has_torch_function_variadic,
    _pop_torch_function_mode,
    _push_torch_function_mode,
)

__all__ = [
    "get_ignored_functions",
    "get_overridable_functions",
    "get_testing_overrides",
    "handle_torch_function",
    "has_torch_function",
    "resolve_name",
    "is_tensor_like",
    "is_tensor_method_or_property",
    "wrap_torch_function",
    "TorchFunctionMode",
]


def _answers(value):
    kind = type(value)
    return (kind is not torch.Tensor and hasattr(kind, '__torch_function__')
            and kind.__torch_function__ is not torch._C._disabled_torch_function_impl)


def is_tensor_like(inp):
    return type(inp) is torch.Tensor or hasattr(type(inp), "__torch_function__")


def _get_overloaded_args(relevant_args):
    """One argument of each class that answers; a class comes before those it derives from."""
    kinds = set()
    found = []
    for value in relevant_args:
        kind = type(value)
        if kind in kinds or not _answers(value):
            continue
        kinds.add(kind)
        at = len(found)
        for i, other in enumerate(found):
            if issubclass(kind, type(other)):
                at = i
                break
        found.insert(at, value)
    return found


def handle_torch_function(public_api, relevant_args, *args, **kwargs):
    found = _get_overloaded_args(relevant_args)
    types = tuple(map(type, found))
    for value in found:
        result = value.__torch_function__(public_api, types, args, kwargs)
        if result is not NotImplemented:
            return result
    name = '{}.{}'.format(public_api.__module__, public_api.__name__)
    raise TypeError(f"no implementation found for '{name}' on types that implement __torch_function__: "
                    f"{[type(value) for value in found]}")


def wrap_torch_function(dispatcher):
    def inner(func):
        @functools.wraps(func)
        def wrapped(*args, **kwargs):
            relevant_args = dispatcher(*args, **kwargs)
            if has_torch_function(relevant_args):
                return handle_torch_function(wrapped, relevant_args, *args, **kwargs)
            return func(*args, **kwargs)
        return wrapped
    return inner


_namespaces = ('torch', 'torch.nn.functional', 'torch.linalg', 'torch.fft', 'torch.special')

_ignored = (
    'is_tensor is_storage set_default_tensor_type set_default_dtype manual_seed initial_seed seed save load no_grad enable_grad '
    'set_grad_enabled set_printoptions get_default_dtype tensor as_tensor from_numpy arange linspace logspace ones zeros full '
    'empty eye rand randn randint randperm range bartlett_window blackman_window hamming_window hann_window kaiser_window '
    'set_num_threads get_num_threads sparse_coo_tensor scalar_tensor tril_indices triu_indices get_rng_state set_rng_state'
).split()


@functools.lru_cache(None)
def get_ignored_functions():
    methods = ('as_subclass', '_make_subclass', 'new', 'new_tensor')
    return {getattr(torch, name) for name in _ignored if hasattr(torch, name)} | {
        getattr(torch.Tensor, name) for name in methods}


@functools.lru_cache(None)
def _get_overridable_functions():
    functions, names = {}, {}
    ignored = get_ignored_functions()
    for path in _namespaces:
        module = torch
        for part in path.split('.')[1:]:
            module = getattr(module, part)
        functions[module] = own = []
        for name in dir(module):
            if name.startswith('_') or name[0].isupper():
                continue
            func = getattr(module, name)
            if not callable(func) or isinstance(func, type) or func in ignored:
                continue
            own.append(func)
            names.setdefault(func, f'{path}.{name}')
    functions[torch.Tensor] = own = []
    for name in dir(torch.Tensor):
        func = getattr(torch.Tensor, name, None)
        if callable(func) and not isinstance(func, type) and func not in ignored:
            own.append(func)
            names.setdefault(func, f'torch.Tensor.{name}')
        elif hasattr(func, '__get__') and not name.startswith('_'):
            own.append(func.__get__)
            names.setdefault(func.__get__, f'torch.Tensor.{name}.__get__')
    return functions, names


def get_overridable_functions():
    return _get_overridable_functions()[0]


def resolve_name(f):
    return _get_overridable_functions()[1].get(f)


@functools.lru_cache(None)
def get_testing_overrides():
    """A function that takes the same arguments, and gives -1, for each that can be overridden."""
    return {func: lambda *args, **kwargs: -1 for own in get_overridable_functions().values() for func in own}


@functools.lru_cache(None)
def get_default_nowrap_functions():
    """Functions whose result is not made one of the subclass."""
    return {torch.Tensor._base.__get__, torch.Tensor.grad.__get__, torch.Tensor._grad.__get__}


@functools.lru_cache(None)
def _get_tensor_methods():
    return set(get_overridable_functions()[torch.Tensor])


def is_tensor_method_or_property(func):
    return func in _get_tensor_methods() or func.__name__ == "__get__"


class TorchFunctionMode:
    """Takes the call of every function of torch while it is entered."""

    def __init__(self):
        pass

    def __torch_function__(self, func, types, args=(), kwargs=None):
        raise NotImplementedError()

    def __enter__(self):
        _push_torch_function_mode(self)
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        _pop_torch_function_mode()

    @classmethod
    def push(cls, *args, **kwargs):
        return cls(*args, **kwargs)


class BaseTorchFunctionMode(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        return func(*args, **({} if kwargs is None else kwargs))
