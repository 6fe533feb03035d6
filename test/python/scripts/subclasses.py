import torch, math, copy
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import Optimizer
from torch.optim.lr_scheduler import _LRScheduler, LambdaLR
from torch.utils.data import Dataset, DataLoader, Sampler, BatchSampler, Subset, TensorDataset, ConcatDataset
from torch.distributions import Distribution, constraints, Normal
from torch.autograd import Function

torch.manual_seed(0)


class WarmupCosine(_LRScheduler):
    def __init__(self, optimizer, warmup, total, last_epoch=-1):
        self.warmup, self.total = warmup, total
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        if not self._get_lr_called_within_step:
            import warnings
            warnings.warn("use get_last_lr", UserWarning)
        if self.last_epoch < self.warmup:
            return [b * (self.last_epoch + 1) / self.warmup for b in self.base_lrs]
        t = (self.last_epoch - self.warmup) / (self.total - self.warmup)
        return [b * 0.5 * (1 + math.cos(math.pi * t)) for b in self.base_lrs]


class Lion(Optimizer):
    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        if not 0.0 <= lr:
            raise ValueError('Invalid learning rate: {}'.format(lr))
        defaults = dict(lr=lr, betas=betas, weight_decay=weight_decay)
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                p.data.mul_(1 - group['lr'] * group['weight_decay'])
                grad, state = p.grad, self.state[p]
                if len(state) == 0:
                    state['exp_avg'] = torch.zeros_like(p)
                exp_avg = state['exp_avg']
                beta1, beta2 = group['betas']
                update = exp_avg.clone().mul_(beta1).add(grad, alpha=1 - beta1).sign_()
                p.add_(update, alpha=-group['lr'])
                exp_avg.mul_(beta2).add_(grad, alpha=1 - beta2)
        return loss


class SAM(Optimizer):
    def __init__(self, params, base_optimizer, rho=0.05, **kwargs):
        assert rho >= 0.0, f"Invalid rho, should be non-negative: {rho}"
        defaults = dict(rho=rho, **kwargs)
        super(SAM, self).__init__(params, defaults)
        self.base_optimizer = base_optimizer(self.param_groups, **kwargs)
        self.param_groups = self.base_optimizer.param_groups
        self.defaults.update(self.base_optimizer.defaults)

    @torch.no_grad()
    def first_step(self, zero_grad=False):
        norm = torch.norm(torch.stack([p.grad.norm(p=2) for g in self.param_groups for p in g["params"] if p.grad is not None]), p=2)
        for group in self.param_groups:
            scale = group["rho"] / (norm + 1e-12)
            for p in group["params"]:
                if p.grad is None: continue
                self.state[p]["old_p"] = p.data.clone()
                p.add_(p.grad * scale.to(p))
        if zero_grad: self.zero_grad()

    @torch.no_grad()
    def second_step(self, zero_grad=False):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None: continue
                p.data = self.state[p]["old_p"]
        self.base_optimizer.step()
        if zero_grad: self.zero_grad()

    def load_state_dict(self, state_dict):
        super().load_state_dict(state_dict)
        self.base_optimizer.param_groups = self.param_groups


net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
X, y = torch.randn(16, 3), torch.randn(16, 1)
opt = Lion(net.parameters(), lr=0.01, weight_decay=0.1)
sched = WarmupCosine(opt, 2, 6)
for i in range(5):
    def closure():
        opt.zero_grad()
        l = F.mse_loss(net(X), y)
        l.backward()
        return l
    l = opt.step(closure)
    sched.step()
    print(i, f'{l.item():.5f}', [round(v, 5) for v in sched.get_last_lr()])
print(opt, list(opt.state_dict()), opt.state_dict()['param_groups'][0]['betas'], sched.state_dict()['_step_count'])
sam = SAM(net.parameters(), torch.optim.SGD, rho=.05, lr=.1, momentum=.9)
for i in range(3):
    F.mse_loss(net(X), y).backward(); sam.first_step(zero_grad=True)
    l = F.mse_loss(net(X), y); l.backward(); sam.second_step(zero_grad=True)
    print(f'{l.item():.5f}')


class Parallel(nn.ModuleList):
    def forward(self, x):
        return torch.cat([m(x) for m in self], dim=-1)


class Lambda(nn.Module):
    def __init__(self, func):
        super().__init__()
        self.func = func

    def forward(self, x): return self.func(x)

    def __repr__(self): return f'Lambda({self.func.__name__})'


class Chain(nn.Sequential):
    def forward(self, x, *rest):
        for i, module in enumerate(self):
            x = module(x)
            if i == 0: x = x * 2
        return x


def double(x): return x * 2


m = Chain(Parallel([nn.Linear(2, 1), nn.Linear(2, 2)]), Lambda(double))
print(m, m(torch.ones(1, 2)), len(m), m[0][1].weight.shape, *[n for n, _ in m.named_modules()])
m.add_module('extra', nn.ReLU()); m.append(nn.Identity()); print([type(c).__name__ for c in m.children()], m[-1], m[:1])


