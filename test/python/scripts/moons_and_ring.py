"""Two ways to make new points: a variational model of two moons, and two networks that contend over a ring."""
from __future__ import annotations

import argparse
import random
import sys

import numpy as np
import torch
import torch.backends.cudnn as cudnn
import torch.nn.parallel
import torch.utils.data as data
from torch import nn, optim
from torch.autograd import Variable
from torch.distributions import Independent, MultivariateNormal, Normal
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector, spectral_norm

parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
shape = parser.add_argument_group('shape')
shape.add_argument('--hidden', type=int, default=3, help='numbers behind a point')
shape.add_argument('--width', type=int, default=24)
parser.add_argument('--batch', type=int, default=32)
parser.add_argument('--rate', type=float, default=4e-3)
parser.add_argument('--resume', default='', help='a file to go on from')
parser.add_argument('--seed', type=int)
given = parser.parse_args(sys.argv[1:])
if given.seed is None:
    given.seed = 4321
print(given, given.resume == '')
random.seed(given.seed)
torch.manual_seed(given.seed)
cudnn.deterministic, cudnn.benchmark = True, False
device = torch.device('cpu' if not torch.cuda.is_available() else 'cuda:0')


def moons(count: int, seed: int) -> torch.Tensor:
    luck = np.random.RandomState(seed)
    angle = luck.uniform(0, np.pi, count)
    upper = luck.rand(count) < 0.5
    across = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    up = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return torch.from_numpy(np.stack([across, up], axis=1) + luck.normal(0, 0.05, (count, 2))).float()


class Doubled(nn.Module):
    """Halves what it is given into a middle and a spread."""

    def __init__(self, inside: int, outside: int):
        super().__init__()
        self.both = nn.Linear(inside, 2 * outside)

    def forward(self, x):
        middle, spread = self.both(x).chunk(2, dim=-1)
        return middle, F.softplus(spread) + 1e-3


class Variational(nn.Module):
    def __init__(self, hidden: int, width: int):
        super().__init__()
        self.narrow = nn.Sequential(nn.Linear(2, width), nn.ELU(), Doubled(width, hidden))
        self.widen = nn.Sequential(nn.Linear(hidden, width), nn.ELU(), nn.Linear(width, width), nn.ELU(), Doubled(width, 2))

    def forward(self, points):
        middle, spread = self.narrow(points)
        noise = torch.randn_like(spread)
        return self.widen(middle + noise * spread), (middle, spread)

    def loss(self, points):
        """What describing the points costs: how ill they are drawn again, and what was told about them."""
        drawn, (middle, spread) = self(points)
        ill = F.gaussian_nll_loss(drawn[0], points, drawn[1].square(), full=True, reduction='sum')
        told = torch.sum(0.5 * (middle.pow(2) + spread.pow(2) - 1) - spread.log())
        return ill + told, ill.item() / len(points), told.item() / len(points)


points = moons(160, seed=5)
loader = data.DataLoader(dataset=data.TensorDataset(points), batch_size=given.batch, shuffle=True, drop_last=True)
model = Variational(given.hidden, given.width).to(device)
print(model)
rule = optim.Adamax(model.parameters(), lr=given.rate)
for turn in range(1, 7):
    sums = np.zeros(2)
    for at, (batch,) in enumerate(loader, 1):
        rule.zero_grad()
        loss, *parts = model.loss(batch.to(device))
        loss.backward()
        rule.step()
        sums += parts
    if turn % 2 == 0:
        print('turn %d: drawn %.4f told %.4f together %.4f of %d' % (turn, *(sums / at), sums.sum() / at, len(loader.dataset)))
with torch.no_grad():
    middle, spread = model.widen(torch.randn(5, given.hidden, device=device))
    print(middle, spread.mean(0))
    posterior = Independent(Normal(*model.narrow(points[:2])), 1)
    print(posterior.batch_shape, posterior.event_shape, posterior.entropy(), posterior)
    path = torch.stack([torch.lerp(*model.narrow(points[:2])[0], weight) for weight in np.linspace(0, 1, 4).tolist()])
    print(model.widen(path)[0])
old = Variable(torch.ones(2), requires_grad=True)
(old * 3).sum().backward()
print(type(old).__name__, old.grad.data, isinstance(old, Variable))


def ring(count: int) -> torch.Tensor:
    angle = torch.rand(count, 1) * 2 * np.pi
    return torch.cat([angle.cos(), angle.sin()], 1) + torch.randn(count, 2) * 0.05


