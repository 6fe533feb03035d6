"""A small language of brackets, and a transformer that learns which bracket may come next."""
import math
import random
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import LambdaLR

PAIRS = dict(zip('([{', ')]}'))
START, END, PAD = '<', '>', '_'
signs = [PAD, START, END, *PAIRS.keys(), *PAIRS.values()]
number = {sign: at for at, sign in enumerate(signs)}
LONGEST, WIDTH, HEADS, LAYERS = 14, 24, 3, 2


def grow(depth: int, luck: random.Random) -> str:
    """A text in which each bracket is closed by its own."""
    if depth == 0 or luck.random() < 0.2:
        return ''
    opened = luck.choice('([{')
    return opened + grow(depth - 1, luck) + PAIRS[opened] + grow(depth - 1, luck)


def fits(text: str) -> bool:
    waiting: list[str] = []
    for sign in text:
        if sign in PAIRS:
            waiting.append(PAIRS[sign])
        elif not waiting or waiting.pop() != sign:
            return False
    return not waiting


def numbers(text: str) -> list[int]:
    return [number[sign] for sign in f'{START}{text}{END}'.ljust(LONGEST, PAD)]


luck = random.Random(8)
texts = sorted({text for text in (grow(3, luck) for _ in range(400)) if 0 < len(text) <= LONGEST - 2}, key=lambda t: (len(t), t))
luck.shuffle(texts)
print(len(texts), texts[:4], all(map(fits, texts)), fits('([)]'), fits('(('))
table = torch.tensor([numbers(text) for text in texts])
cut = len(table) * 4 // 5
learnt, held = table[:cut], table[cut:]
print(learnt.shape, held.dtype, (table != number[PAD]).sum(1).float().mean())


