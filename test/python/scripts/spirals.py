"""A network of NumPy arrays alone, which tells the arms of a spiral apart; PyTorch looks over its slopes at the end."""
from functools import partial
from itertools import islice

import numpy as np
import torch

np.set_printoptions(precision=5, suppress=True)
ARMS, EACH = 4, 30


def spiral(arms: int, each: int, luck: np.random.RandomState, blur: float = 0.06):
    """Points of arms that wind around the middle, and which arm each is of."""
    way = np.tile(np.arange(1, each + 1) / each, arms)
    arm = np.repeat(np.arange(arms, dtype=np.int8), each)
    angle = 2 * np.pi * arm / arms + 3.5 * way
    points = way[:, np.newaxis] * np.column_stack((np.cos(angle), np.sin(angle)))
    points += luck.normal(0.0, blur, points.shape)
    return points, arm


class Part:
    """Something that goes forward, and takes slopes back."""

    def __init__(self):
        self.slopes = {}

    @property
    def weights(self):
        return {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray) and name.isupper()}

    def forward(self, x):
        raise NotImplementedError(type(self).__name__)

    def back(self, slope):
        return slope * self.kept

    def __call__(self, x):
        return self.forward(x)

    def __or__(self, other):
        return Chain(self, other)


class Affine(Part):
    def __init__(self, inside, outside, luck):
        super().__init__()
        self.W = luck.uniform(-1, 1, size=(inside, outside)) * np.sqrt(3.0 / inside)
        self.B = np.zeros(outside)

    def forward(self, x):
        self.kept = x
        return np.einsum('ni,io->no', x, self.W) + self.B

    def back(self, slope):
        self.slopes = {'W': self.kept.T.dot(slope), 'B': slope.sum(0)}
        return slope @ self.W.T


class Leaky(Part):
    def __init__(self, share=0.1):
        super().__init__()
        self.share = share

    def forward(self, x):
        self.kept = np.where(x > 0, 1.0, self.share)
        return x * self.kept


class Level(Part):
    """Each column gets mean zero and spread one, then its own gain."""

    def __init__(self, width, tiny=1e-6):
        super().__init__()
        self.G, self.tiny = np.ones(width), tiny

    def forward(self, x):
        centred = x - x.mean(axis=0, keepdims=True)
        self.root = np.sqrt((centred ** 2).mean(axis=0) + self.tiny)
        self.kept = centred / self.root
        return self.G * self.kept

    def back(self, slope):
        self.slopes = {'G': np.sum(slope * self.kept, axis=0)}
        slope = slope * self.G
        inner = slope - slope.mean(0) - self.kept * (slope * self.kept).mean(0)
        return inner / self.root


