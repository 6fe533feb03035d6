"""Molecules drawn by chance: messages go along the bonds, and what arrives tells whether there is a ring."""
import math
import warnings
from collections import Counter, defaultdict, deque
from heapq import heappop, heappush
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.parameter import Parameter, UninitializedParameter

warnings.filterwarnings('ignore', message='scatter_reduce')
ATOMS = {'C': 4, 'N': 3, 'O': 2, 'F': 1}
KINDS = tuple(ATOMS)


class Molecule(NamedTuple):
    atoms: str
    bonds: np.ndarray
    ring: bool = False

    @property
    def size(self) -> int:
        return len(self.atoms)

    def matrix(self) -> np.ndarray:
        """Which atoms are bound, and how often."""
        bound = np.zeros((self.size, self.size), dtype=np.float32)
        np.add.at(bound, (self.bonds[:, 0], self.bonds[:, 1]), 1)
        return np.maximum(bound, bound.T)

    def formula(self) -> str:
        return ''.join(f'{kind}{n if n > 1 else ""}' for kind, n in sorted(Counter(self.atoms).items()))


def free(atoms: List[str], used: Dict[int, int]) -> Iterator[int]:
    yield from (at for at, kind in enumerate(atoms) if used[at] < ATOMS[kind])


def draw(luck: np.random.Generator, size: int) -> Molecule:
    """Hangs one atom on another, and half of the time closes a ring."""
    atoms, bonds, used = ['C'], [], defaultdict(int)
    while len(atoms) < size and (open_ := list(free(atoms, used))):
        at = int(luck.choice(open_))
        atoms.append(str(luck.choice(KINDS, p=[0.55, 0.2, 0.15, 0.1])))
        bonds.append((at, len(atoms) - 1))
        for end in bonds[-1]:
            used[end] += 1
    open_ = list(free(atoms, used))
    apart = [(a, b) for a in open_ for b in open_ if a < b and (a, b) not in bonds]
    ring = bool(apart) and luck.random() < 0.5
    if ring:
        bonds.append(apart[luck.integers(len(apart))])
    return Molecule(''.join(atoms), np.array(bonds, dtype=np.int32).reshape(-1, 2), ring)


luck = np.random.default_rng(6)
molecules = [draw(luck, int(size)) for size in luck.integers(4, 9, size=60)]
first = molecules[0]
print(first.formula(), first.size, first.bonds.tolist(), first.ring, first.bonds.dtype)
print(first.matrix(), first.matrix().sum(axis=1), type(first.bonds.max()).__name__)
print(Counter(m.ring for m in molecules), sorted({m.formula() for m in molecules}, key=lambda name: (len(name), name))[:3])


def walk(molecule: Molecule, start: int = 0) -> List[int]:
    """Atoms in the order in which a message reaches them."""
    beside = {at: np.flatnonzero(row).tolist() for at, row in enumerate(molecule.matrix())}
    order, waiting, seen = [], deque([start]), {start}
    while waiting:
        order.append(here := waiting.popleft())
        fresh = [at for at in beside[here] if at not in seen]
        seen |= {*fresh}
        waiting.extend(fresh)
    return order


def lengths(molecule: Molecule, cost: Dict[str, float], start: int = 0) -> Dict[int, float]:
    """The cheapest way from one atom to each other, where an atom costs what its kind does."""
    reached, heap = {}, [(0.0, start)]
    while heap:
        so_far, at = heappop(heap)
        if at in reached:
            continue
        reached[at] = so_far
        for there in np.nonzero(molecule.matrix()[at])[0]:
            heappush(heap, (so_far + cost[molecule.atoms[there]], int(there)))
    return reached


print(walk(first), lengths(first, {'C': 1, 'N': 1.5, 'O': 2.5, 'F': 4}))


class Batch:
    """Many molecules as one: atoms in a row, bonds as pairs of places in it."""

    def __init__(self, molecules: List[Molecule]):
        shift = np.cumsum([0, *(m.size for m in molecules)])
        bonds = np.concatenate([m.bonds + by for m, by in zip(molecules, shift)])
        bonds = np.vstack([bonds, bonds[:, ::-1]]).astype(np.int64)
        self.source, self.target = torch.from_numpy(np.ascontiguousarray(bonds.T))
        self.owner = torch.arange(len(molecules)).repeat_interleave(torch.tensor([m.size for m in molecules]))
        self.atoms = torch.LongTensor([KINDS.index(kind) for m in molecules for kind in m.atoms])
        self.rings = torch.FloatTensor([m.ring for m in molecules])
        self.count = len(molecules)

    def per(self, values: Tensor, places: Tensor, count: int) -> Tensor:
        return values.new_zeros(count, *values.shape[1:]).index_add_(0, places, values)