class Places(nn.Module):
    """Waves of growing length tell one place from another; nothing to learn."""

    waves: Tensor

    def __init__(self, width: int, longest: int = 64, *, drop: float = 0.0) -> None:
        super().__init__()
        turn = torch.arange(longest)[:, None] * torch.logspace(0, -2, width // 2)
        self.register_buffer('waves', torch.stack((turn.sin(), turn.cos()), dim=-1).flatten(1))
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(x + self.waves[: x.size(-2)])


class Glance(nn.Module):
    """One head: each place weighs those up to its own."""

    def __init__(self, width: int, size: int, longest: int = LONGEST):
        super().__init__()
        self.ask, self.offer, self.tell = (nn.Linear(width, size, bias=False) for _ in range(3))
        self.register_buffer('past', torch.ones(longest, longest).tril())

    def forward(self, x: Tensor) -> Tensor:
        *_, t, width = x.shape
        nearness = self.ask(x) @ self.offer(x).transpose(-2, -1) * width**-0.5
        nearness = nearness.masked_fill(self.past[:t, :t] == 0, float('-inf'))
        return nearness.softmax(dim=-1) @ self.tell(x)


class Floor(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        assert width % heads == 0, f'{heads} heads do not share {width}'
        self.glances = nn.ModuleList(Glance(width, width // heads) for _ in range(heads))
        self.mix = nn.Linear(width, width)
        self.think = nn.Sequential(nn.Linear(width, 2 * width), nn.SiLU(), nn.Linear(2 * width, width), nn.Dropout(0.05))
        self.before, self.between = (nn.LayerNorm(width) for _ in '12')

    def forward(self, x: Tensor) -> Tensor:
        calm = self.before(x)
        x = x + self.mix(torch.cat([glance(calm) for glance in self.glances], dim=-1))
        return x + self.think(self.between(x))


class Brackets(nn.Module):
    def __init__(self):
        super().__init__()
        self.sign = nn.Embedding(len(signs), WIDTH, padding_idx=number[PAD])
        self.place = Places(WIDTH, drop=0.05)
        self.floors = nn.Sequential(*[Floor(WIDTH, HEADS) for _ in range(LAYERS)])
        self.roof = nn.LayerNorm(WIDTH)
        self.next = nn.Linear(WIDTH, len(signs))
        self.apply(self._settle)
        for name, weight in self.named_parameters():
            if name.endswith('mix.weight'):
                nn.init.normal_(weight, std=0.1 / math.sqrt(2 * LAYERS))

    def _settle(self, part: nn.Module) -> None:
        match part:
            case nn.Linear(bias=None):
                nn.init.orthogonal_(part.weight)
            case nn.Linear():
                nn.init.trunc_normal_(part.weight, std=0.1)
                nn.init.constant_(part.bias, 0.0)
            case nn.Embedding():
                nn.init.uniform_(part.weight, -0.1, 0.1)
                with torch.no_grad():
                    part.weight[part.padding_idx].fill_(0)

    def forward(self, x: Tensor, wanted: 'Tensor | None' = None):
        scores = self.next(self.roof(self.floors(self.place(self.sign(x)))))
        if wanted is None:
            return scores, None
        return scores, F.cross_entropy(scores.view(-1, scores.size(-1)), wanted.reshape(-1), ignore_index=number[PAD])

    @torch.inference_mode()
    def write(self, count: int, warmth: float = 1.0, best: int = 3) -> list[str]:
        rows = torch.full((count, 1), number[START])
        for _ in range(LONGEST - 1):
            scores = self(rows)[0][:, -1, :] / warmth
            edge = scores.topk(min(best, scores.size(-1))).values
            scores[scores < edge[:, [-1]]] = -math.inf
            rows = torch.hstack((rows, F.softmax(scores, dim=-1).multinomial(num_samples=1)))
        return [''.join(signs[i] for i in row[1:]).partition(END)[0] for row in rows.tolist()]

    def rule(self, rate: float, shrink: float) -> torch.optim.Optimizer:
        """Matrices shrink a little at each step, the rest does not."""
        wide = [w for w in self.parameters() if w.ndim >= 2]
        thin = [w for w in self.parameters() if w.ndim < 2]
        print(f'{len(wide)} matrices with {sum(w.numel() for w in wide):,} numbers, {len(thin)} others with {sum(map(Tensor.numel, thin)):,}')
        return torch.optim.AdamW([dict(params=wide, weight_decay=shrink), {'params': thin}], lr=rate, betas=(0.9, 0.98), weight_decay=0)


def rate(step: int, rise: int, whole: int) -> float:
    if step < rise:
        return (step + 1) / rise
    return 0.1 + 0.45 * (1 + math.cos(math.pi * (step - rise) / (whole - rise)))


@torch.no_grad()
def losses(model: nn.Module, size: int = 16) -> dict[str, Tensor]:
    model.eval()
    found = {}
    for name, part in [('learnt', learnt), ('held', held)]:
        each = torch.zeros(len(part.split(size)))
        for k, rows in enumerate(part.split(size)):
            each[k] = model(rows[:, :-1], rows[:, 1:])[1]
        found[name] = each.mean()
    model.train()
    return found


torch.manual_seed(77)
model = Brackets()
print(sum(w.numel() for w in model.parameters()) / 1e3, 'thousand numbers;', [name for name, _ in model.named_buffers()][:2])
adam = model.rule(8e-3, 0.05)
plan = LambdaLR(adam, partial(rate, rise=4, whole=50))
for step in range(50):
    if step in {0, 25, 49}:
        both = losses(model)
        print(f"step {step:>2}: learnt {both['learnt']:.4f}, held {both['held']:.4f}, rate {plan.get_last_lr()[0]:.2e}")
    rows = learnt[torch.randint(len(learnt), (12,))]
    scores, loss = model(rows[:, :-1], rows[:, 1:])
    adam.zero_grad(set_to_none=True)
    loss.backward()
    steep = nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.5)
    adam.step()
    plan.step()
print(f'{steep:.4f} {loss.item():.4f}', model.sign.weight[number[PAD]].abs().sum())
model.eval()
for warmth in (0.5, 1.0):
    written = model.write(5, warmth)
    print(written, sum(map(fits, written)))


class Judge(nn.Module):
    """The library's own layers: does a text fit?"""

    def __init__(self, width: int = 12):
        super().__init__()
        self.sign = nn.Embedding(len(signs), width)
        self.place = Places(width)
        layer = nn.TransformerEncoderLayer(width, nhead=2, dim_feedforward=20, dropout=0.1, activation='gelu', batch_first=True)
        self.read = nn.TransformerEncoder(layer, num_layers=2, norm=nn.LayerNorm(width))
        self.say = nn.Bilinear(width, width, 1)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        inside = self.read(self.place(self.sign(x) * math.sqrt(12)), src_key_padding_mask=hidden)
        inside = inside.masked_fill(hidden.unsqueeze(-1), 0.0)
        return self.say(inside[:, 0], inside.mean(1)).squeeze(-1)


broken = [''.join(luck.sample(text, len(text))) for text in texts[:30]]
mixed = torch.tensor([numbers(text) for text in texts[:30] + broken])
truth = torch.tensor([float(fits(text)) for text in texts[:30] + broken])
judge = Judge()
sgd = torch.optim.Adam(judge.parameters(), lr=0.003)
for turn in range(12):
    said = judge(mixed, mixed == number[PAD])
    wrong = F.binary_cross_entropy_with_logits(said, truth, pos_weight=torch.tensor(0.8))
    sgd.zero_grad()
    wrong.backward()
    sgd.step()
    if turn % 4 == 3:
        print(f'{turn + 1:2d} {wrong.item():.4f} {((said > 0) == truth.bool()).float().mean():.3f}')
print(judge.read.layers[0].self_attn)
judge.eval()
print(judge(mixed[:4], mixed[:4] == number[PAD]).tanh())
later = torch.full((4, 4), -math.inf).triu(1)
print(later, torch.equal(later, nn.Transformer.generate_square_subsequent_mask(4)))
attend = nn.MultiheadAttention(8, 2, kdim=6, vdim=5, bias=False, batch_first=True)
out, weights = attend(torch.rand(2, 4, 8), torch.rand(2, 4, 6), torch.rand(2, 4, 5), attn_mask=later, average_attn_weights=False)
print(out.shape, weights.shape, weights[0, 1], torch.allclose(weights.sum(-1), torch.ones(2, 2, 4)))
