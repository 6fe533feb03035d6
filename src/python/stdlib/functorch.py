"""Functions from functions, under the name that they had before they came into torch.func."""

import torch
from torch.func import functionalize, grad, grad_and_value, hessian, jacfwd, jacrev, jvp, vjp, vmap
from torch.nn.utils import stateless

__version__ = '1.13.0'


class _Functional:
    """A module without parameters of its own: they are given to each call."""

    def __init__(self, model, names, buffers=None):
        self.stateless_model = model
        self.param_names = tuple(names)
        self.buffer_names = None if buffers is None else tuple(buffers)

    def forward(self, params, *args, **kwargs):
        state = dict(zip(self.param_names, params))
        if self.buffer_names is not None:
            state.update(zip(self.buffer_names, args[0]))
            args = args[1:]
        return stateless.functional_call(self.stateless_model, state, args, kwargs)

    __call__ = forward


class FunctionalModule(_Functional):
    """What `make_functional` gives."""


class FunctionalModuleWithBuffers(_Functional):
    """What `make_functional_with_buffers` gives."""


def _taken(items, detached):
    return tuple(one.detach() if detached else one for _, one in items)


def make_functional(model, disable_autograd_tracking=False):
    """A function of a module's parameters and inputs, and the parameters."""
    if any(True for _ in model.buffers()):
        raise RuntimeError('make_functional(model): `model` has buffers. Please use make_functional_with_buffers(model) '
                           'instead.')
    items = list(model.named_parameters())
    return (FunctionalModule(model, [name for name, _ in items]), _taken(items, disable_autograd_tracking))


def make_functional_with_buffers(model, disable_autograd_tracking=False):
    """A function of a module's parameters, buffers and inputs; the parameters; the buffers."""
    items, buffers = list(model.named_parameters()), list(model.named_buffers())
    made = FunctionalModuleWithBuffers(model, [name for name, _ in items], [name for name, _ in buffers])
    return made, _taken(items, disable_autograd_tracking), _taken(buffers, False)


def combine_state_for_ensemble(models):
    """A function of the stacked parameters and buffers of models of one architecture, and both of these."""
    models = list(models)
    if not models:
        raise RuntimeError('combine_state_for_ensemble: Expected at least one model, got 0.')
    made = [make_functional_with_buffers(model) for model in models]
    params = tuple(torch.stack(ones).detach().requires_grad_() for ones in zip(*[one[1] for one in made]))
    buffers = tuple(torch.stack(ones).detach() for ones in zip(*[one[2] for one in made]))
    return made[0][0], params, buffers