class Messages(nn.Module):
    """Each atom hears the mean of what its neighbours say, weighed by how it regards them."""

    def __init__(self, inside: int, outside: int, shift: bool = True) -> None:
        super(Messages, self).__init__()
        self.inside, self.outside = inside, outside
        self.says = Parameter(torch.empty(inside, outside))
        self.self_ = Parameter(torch.FloatTensor(inside, outside))
        self.regard = Parameter(torch.randn(2 * outside) * 0.1)
        if shift:
            self.shift = Parameter(torch.Tensor(outside))
        else:
            self.register_parameter('shift', None)
        self.reset()

    def reset(self) -> None:
        bound = 1.0 / math.sqrt(self.says.size(1))
        for weight in (self.says, self.self_):
            weight.data.uniform_(-bound, bound)
        if self.shift is not None:
            self.shift.data.fill_(0.01)

    def weights(self, said: Tensor, batch: Batch) -> Tensor:
        """For each bond; those that end at one atom add to one."""
        pair = torch.cat([said[batch.source], said[batch.target]], dim=-1)
        score = F.leaky_relu(pair @ self.regard, negative_slope=0.2)
        most = torch.full((len(said),), -math.inf).scatter_reduce(0, batch.target, score.detach(), reduce='amax')
        score = torch.exp(score - most[batch.target])
        return score / torch.zeros(len(said)).scatter_add_(0, batch.target, score)[batch.target]

    def forward(self, x: Tensor, batch: Batch) -> Tensor:
        said = torch.mm(x, self.says)
        heard = batch.per(self.weights(said, batch)[:, None] * said[batch.source], batch.target, len(x))
        out = heard + x.mm(self.self_)
        return out if self.shift is None else out + self.shift

    def __repr__(self) -> str:
        return self.__class__.__name__ + '(' + ' -> '.join(map(str, (self.inside, self.outside))) + ')'


class Finder(nn.Module):
    def __init__(self, width: int, rounds: int = 2, drop: float = 0.1):
        super().__init__()
        self.atom = nn.Embedding(len(KINDS), width, max_norm=2.0)
        self.rounds = nn.ModuleList([Messages(width, width, shift=at > 0) for at in range(rounds)])
        self.gate = nn.GRUCell(width, width)
        self.read = nn.Linear(2 * width + 1, 1)
        self.drop = drop

    def forward(self, batch: Batch) -> Tensor:
        x = self.atom(batch.atoms)
        for messages in self.rounds:
            x = self.gate(F.dropout(torch.tanh(messages(x, batch)), self.drop, training=self.training), x)
        sizes = torch.bincount(batch.owner, minlength=batch.count).unsqueeze(1)
        whole = batch.per(x, batch.owner, batch.count)
        bonds = batch.per(torch.ones(len(batch.source), 1), batch.owner[batch.source], batch.count) / 2
        return self.read(torch.cat([whole / sizes, whole / 8, bonds - sizes], -1)).squeeze(-1)


torch.manual_seed(31)
model = Finder(10)
print(model, [name for name, _ in model.named_parameters()][:4])
learn, check = Batch(molecules[:45]), Batch(molecules[45:])
layer = model.rounds[1]
weights = layer.weights(torch.randn(len(learn.atoms), 10), learn)
print(learn.per(weights, learn.target, len(learn.atoms)).allclose(torch.ones(())), weights.shape, learn.source[:5], learn.owner.unique_consecutive(return_counts=True)[1][:6])


def share(scores: Tensor, truth: Tensor) -> Tensor:
    guess = scores.gt(0).type_as(truth)
    return guess.eq(truth).double().sum() / len(truth)


rule = torch.optim.Adadelta(model.parameters(), lr=2.0, rho=0.9, weight_decay=1e-4)
for turn in range(1, 31):
    model.train()
    rule.zero_grad()
    scores = model(learn)
    loss = F.soft_margin_loss(scores, learn.rings * 2 - 1)
    loss.backward()
    rule.step()
    if turn % 10 == 0:
        model.eval()
        with torch.no_grad():
            print('Turn {:03d}'.format(turn), 'loss {:.4f}'.format(loss.item()), 'right {:.3f} and {:.3f}'.format(*(share(model(b), b.rings).item() for b in (learn, check))))

# What the matrix of a molecule knows: how many parts it has, and how many ways of three steps lead back.
bound = torch.from_numpy(first.matrix())
degree = bound.sum(1)
laplace = torch.diag(degree) - bound
values, vectors = torch.linalg.eigh(laplace)
print(values[0].abs() < 1e-5, int((values < 1e-4).sum()), torch.linalg.matrix_rank(laplace), torch.allclose(vectors @ torch.diag(values) @ vectors.T, laplace, atol=1e-5))
print(torch.linalg.matrix_power(bound, 3).diagonal(), degree.to(torch.uint8), bound.triu().nonzero()[:3].tolist())
inverse = np.power(first.matrix().sum(1), -0.5).flatten()
inverse[np.isinf(inverse)] = 0.0
even = np.diag(inverse).dot(first.matrix()).dot(np.diag(inverse))
print(even.dtype, np.round(np.abs(np.linalg.eigvalsh(even)).max(), 4), np.multiply(even, even.T > 0.4).astype(bool).sum())
empty = UninitializedParameter()
try:
    empty.shape
except RuntimeError as error:
    print(isinstance(empty, UninitializedParameter), str(error)[:40])
try:
    Molecule('CC', np.zeros((1, 2), int)).ring = True
except AttributeError as error:
    print(error)