class Dyn(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleDict({'a': nn.Linear(1, 1), 'b': nn.ReLU()})
        self.scale = nn.ParameterDict({'s': nn.Parameter(torch.ones(1))})
        self.plist = nn.ParameterList([nn.Parameter(torch.zeros(i + 1)) for i in range(2)])
        self._hidden = 5

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(self.layers, name) if name != 'missing' else 'found'

    @property
    def hidden(self): return self._hidden

    @hidden.setter
    def hidden(self, v): self._hidden = v * 2

    def forward(self, x, which='a'): return self.layers[which](x) * self.scale['s']


d = Dyn(); d.hidden = 4
print(d, d.hidden, d.missing, list(d.keys()), d(torch.ones(1), which='b'), [n for n, _ in d.named_parameters()])
d.new = nn.Linear(1, 1); del d.new; print('new' in dict(d.named_children()), hasattr(d, 'nope') or 'none')


class Noisy(Dataset):
    def __init__(self, base, transform=None, target_transform=None):
        self.base, self.transform, self.target_transform = base, transform, target_transform

    def __len__(self): return len(self.base)

    def __getitem__(self, idx):
        if isinstance(idx, slice): return [self[i] for i in range(*idx.indices(len(self)))]
        x, t = self.base[idx]
        return (self.transform(x) if self.transform else x), t


class Compose:
    def __init__(self, ts): self.transforms = ts
    def __call__(self, x):
        for t in self.transforms: x = t(x)
        return x
    def __repr__(self): return self.__class__.__name__ + '(' + ', '.join(map(repr, self.transforms)) + ')'


class Normalize(object):
    def __init__(self, mean, std): self.mean, self.std = mean, std
    def __call__(self, t): return (t - self.mean) / self.std
    def __repr__(self): return 'Normalize(mean={0}, std={1})'.format(self.mean, self.std)


ds = Noisy(TensorDataset(torch.arange(6.), torch.arange(6)), Compose([Normalize(2.5, 1.5), torch.abs]))
print(ds.transform.transforms[0], len(ds), ds[1], ds[1:3], len(ds + ds), next(iter(DataLoader(ds, 3, shuffle=True, generator=torch.Generator().manual_seed(3)))), [len(b[0]) for b in DataLoader(ds, 4, drop_last=False)])


class Balanced(BatchSampler):
    def __init__(self, labels, n):
        self.labels, self.n = labels, n
        self.groups = {int(c): (labels == c).nonzero().flatten().tolist() for c in labels.unique()}

    def __iter__(self):
        for i in range(len(self)):
            yield [g[(i * self.n + k) % len(g)] for g in self.groups.values() for k in range(self.n)]

    def __len__(self): return min(map(len, self.groups.values())) // self.n


print([b[1].tolist() for b in DataLoader(TensorDataset(torch.rand(6), torch.tensor([0, 1, 0, 1, 0, 1])), batch_sampler=Balanced(torch.tensor([0, 1, 0, 1, 0, 1]), 1))])


class Laplaceish(Distribution):
    arg_constraints = {'loc': constraints.real, 'scale': constraints.positive}
    support = constraints.real
    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = torch.distributions.utils.broadcast_all(loc, scale)
        super().__init__(self.loc.shape, validate_args=validate_args)

    @property
    def mean(self): return self.loc

    def rsample(self, sample_shape=torch.Size()):
        u = torch.rand(self._extended_shape(sample_shape)) - .5
        return self.loc - self.scale * u.sign() * torch.log1p(-2 * u.abs())

    def log_prob(self, v):
        if self._validate_args: self._validate_sample(v)
        return -torch.log(2 * self.scale) - (v - self.loc).abs() / self.scale


p = Laplaceish(torch.zeros(2), torch.tensor([1., 2.]))
print(p, p.sample((2,)), p.log_prob(torch.ones(2)), p.mean, p.batch_shape, p.event_shape)
try: Laplaceish(0., -1.)
except ValueError as e: print(str(e).split('\n')[0])


class Round(Function):
    @staticmethod
    def forward(ctx, x, n):
        ctx.n = n; ctx.set_materialize_grads(False)
        return (x * 10 ** n).round() / 10 ** n, x.sum()

    @staticmethod
    def backward(ctx, g, gs):
        return (g if g is not None else 0) + (0 if gs is None else gs), None


x = torch.tensor([1.234, 5.678], requires_grad=True)
r, s = Round.apply(x, 1); (r.sum() + 3 * s).backward(); print(r, s, x.grad)


class Masked(torch.Tensor):
    @staticmethod
    def __new__(cls, x, *args, tag='t', **kw): 
        t = torch.as_tensor(x).as_subclass(cls); t.tag = tag
        return t
    def double_(self): return self.mul_(2)


t = Masked([1., 2.], tag='q'); print(type(t).__name__, t.tag, (t + 1), type(t + 1).__name__, t.double_(), isinstance(t, torch.Tensor))
hooks = []
h = net[0].register_forward_pre_hook(lambda mod, inp: (inp[0] * 0,)); g = net[2].register_full_backward_hook(lambda mod, gi, go: hooks.append((gi[0].shape, go[0].shape)))
out = net(X[:2].requires_grad_()); out.sum().backward(); print(out, hooks); h.remove(); g.remove()
w = torch.ones(2, requires_grad=True); hh = w.register_hook(lambda g: g * 10); (w * 3).sum().backward(); print(w.grad, copy.deepcopy(net)[0].weight is not net[0].weight)
print(net.state_dict().keys(), net.load_state_dict({k: torch.zeros_like(v) for k, v in net.state_dict().items()}), net(X).sum(), net.train(False).training, net.requires_grad_(False)[0].weight.requires_grad, net.double()[0].weight.dtype, net.to(torch.float32)[0].bias.dtype, net.zero_grad(), net.apply(lambda m: None) is net)
