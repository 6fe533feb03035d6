"""Numbers read aloud: an encoder of digits and a decoder of words that looks back at them."""
import random
import re
import string
import unicodedata
from bisect import bisect_left
from functools import lru_cache, reduce

import numpy as np
import torch
import torch.nn as nn
from torch import optim
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, SequentialSampler, WeightedRandomSampler

ONES = 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split()
TENS = {20: 'vingt', 30: 'trente', 40: 'quarante', 50: 'cinquante', 60: 'soixante'}
BEGIN, STOP = 0, 1
device = 'cuda' if torch.cuda.is_available() else 'cpu'


@lru_cache(maxsize=None)
def aloud(n: int) -> str:
    """French up to 999, with the hyphens of old."""
    if n < 17:
        return ONES[n]
    if n < 20:
        return f'dix-{aloud(n - 10)}'
    if n < 70:
        ten, one = divmod(n, 10)
        return TENS[10 * ten] + {0: '', 1: ' et un'}.get(one, f'-{aloud(one)}')
    if n < 80:
        return 'soixante' + (' et ' if n == 71 else '-') + aloud(n - 60)
    if n < 100:
        return 'quatre-vingt' + ('s' if n == 80 else f'-{aloud(n - 80)}')
    many, rest = divmod(n, 100)
    head = 'cent' if many == 1 else f'{aloud(many)} cent{"" if rest else "s"}'
    return head if not rest else f'{head} {aloud(rest)}'


def plain(text: str) -> list[str]:
    """Words without accents, in small letters; the hyphen is a word."""
    bare = (c for c in unicodedata.normalize('NFKD', text.casefold()) if not unicodedata.combining(c))
    return re.findall(r'[a-z]+|-', ''.join(bare))


print(aloud(171), '|', aloud(80), '|', aloud(999), plain('ZÉRO, Un; dix-sept!'), aloud.cache_info().misses > 9)


class Words:
    def __init__(self, name, *special):
        self.name, self.words = name, list(special)
        self.places = {word: at for at, word in enumerate(special)}
        self.used = {}

    def learn(self, words):
        for word in words:
            if word in self.places:
                self.used[word] = self.used.get(word, 0) + 1
            else:
                self.places[word], self.used[word] = len(self.words), 1
                self.words.append(word)
        return self

    def __len__(self):
        return len(self.words)

    def __call__(self, words):
        return [*map(self.places.__getitem__, words), STOP]

    def back(self, places):
        read = ''.join(f' {self.words[at]}' for at in places if at > STOP)
        return re.sub(r' - ', '-', read).strip()


random.seed(40)
chosen = random.sample(range(1000), k=60)
pairs = [(str(n), plain(aloud(n))) for n in chosen]
digits, french = (Words(name, '<begin>', '<stop>') for name in ('digits', 'french'))
reduce(Words.learn, ([*said] for said, _ in pairs), digits)
for _, said in pairs:
    french.learn(said)
print(digits.name, len(digits), french.name, len(french), sorted(french.used.items(), key=lambda item: (-item[1], item[0]))[:4])
try:
    french(['cent', 'mille'])
except KeyError as error:
    print('never heard:', error, [word for word in string.ascii_lowercase[:3] if word in french.places])
longest = max(len(said) for _, said in pairs) + 1
grid = np.full((len(pairs), longest), STOP, dtype=np.int32)
for row, (_, said) in zip(grid, pairs):
    row[: len(said)] = french(said)[:-1]
print(grid[:2], grid.dtype, longest, french.back(grid[0]))


class Numbers(Dataset):
    def __init__(self, pairs):
        self.rows = [(torch.as_tensor(digits(number)), torch.as_tensor(row).long()) for (number, _), row in zip(pairs, grid)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, at):
        return self.rows[at]


def together(rows):
    """Longest number first, as packing wants it."""
    rows = sorted(rows, key=lambda pair: -len(pair[0]))
    numbers, said = zip(*rows)
    lengths = torch.tensor([len(number) for number in numbers])
    return pad_sequence(numbers, batch_first=True, padding_value=STOP), lengths, torch.stack(said)


