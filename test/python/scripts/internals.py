import math, warnings
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.nn.modules.utils import _pair, _single, _triple, _ntuple
from torch.nn.modules.loss import _Loss, _WeightedLoss
from torch.nn.modules.batchnorm import _BatchNorm, BatchNorm2d
from torch.nn.modules.conv import _ConvNd, Conv2d
from torch.nn.modules.module import Module, _addindent
from torch.nn.modules.activation import MultiheadAttention
from torch.nn.modules.pooling import _MaxPoolNd
from torch.nn.init import _calculate_fan_in_and_fan_out, _calculate_correct_fan, trunc_normal_, calculate_gain
from torch.nn.parameter import Parameter, UninitializedParameter
from torch.nn import Parameter as P, init
from torch.optim.lr_scheduler import _LRScheduler, LambdaLR, ReduceLROnPlateau, CosineAnnealingLR
from torch.optim.optimizer import Optimizer, required
from torch.autograd import Variable, Function
from torch.utils.data.sampler import Sampler, RandomSampler, SubsetRandomSampler
from torch.utils.data.dataset import Dataset, Subset, TensorDataset, random_split
from torch.utils.data.dataloader import DataLoader, default_collate
from torch.utils import data as D
from torch.distributions.normal import Normal
from torch.distributions.categorical import Categorical
from torch.distributions.kl import kl_divergence
from torch._six import inf, string_classes
from torch.nn.utils.clip_grad import clip_grad_norm_
from torch.nn.utils.rnn import pad_sequence
from torch.types import Number, _size
from torch.nn.common_types import _size_2_t

torch.manual_seed(4)
print(_pair(3), _pair((1, 2)), _triple(1), _ntuple(4)(2), inf, _addindent('a\nb', 2))