def begin(part: nn.Module) -> None:
    kind = type(part).__name__
    if 'Linear' in kind and not hasattr(part, 'weight_orig'):
        nn.init.orthogonal_(part.weight.data, gain=1.2)
        if part.bias is not None:
            nn.init.zeros_(part.bias)
    elif kind.startswith('BatchNorm'):
        nn.init.normal_(part.weight, mean=1.0, std=0.05)
        nn.init.constant_(part.bias, val=0)


class Forger(nn.Module):
    def __init__(self, noise: int, width: int) -> None:
        super(Forger, self).__init__()
        self.noise = noise
        layers: list[nn.Module] = []
        for inside in (noise, width):
            layers += [nn.Linear(inside, width, bias=False), nn.BatchNorm1d(width), nn.ReLU(inplace=True)]
        self.draw = nn.Sequential(*layers, nn.Linear(width, 2))

    def forward(self, count: int) -> torch.Tensor:
        return self.draw(torch.randn(count, self.noise, device=next(self.parameters()).device))


forger = Forger(4, given.width).apply(begin)
expert = nn.Sequential(
    spectral_norm(nn.Linear(2, given.width)), nn.LeakyReLU(0.2, True), nn.Dropout(0.1),
    spectral_norm(nn.Linear(given.width, given.width)), nn.LeakyReLU(0.2, True), nn.Linear(given.width, 1), nn.Sigmoid(),
).apply(begin)
print(forger, expert[0], [name for name, _ in expert[3].named_parameters()], [name for name, _ in expert[3].named_buffers()])
print(len(parameters_to_vector(forger.parameters())), f'{parameters_to_vector(expert.parameters()).norm():.5f}')
judge = nn.BCELoss()
rules = {name: optim.Adam(part.parameters(), lr=given.rate, betas=(0.5, 0.99)) for name, part in (('forger', forger), ('expert', expert))}
fades = {name: optim.lr_scheduler.ExponentialLR(rule, gamma=0.97) for name, rule in rules.items()}
for turn in range(1, 41):
    true, false = ring(given.batch), forger(given.batch)
    yes, no = torch.full((given.batch, 1), 0.9), torch.zeros(given.batch, 1)
    rules['expert'].zero_grad()
    seen_true = expert(true)
    seen_false = expert(false.detach())
    loss_expert = judge(seen_true, yes) + judge(seen_false, no)
    loss_expert.backward()
    rules['expert'].step()
    rules['forger'].zero_grad()
    again = expert(false)
    loss_forger = judge(again, torch.ones_like(again))
    loss_forger.backward()
    rules['forger'].step()
    for fade in fades.values():
        fade.step()
    if turn % 10 == 0:
        far = (false.norm(dim=1) - 1).abs().mean()
        print('%3d expert %.4f forger %.4f | true %.3f false %.3f then %.3f | off the ring %.3f | rate %.2e' % (
            turn, loss_expert, loss_forger, seen_true.mean(), seen_false.mean(), again.mean(), far, fades['forger'].get_last_lr()[0]))

# How far the forged cloud is from the true one, told by means and covariances.
forger.eval()
with torch.no_grad():
    clouds = {'ring': ring(300), 'forged': forger(300), 'moons': points}
bells = {name: MultivariateNormal(cloud.mean(0), covariance_matrix=torch.cov(cloud.T) + 1e-4 * torch.eye(2)) for name, cloud in clouds.items()}
for name, bell in bells.items():
    apart = torch.distributions.kl_divergence(bell, bells['ring'])
    print(f'{name:>6}: {apart.item():8.4f}', bell.loc.numpy().round(4), np.round(bell.covariance_matrix.diagonal().numpy(), 4))
inside, edges = np.histogram(clouds['forged'].norm(dim=1).numpy(), bins=4, range=(0, 2))
print(inside.sum() <= 300, edges, torch.histc(clouds['ring'].norm(dim=1), bins=4, min=0, max=2))


def steep(critic: nn.Module, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """How far the slope between two clouds is from one."""
    share = torch.rand(len(a), 1)
    between = (share * a + (1 - share) * b).requires_grad_(True)
    slope, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    return ((slope.norm(2, dim=1) - 1) ** 2).mean()


critic = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
penalty = steep(critic, clouds['ring'][:20], clouds['forged'][:20])
penalty.backward()
print(penalty, critic[0].weight.grad[:2], critic[2].bias.grad)