class Reader(nn.Module):
    """Reads digits in both directions."""

    def __init__(self, signs, width, drop=0.05):
        super().__init__()
        self.sign = nn.Embedding(signs, width)
        self.drop = nn.Dropout(drop)
        self.read = nn.GRU(width, width // 2, bidirectional=True, batch_first=True)

    def forward(self, numbers, lengths):
        packed = pack_padded_sequence(self.drop(self.sign(numbers)), lengths, batch_first=True)
        seen, last = self.read(packed)
        seen, _ = pad_packed_sequence(seen, batch_first=True)
        return seen, last.transpose(0, 1).flatten(1)


class Look(nn.Module):
    """How much each digit matters for the next word."""

    def __init__(self, width):
        super().__init__()
        self.near = nn.Parameter(torch.eye(width) / width ** 0.5)
        self.shift = nn.Linear(2 * width, width, bias=False)

    def forward(self, asked, seen, lengths):
        scores = torch.einsum('bw,wv,btv->bt', asked, self.near, seen)
        beyond = torch.arange(seen.size(1)).unsqueeze(0) >= lengths.unsqueeze(1)
        weights = scores.masked_fill_(beyond, -1e9).softmax(1)
        found = torch.bmm(weights.unsqueeze(1), seen).squeeze(1)
        return torch.tanh(self.shift(torch.cat([asked, found], -1))), weights


class Teller(nn.Module):
    def __init__(self, words, width, drop=0.05):
        super().__init__()
        self.word = nn.Embedding(words, width)
        self.cell = nn.GRUCell(width, width)
        self.look = Look(width)
        self.say = nn.Sequential(nn.Dropout(drop), nn.Linear(width, words), nn.LogSoftmax(dim=1))

    def step(self, word, state, seen, lengths):
        state = self.cell(self.word(word), state)
        found, weights = self.look(state, seen, lengths)
        return self.say(found), state, weights

    def forward(self, seen, state, lengths, told=None, steps=longest):
        word = torch.full((seen.size(0),), BEGIN, dtype=torch.long, device=seen.device)
        said, weighed = [], []
        for at in range(steps):
            chances, state, weights = self.step(word, state, seen, lengths)
            said.append(chances)
            weighed.append(weights)
            if told is not None and random.random() < 0.8:
                word = told[:, at]
            else:
                word = chances.topk(1)[1].squeeze(-1).detach()
        return torch.stack(said, dim=1), torch.stack(weighed, dim=1)


torch.manual_seed(12)
np.random.seed(12)
reader, teller = Reader(len(digits), 20).to(device), Teller(len(french), 20).to(device)
rules = [optim.Adam(part.parameters(), lr=0.015) for part in (reader, teller)]
judge = nn.NLLLoss()
numbers = Numbers(pairs)
loader = DataLoader(numbers, sampler=RandomSampler(numbers), batch_size=12, collate_fn=together)
for turn in range(1, 13):
    lost = 0.0
    for batch, lengths, told in loader:
        for rule in rules:
            rule.zero_grad()
        said, _ = teller(*reader(batch, lengths), lengths, told)
        loss = judge(said.flatten(0, 1), told.flatten())
        loss.backward()
        for part, rule in zip((reader, teller), rules):
            nn.utils.clip_grad_norm_(part.parameters(), 2.0, norm_type=2)
            rule.step()
        lost += loss.item()
    if not turn % 4:
        print('%2d of %d (%3d%%) %.3f' % (turn, 12, turn / 12 * 100, lost / len(loader)))


@torch.no_grad()
def tell(number):
    reader.eval(), teller.eval()
    row = torch.tensor(digits(str(number)), device=device).view(1, -1)
    lengths = torch.tensor([row.size(1)])
    said, weights = teller(*reader(row, lengths), lengths)
    places = said.argmax(-1).squeeze(0).tolist()
    if STOP in places:
        places = places[: places.index(STOP)]
    return french.back(places), weights[0, : len(places)]


for n in chosen[:3]:
    words, weights = tell(n)
    print(f'{n:>4} {words!r:<40} {"as it is" if plain(words) == plain(aloud(n)) else "not " + aloud(n)}', tuple(weights.shape))
print(sum(plain(tell(n)[0]) == plain(aloud(n)) for n in chosen) > 0, weights.sum(1).allclose(torch.ones(len(weights))))

# What the library packs, and in which order samplers go.
lengths = sorted([3, 1, 4, 2])
rows = [torch.arange(float(n)).add(n).view(-1, 1) for n in reversed(lengths)]
packed = pack_sequence(rows)
print(packed.batch_sizes, packed.data.squeeze(1), isinstance(packed, PackedSequence), bisect_left(lengths, 3))
lstm = nn.LSTM(1, 3, num_layers=2, dropout=0.0, proj_size=2)
out, (short, cell) = lstm(packed)
open_, sizes = pad_packed_sequence(out, padding_value=-1.0, total_length=5)
print(open_.shape, sizes, short.shape, cell.shape, open_[2:, 3].unique(), f'{short.sum():.5f}')
loose = pack_padded_sequence(pad_sequence(rows[::-1]), torch.tensor(lengths), enforce_sorted=False)
print(loose.sorted_indices, loose.unsorted_indices)
print(list(BatchSampler(SequentialSampler(range(7)), batch_size=3, drop_last=True)), sorted(set(WeightedRandomSampler([0, 1, 0, 2], 9))))
try:
    pack_padded_sequence(pad_sequence(rows), torch.tensor([1, 2, 3, 4]))
except RuntimeError as error:
    print(str(error).split('.')[0])
