"""Which letter follows: by counting, by a small network, and by a block of attention."""
import math
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from itertools import chain, pairwise

import torch
import torch.nn.functional as F
from torch import nn

RIVERS = 'rhine danube loire tagus elbe oder rhone seine tiber vistula garonne ebro meuse spree inn isar'.split()
ENDS = '.'
signs = sorted({*ENDS, *chain.from_iterable(RIVERS)})
place = {sign: i for i, sign in enumerate(signs)}
print(len(signs), ''.join(signs), Counter(chain(*RIVERS)).most_common(3))

table = torch.zeros(len(signs), len(signs), dtype=torch.int32)
behind = defaultdict(set)
for river in RIVERS:
    for here, there in pairwise(f'{ENDS}{river}{ENDS}'):
        table[place[here], place[there]] += 1
        behind[here].add(there)
print(table[place['e']].tolist(), {k: ''.join(sorted(behind[k])) for k in 'rs'})
chances = (table + 0.5) / (table + 0.5).sum(1, keepdim=True)
source = torch.Generator().manual_seed(5)


def invent(row_of, limit=12):
    at, name = place[ENDS], ''
    while len(name) < limit:
        at = int(torch.multinomial(row_of(at), 1, generator=source))
        if signs[at] == ENDS:
            break
        name += signs[at]
    return name


print([invent(lambda at: chances[at]) for _ in range(4)])
pairs = [(place[a], place[b]) for river in RIVERS for a, b in pairwise(f'{ENDS}{river}{ENDS}')]
score = -torch.stack([chances[a, b].log() for a, b in pairs]).mean()
print(f'{score=:.4f} of {math.log(len(signs)):.4f}')


@dataclass
class Sizes:
    signs: int
    window: int = 6
    width: int = 16
    heads: int = 2
    drop: float = 0.0


sizes = Sizes(len(signs))
print(asdict(replace(sizes, heads=4)), replace(sizes) == sizes)


class Looking(nn.Module):
    """Each place looks at those before it."""

    def __init__(self, sizes):
        super().__init__()
        self.heads = sizes.heads
        self.asked = nn.ModuleDict({kind: nn.Linear(sizes.width, sizes.width, bias=False) for kind in ('q', 'k', 'v')})
        self.out = nn.Linear(sizes.width, sizes.width)
        self.register_buffer('later', torch.ones(sizes.window, sizes.window).triu(1).bool(), persistent=False)

    def forward(self, x):
        n, t, width = x.shape
        q, k, v = (layer(x).view(n, t, self.heads, -1).permute(0, 2, 1, 3) for layer in self.asked.values())
        near = (q @ k.mT / (width // self.heads) ** 0.5).masked_fill(self.later[:t, :t], -math.inf)
        return self.out((near.softmax(-1) @ v).transpose(1, 2).reshape(n, t, width))


class Speller(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.window = sizes.window
        self.sign = nn.Embedding(sizes.signs, sizes.width)
        self.spot = nn.Parameter(torch.zeros(sizes.window, sizes.width))
        self.look, self.norm = Looking(sizes), nn.LayerNorm(sizes.width)
        self.read = nn.Linear(sizes.width, sizes.signs, bias=False)
        self.read.weight = self.sign.weight
        self.apply(self.begin)

    @staticmethod
    def begin(part):
        if isinstance(part, (nn.Linear, nn.Embedding)):
            nn.init.normal_(part.weight, std=0.1)

    def forward(self, x, wanted=None):
        h = self.sign(x) + self.spot[: x.size(1)]
        h = self.norm(h + self.look(h))
        if wanted is None:
            return self.read(h[:, [-1]])
        return F.cross_entropy(self.read(h).flatten(0, 1), wanted.flatten(), ignore_index=-1)


torch.manual_seed(3)
model = Speller(sizes)
print(model)
print(sum(p.numel() for p in model.parameters()), sorted(model.state_dict())[:3], 'look.later' in model.state_dict())
groups = [
    {'params': [p for p in model.parameters() if p.dim() > 1], 'weight_decay': 0.1},
    {'params': [p for p in model.parameters() if p.dim() < 2], 'weight_decay': 0.0},
]
adam = torch.optim.AdamW(groups, lr=0.02, betas=(0.9, 0.95))
rows = [[place[s] for s in f'{ENDS}{river}{ENDS}'][: sizes.window + 1] for river in RIVERS]
x = torch.tensor([(row[:-1] + [0] * sizes.window)[: sizes.window] for row in rows])
y = torch.tensor([(row[1:] + [-1] * sizes.window)[: sizes.window] for row in rows])
for turn in range(40):
    for group in adam.param_groups:
        group['lr'] = 0.02 * min(1, (turn + 1) / 10)
    loss = model(x, y)
    adam.zero_grad(set_to_none=True)
    loss.backward()
    size = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()
    if turn % 13 == 0:
        print(f'{turn:2d} {loss.item():.4f} {size:.3f} {adam.param_groups[1]["lr"]:.1e}')


@torch.no_grad()
def spell(best=3):
    row = torch.tensor([[place[ENDS]]])
    for _ in range(8):
        likely = model(row[:, -model.window:])[:, -1]
        edge = likely.topk(best).values[:, [-1]]
        likely[likely < edge] = -math.inf
        row = torch.cat((row, torch.multinomial(likely.softmax(-1), 1, generator=source)), 1)
    return ''.join(signs[i] for i in row[0, 1:].tolist()).split(ENDS)[0]


print(model.eval().training, [spell() for _ in range(3)])