class Chain(Part):
    def __init__(self, *parts):
        super().__init__()
        self.parts = [inner for part in parts for inner in (part.parts if isinstance(part, Chain) else [part])]

    def forward(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def back(self, slope):
        for part in self.parts[::-1]:
            slope = part.back(slope)
        return slope

    def each(self):
        for at, part in enumerate(self.parts):
            for name, weight in part.weights.items():
                yield f'{at}.{name}', weight, part.slopes.get(name)


def chances(scores):
    scores = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return scores / scores.sum(-1, keepdims=True)


def surprise(scores, arm):
    """The mean surprise, and its slopes."""
    rows = np.arange(arm.size)
    found = chances(scores)
    loss = -np.log(np.clip(found[rows, arm], 1e-12, None)).mean()
    found[rows, arm] -= 1
    return loss, found / arm.size


class Momentum:
    def __init__(self, chain, rate, keep=0.9, shrink=1e-4):
        self.chain, self.rate, self.keep, self.shrink = chain, rate, keep, shrink
        self.speed = {name: np.zeros_like(weight) for name, weight, _ in chain.each()}

    def step(self):
        for name, weight, slope in self.chain.each():
            speed = self.speed[name]
            speed *= self.keep
            speed -= self.rate * (slope + self.shrink * weight)
            weight += speed


def rows(count, size, luck):
    """Places in parts, in a new order each round, for ever."""
    while True:
        order = luck.permutation(count)
        yield from (order[at:at + size] for at in range(0, count, size))


points, arm = spiral(ARMS, EACH, np.random.RandomState(9))
print(points.shape, arm.dtype, points[:2], np.unique(arm, return_counts=True), np.bincount(arm) == EACH)
luck = np.random.default_rng(14)
net = Affine(2, 24, luck) | Leaky() | Level(24) | Affine(24, ARMS, luck)
print([type(part).__name__ for part in net.parts], {name: weight.shape for name, weight, _ in net.each()})
rule = Momentum(net, rate=0.12)
for turn, chosen in enumerate(islice(rows(len(arm), 40, luck), 150)):
    loss, slope = surprise(net(points[chosen]), arm[chosen])
    net.back(slope)
    rule.step()
    if turn % 30 == 0:
        right = np.mean(net(points).argmax(1) == arm)
        print(f'{turn:>4d} {loss:8.5f} {right:6.1%} {np.linalg.norm(slope):.4f}')

said = np.argmax(net(points), axis=1)
table = np.zeros((ARMS, ARMS), dtype=np.int32)
np.add.at(table, (arm, said), 1)
print(table, table.trace(), table.sum(axis=1))
found, wanted = np.diagonal(table) / np.maximum(table.sum(0), 1), np.diagonal(table) / table.sum(1)
with np.errstate(invalid='ignore', divide='ignore'):
    both = np.nan_to_num(2 * found * wanted / (found + wanted))
print(np.round(found, 3), wanted.round(3), both.round(3), f'{both.mean():.4f}')


def by_steps(work, weight, step=1e-6):
    """Slopes as quotients of small differences, number by number."""
    slopes = np.empty_like(weight)
    for place in np.ndindex(*weight.shape):
        kept = weight[place]
        weight[place] = kept + step
        above = work()
        weight[place] = kept - step
        slopes[place] = (above - work()) / (2 * step)
        weight[place] = kept
    return slopes


few, few_arms = points[::17], arm[::17]
small = Affine(2, 3, luck) | Leaky(0.2) | Level(3) | Affine(3, ARMS, luck)
loss, slope = surprise(small(few), few_arms)
small.back(slope)
checks = {name: (weight, slopes.copy()) for name, weight, slopes in small.each()}
for name, (weight, slopes) in checks.items():
    apart = np.abs(by_steps(lambda: surprise(small(few), few_arms)[0], weight) - slopes).max()
    print(name, weight.shape, bool(apart < 1e-6))

# The same in PyTorch.
leaves = {name: torch.from_numpy(weight.copy()).requires_grad_() for name, (weight, _) in checks.items()}
bend = partial(torch.nn.functional.leaky_relu, negative_slope=0.2)
inside = bend(torch.from_numpy(few) @ leaves['0.W'] + leaves['0.B'])
spread, middle = torch.var_mean(inside, dim=0, unbiased=False)
scores = (inside - middle) / (spread + 1e-6).sqrt() * leaves['2.G'] @ leaves['3.W'] + leaves['3.B']
twin = torch.nn.functional.cross_entropy(scores, torch.from_numpy(few_arms.astype('int64')))
twin.backward()
print({name: np.allclose(leaf.grad, checks[name][1]) for name, leaf in leaves.items()}, twin.dtype, np.isclose(twin.item(), loss))

# Parts of the data, and figures about it.
np.random.seed(15)
order = np.arange(len(points))
np.random.shuffle(order)
learn, check, rest = np.split(order, [int(0.7 * len(order)), int(0.9 * len(order))])
print(learn[:6], check[-3:], [len(part) for part in (learn, check, rest)], np.intersect1d(learn, check).size)
hot = np.zeros((3, ARMS)); hot[np.arange(3), arm[[0, 40, 119]]] = 1
print(hot, np.eye(ARMS, dtype=bool)[arm[:2]])
middle, spread = points.mean(axis=0), points.std(axis=0, ddof=1)
even = (points - middle) / spread
print(np.abs(even.mean(0)).max() < 1e-12, even.std(axis=0, ddof=1), np.percentile(even[:, 0], [10, 50, 90]), np.quantile(even[:, 1], 0.25))
print(np.cov(points, rowvar=False), np.corrcoef(points[:, 0], points[:, 1])[0, 1].round(5))
counts, edges = np.histogram(np.hypot(*points.T), bins=5)
print(counts, edges, np.digitize([0.1, 0.5, 0.9], edges), np.interp(0.5, edges[:-1], counts))
u, s, vt = np.linalg.svd(even, full_matrices=False)
print(u.shape, s, np.allclose(u * s @ vt, even), np.linalg.lstsq(points, arm.astype(float), rcond=None)[0])
grid = np.stack(np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 3)), axis=-1)
print(grid.shape, net(grid.reshape(-1, 2)).argmax(1).reshape(3, 5))
try:
    Part()(points)
except NotImplementedError as error:
    print('not there:', error)