class WSConv2d(nn.Conv2d):
    def forward(self, x: Tensor) -> Tensor:
        w = self.weight
        w = w - w.mean(dim=[1, 2, 3], keepdim=True)
        w = w / (w.view(w.size(0), -1).std(dim=1).view(-1, 1, 1, 1) + 1e-5)
        return F.conv2d(x, w, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Conv2dSame(torch.nn.Conv2d):
    def calc_same_pad(self, i, k, s, d): return max((math.ceil(i / s) - 1) * s + (k - 1) * d + 1 - i, 0)

    def forward(self, x):
        ih, iw = x.size()[-2:]
        ph = self.calc_same_pad(ih, self.kernel_size[0], self.stride[0], self.dilation[0])
        pw = self.calc_same_pad(iw, self.kernel_size[1], self.stride[1], self.dilation[1])
        if ph > 0 or pw > 0: x = F.pad(x, [pw // 2, pw - pw // 2, ph // 2, ph - ph // 2])
        return self._conv_forward(x, self.weight, self.bias) if hasattr(self, '_conv_forward') else None


class Masked(nn.Conv2d):
    def __init__(self, mask_type, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.register_buffer('mask', self.weight.data.clone())
        _, _, kh, kw = self.weight.size()
        self.mask.fill_(1)
        self.mask[:, :, kh // 2, kw // 2 + (mask_type == 'B'):] = 0
        self.mask[:, :, kh // 2 + 1:] = 0

    def forward(self, x):
        self.weight.data *= self.mask
        return super(Masked, self).forward(x)


x = torch.randn(1, 2, 5, 5)
print(WSConv2d(2, 3, 3, padding=1)(x).mean(), Conv2dSame(2, 3, 3, stride=2)(x).shape, Masked('A', 2, 3, 3, 1, 1)(x).shape, Masked('B', 1, 1, 3).mask[0, 0], WSConv2d(2, 3, (3, 1), bias=False))


class NoisyLinear(nn.Module):
    def __init__(self, i, o, std_init=0.5):
        super().__init__()
        self.in_features, self.out_features, self.std_init = i, o, std_init
        self.weight_mu = nn.Parameter(torch.empty(o, i)); self.weight_sigma = nn.Parameter(torch.empty(o, i))
        self.register_buffer('weight_epsilon', torch.empty(o, i))
        self.reset_parameters(); self.reset_noise()

    def reset_parameters(self):
        r = 1 / math.sqrt(self.weight_mu.size(1))
        self.weight_mu.data.uniform_(-r, r); self.weight_sigma.data.fill_(self.std_init / math.sqrt(self.in_features))

    @staticmethod
    def _scale_noise(size): x = torch.randn(size); return x.sign().mul_(x.abs().sqrt_())

    def reset_noise(self): self.weight_epsilon.copy_(self._scale_noise(self.out_features).ger(self._scale_noise(self.in_features)))

    def forward(self, x): return F.linear(x, self.weight_mu + self.weight_sigma * self.weight_epsilon if self.training else self.weight_mu)


print(NoisyLinear(3, 2)(torch.ones(1, 3)))


class SmoothCE(_WeightedLoss):
    def __init__(self, weight=None, reduction='mean', smoothing=0.1):
        super().__init__(weight=weight, reduction=reduction)
        self.smoothing = smoothing

    def forward(self, inputs, targets):
        with torch.no_grad():
            t = torch.empty(size=(targets.size(0), inputs.size(-1))).fill_(self.smoothing / (inputs.size(-1) - 1)).scatter_(1, targets.data.unsqueeze(1), 1. - self.smoothing)
        lsm = F.log_softmax(inputs, -1)
        if self.weight is not None: lsm = lsm * self.weight.unsqueeze(0)
        loss = -(t * lsm).sum(-1)
        return loss.sum() if self.reduction == 'sum' else loss.mean() if self.reduction == 'mean' else loss


class RMSE(_Loss):
    def __init__(self, eps=1e-8): super().__init__(); self.eps = eps
    def forward(self, a, b): return torch.sqrt(F.mse_loss(a, b, reduction=self.reduction) + self.eps)


print(SmoothCE(torch.tensor([1., 2., 3.]))(torch.eye(3), torch.arange(3)), RMSE()(torch.ones(2), torch.zeros(2)), SmoothCE(), isinstance(RMSE(), nn.Module))


class CondBN(nn.Module):
    def __init__(self, n, c):
        super().__init__(); self.n = n
        self.bn = nn.BatchNorm2d(n, affine=False); self.embed = nn.Embedding(c, n * 2)
        self.embed.weight.data[:, :n].normal_(1, 0.02); self.embed.weight.data[:, n:].zero_()

    def forward(self, x, y):
        gamma, beta = self.embed(y).chunk(2, 1)
        return gamma.view(-1, self.n, 1, 1) * self.bn(x) + beta.view(-1, self.n, 1, 1)


class FrozenBatchNorm2d(torch.nn.Module):
    def __init__(self, n):
        super().__init__()
        for k, v in (('weight', torch.ones(n)), ('bias', torch.zeros(n)), ('running_mean', torch.zeros(n)), ('running_var', torch.ones(n))): self.register_buffer(k, v)

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        num_batches_tracked_key = prefix + 'num_batches_tracked'
        if num_batches_tracked_key in state_dict: del state_dict[num_batches_tracked_key]
        super()._load_from_state_dict(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)

    def forward(self, x):
        scale = self.weight.reshape(1, -1, 1, 1) * (self.running_var.reshape(1, -1, 1, 1) + 1e-5).rsqrt()
        return x * scale + (self.bias.reshape(1, -1, 1, 1) - self.running_mean.reshape(1, -1, 1, 1) * scale)


print(CondBN(2, 3)(x, torch.tensor([1])).std(), FrozenBatchNorm2d(2).load_state_dict(nn.BatchNorm2d(2).state_dict()), FrozenBatchNorm2d(2)(x).shape)
for m in nn.Sequential(nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1), nn.LSTM(1, 1)).modules():
    print(type(m).__name__, isinstance(m, _BatchNorm), isinstance(m, _ConvNd), isinstance(m, nn.RNNBase), isinstance(m, (nn.Conv2d, nn.Linear)), end='; ')
print()
print(_calculate_fan_in_and_fan_out(torch.empty(3, 5, 2, 2)), _calculate_correct_fan(torch.empty(3, 5), 'fan_out'), calculate_gain('relu'), trunc_normal_(torch.empty(3), std=.02), init.xavier_normal_(torch.empty(2, 2)), init.orthogonal_(torch.empty(2, 2)), init.dirac_(torch.empty(1, 1, 3)), init.sparse_(torch.empty(2, 2), .5), init.eye_(torch.empty(2, 2)), sep='\n')


class SGDR(Optimizer):
    def __init__(self, params, lr=required, momentum=0):
        if lr is not required and lr < 0.0: raise ValueError("Invalid learning rate: {}".format(lr))
        super(SGDR, self).__init__(params, dict(lr=lr, momentum=momentum))

    def __setstate__(self, state):
        super(SGDR, self).__setstate__(state)
        for group in self.param_groups: group.setdefault('nesterov', False)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None: continue
                d_p = p.grad
                buf = self.state[p].get('momentum_buffer')
                if buf is None: buf = self.state[p]['momentum_buffer'] = torch.clone(d_p).detach()
                else: buf.mul_(group['momentum']).add_(d_p)
                p.add_(buf, alpha=-group['lr'])


w = P(torch.tensor([1., 2.])); o = SGDR([w], lr=.1, momentum=.9)
for _ in range(3): (w ** 2).sum().backward(); o.step(); o.zero_grad()
print(w, o.state_dict())
try: SGDR([w])
except ValueError as e: print(e)
try: SGDR([w], lr=-1)
except ValueError as e: print(e)
try: SGDR([], lr=1)
except ValueError as e: print(e)


class PolyLR(_LRScheduler):
    def __init__(self, optimizer, max_iters, power=0.9, last_epoch=-1, min_lr=1e-6):
        self.power, self.max_iters, self.min_lr = power, max_iters, min_lr
        super(PolyLR, self).__init__(optimizer, last_epoch)
    def get_lr(self): return [max(b * (1 - self.last_epoch / self.max_iters) ** self.power, self.min_lr) for b in self.base_lrs]


s = PolyLR(o, 4); lrs = []
for _ in range(4): o.step(); s.step(); lrs.append(round(o.param_groups[0]['lr'], 5))
print(lrs, s.last_epoch, {k: v for k, v in s.state_dict().items() if k in ('power', 'base_lrs')})


class GradReverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lambd, **kwargs):
        ctx.lambd = lambd
        return x.view_as(x)
    @staticmethod
    def backward(ctx, *grad_output):
        return ctx.lambd * grad_output[0].neg(), None


z = torch.ones(2, requires_grad=True); GradReverse.apply(z, .5).sum().backward(); print(z.grad, ctx if 'ctx' in dir() else '')


class LinearF(Function):
    @staticmethod
    def forward(ctx, input, weight, bias=None):
        ctx.save_for_backward(input, weight, bias)
        output = input.mm(weight.t())
        if bias is not None: output += bias.unsqueeze(0).expand_as(output)
        return output
    @staticmethod
    def backward(ctx, grad_output):
        input, weight, bias = ctx.saved_tensors
        gi = gw = gb = None
        if ctx.needs_input_grad[0]: gi = grad_output.mm(weight)
        if ctx.needs_input_grad[1]: gw = grad_output.t().mm(input)
        if bias is not None and ctx.needs_input_grad[2]: gb = grad_output.sum(0)
        return gi, gw, gb


from torch.autograd import gradcheck
print(gradcheck(LinearF.apply, (torch.randn(4, 3, dtype=torch.double, requires_grad=True), torch.randn(2, 3, dtype=torch.double, requires_grad=True)), eps=1e-6, atol=1e-4))
print(torch.nn.functional.has_torch_function if False else '', D.TensorDataset(torch.ones(2))[0], kl_divergence(Categorical(torch.tensor([.5, .5])), Categorical(torch.tensor([.2, .8]))), isinstance('a', string_classes))
