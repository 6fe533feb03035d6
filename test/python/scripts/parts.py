"""Data in parts, layers by hand beside the library's, words as numbers, and a state that comes back from a file."""
import os
import random
import tempfile

import torch
from torch import nn
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset, random_split


class Squares(Dataset):
    """Pictures of one bright square; the label is its corner."""

    def __init__(self, count, change=None):
        draw = torch.Generator().manual_seed(count)
        self.corners = torch.randint(4, (count,), generator=draw)
        self.noise = torch.rand(count, 1, 6, 6, generator=draw)
        self.change = change

    def __len__(self):
        return self.corners.numel()

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(f'there are {len(self)} pictures')
        down, across = divmod(int(self.corners[i]), 2)
        picture = self.noise[i] * 0.5
        picture[:, 3 * down:3 * down + 3, 3 * across:3 * across + 3] += 1
        return (self.change(picture) if self.change else picture), self.corners[i]


whole = Squares(60, change=lambda picture: (picture - picture.mean()) / picture.std())
train, test = random_split(whole, [48, 12], generator=torch.Generator().manual_seed(1))
few = Subset(whole, range(0, 60, 20))
print(len(train), test.indices[:4], [int(label) for _, label in few], len(ConcatDataset([few, test])))
pictures, labels = next(iter(DataLoader(few, batch_size=2)))
print(pictures.shape, labels, f'{pictures.std():.4f}')


def slide(picture, size, work):
    (rows, columns), (h, w) = picture.shape, size
    found = torch.empty(rows - h + 1, columns - w + 1)
    for r in range(found.size(0)):
        for c in range(found.size(1)):
            found[r, c] = work(picture[r:r + h, c:c + w])
    return found


kernel = torch.tensor([[1., 0.], [0., -1.]])
field = torch.arange(12.).reshape(3, 4).sin()
mine = slide(field, (2, 2), lambda part: (part * kernel).sum())
theirs = nn.functional.conv2d(field[None, None], kernel[None, None])[0, 0]
print(mine, torch.allclose(mine, theirs))
print(slide(field, (2, 3), torch.max), slide(field, (3, 3), torch.mean))


class Level(nn.Module):
    """Normalization that keeps running figures, as plain tensors."""

    def __init__(self, channels, share=0.2):
        super().__init__()
        self.gain, self.shift = (nn.Parameter(fill(channels, 1, 1)) for fill in (torch.ones, torch.zeros))
        self.middle, self.spread, self.share = torch.zeros(channels, 1, 1), torch.ones(channels, 1, 1), share

    def forward(self, x):
        if self.training:
            middle, spread = x.mean((0, 2, 3), keepdim=True), x.var((0, 2, 3), unbiased=False, keepdim=True)
            with torch.no_grad():
                self.middle = torch.lerp(self.middle, middle[0], self.share)
                self.spread = torch.lerp(self.spread, spread[0], self.share)
        else:
            middle, spread = self.middle, self.spread
        return self.gain * (x - middle) / (spread + 1e-5).sqrt() + self.shift


class Around(nn.Module):
    def __init__(self, inside):
        super().__init__()
        self.inside = inside

    def forward(self, x):
        return x + self.inside(x)


torch.manual_seed(4)
net = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1), Level(4), nn.ReLU(),
    Around(nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4))),
    nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, 4),
)
sgd = torch.optim.SGD(net.parameters(), lr=0.2, momentum=0.5)
for epoch in range(4):
    net.train()
    sums = [0.0, 0, 0]
    for x, y in DataLoader(train, batch_size=12, shuffle=True):
        guess = net(x)
        loss = nn.functional.cross_entropy(guess, y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        sums = [a + b for a, b in zip(sums, (loss.item() * len(y), (guess.argmax(1) == y).sum().item(), len(y)))]
    net.eval()
    with torch.inference_mode():
        right = sum((net(x).argmax(1) == y).float().sum().item() for x, y in DataLoader(test, 6))
    print(f'epoch {epoch + 1}: {sums[0] / sums[2]:>8.5f} {sums[1] / sums[2]:>6.1%} of training, {right / len(test):.0%} of the rest')
print(net[1].middle.flatten(), net[3].inside[1].num_batches_tracked)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'state.pt')
    torch.save({'net': net.state_dict(), 'epoch': epoch}, path)
    kept = torch.load(path)
    other = nn.Linear(16, 4)
    part = {name[2:]: value for name, value in kept['net'].items() if name.startswith('6.')}
    print(sorted(part), other.load_state_dict(part), kept['epoch'], torch.equal(other.weight, net[-1].weight))
    try:
        nn.Linear(15, 4).load_state_dict(part)
    except RuntimeError as error:
        print(str(error).splitlines()[0])


class Lexicon:
    """Words by their numbers, the commonest first; 0 is what is not known."""

    def __init__(self, words, least=1):
        counts = {}
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        self.known = ['?', *(word for word, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if n >= least)]
        self.numbers = {word: i for i, word in enumerate(self.known)}

    def __len__(self):
        return len(self.known)

    def __getitem__(self, words):
        return [self[word] for word in words] if isinstance(words, (list, tuple)) else self.numbers.get(words, 0)


verse = 'the mill by the weir by the mill stream turns and the stream turns the mill'.split()
lexicon = Lexicon(verse, least=2)
print(len(lexicon), lexicon.known, lexicon[['mill', ['turns', 'lock']]])
random.seed(2)
start = random.randrange(len(verse) - 6)
window = torch.tensor(lexicon[verse[start:start + 6]])
hot = nn.functional.one_hot(window, len(lexicon)).float()
gru = nn.GRU(len(lexicon), 5, num_layers=2, bidirectional=True)
out, last = gru(hot.unsqueeze(1))
print(out.shape, last.shape, gru)
print(f'{out.sum():.5f} {last[-1].norm():.5f}')
