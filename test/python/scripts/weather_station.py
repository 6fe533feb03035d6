"""A weather station: is it calm, does a front pass, or is there a storm? Told from a day's readings and a picture of the sky."""
import io
import time
from copy import deepcopy

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn, optim
from torch.nn import functional as F
from torch.optim.lr_scheduler import MultiStepLR
from torch.utils.data import DataLoader, TensorDataset

KINDS = ('calm', 'front', 'storm')
HOURS = 24
where = torch.device('cuda' if torch.cuda.is_available() else 'cpu')


def days(count, seed):
    """Readings of whole days: (pressure, humidity, wind) by the hour, a small picture of the sky, and the kind of day."""
    draw = torch.Generator().manual_seed(seed)
    kind = torch.randint(len(KINDS), (count,), generator=draw)
    clock = torch.linspace(0, 2 * torch.pi, HOURS)
    pressure = torch.cos(clock) * 0.2 - kind.view(-1, 1) * torch.linspace(0, 0.8, HOURS)
    humidity = torch.sin(clock).expand(count, -1) * (kind != 0).unsqueeze(1)
    wind = torch.rand(count, HOURS, generator=draw) * (1 + kind.unsqueeze(-1))
    readings = torch.stack([pressure, humidity, wind], dim=1)
    readings += 0.3 * torch.randn(readings.shape, generator=draw)
    sky = torch.rand(count, 1, 9, 9, generator=draw)
    sky[kind == 2, :, 4:, :] -= 0.6
    sky[kind.eq(1)] *= torch.linspace(1, 0, 9)
    return TensorDataset(readings, sky, kind)


class Hours(nn.Module):
    """The readings: two layers along the hours, each twice as coarse as the one before it."""

    def __init__(self, channels, width):
        super(Hours, self).__init__()
        self.near = nn.Conv1d(channels, width, 5, padding='same')
        self.far = nn.Conv1d(width, width, kernel_size=3, stride=2, dilation=2, bias=False)
        self.level = nn.BatchNorm1d(width)
        self.halve = nn.AvgPool1d(2)

    def forward(self, x):
        x = self.halve(torch.tanh(self.near(x)))
        return F.relu(self.level(self.far(x))).amax(-1)


class Patch(nn.Module):
    """Adds to a picture what it finds in it; where sizes differ, a plain layer leads past."""

    grows: int = 2

    def __init__(self, inside, stride=1, past=None):
        super().__init__()
        outside = inside * self.grows if stride > 1 else inside
        self.look = nn.Conv2d(inside, outside, 3, stride, padding=1, bias=past is None)
        self.level = nn.GroupNorm(2, outside)
        self.bend = nn.LeakyReLU(0.1, inplace=True)
        self.past = past

    def forward(self, x):
        y = self.level(self.look(x))
        y += x if self.past is None else self.past(x)
        return self.bend(y)


class Station(nn.Module):
    def __init__(self, kinds=len(KINDS)):
        super().__init__()
        self.hours = Hours(3, 8)
        self.sky = nn.Sequential(
            nn.Conv2d(1, 4, (3, 3)),
            nn.MaxPool2d(2, stride=1, return_indices=False),
            *(Patch(4) for _ in range(2)),
            Patch(4, stride=2, past=nn.Conv2d(4, 8, 1, 2)),
        )
        self.whole = nn.AdaptiveAvgPool2d((1, 1))
        self.judge = nn.Linear(self.width(), kinds)
        self.settle()

    def width(self):
        total = 1
        for size in self.whole(self.sky(torch.zeros(1, 1, 9, 9))).size()[1:]:
            total *= size
        return total + self.hours.level.num_features

    def settle(self):
        for name, part in self.named_modules():
            if isinstance(part, (nn.Conv1d, nn.Conv2d)):
                nn.init.kaiming_uniform_(part.weight, mode='fan_in', nonlinearity='leaky_relu', a=0.1)
                if part.bias is not None:
                    nn.init.zeros_(part.bias)
            elif isinstance(part, nn.Linear):
                nn.init.xavier_normal_(part.weight, gain=nn.init.calculate_gain('tanh'))
                print('settled', name)

    def forward(self, readings, sky):
        seen = self.whole(self.sky(sky))
        seen = seen.view(seen.size(0), -1)
        return self.judge(torch.cat((self.hours(readings), seen), dim=1))


torch.manual_seed(21)
station = Station().to(where)
print(station)
weights = list(station.parameters())
print(len(weights), weights[0].size(), sum(w.numel() for w in weights), [name for name, _ in station.named_children()])

# The graph behind a guess, and what a step by hand changes.
sets = {'learn': days(60, 1), 'check': days(30, 2)}
some = [part.to(where) for part in sets['learn'][:6]]
guess = station(*some[:2])
print(guess)
loss = F.cross_entropy(guess, some[2], label_smoothing=0.1)
print(loss, loss.grad_fn.name(), '<-', loss.grad_fn.next_functions[0][0].name())
print('before', station.judge.bias.grad)
guess.backward(torch.full_like(guess, 0.5), retain_graph=True)
print('after a given slope', station.judge.bias.grad)
station.zero_grad(set_to_none=False)
print('cleared', station.judge.bias.grad)
loss.backward()
print('after the loss', station.judge.bias.grad)
for weight in station.parameters():
    weight.data.sub_(weight.grad.data, alpha=0.02)
print(f'{loss.item():.5f} -> {F.cross_entropy(station(*some[:2]), some[2]).item():.5f}')

# How far pressure falls: a number doubled until it is large, and slopes of a vector.
fall = torch.tensor([0.4, -1.2, 2.0], requires_grad=True)
depth = fall.mul(3)
doublings = 0
while depth.detach().abs().max() < 500:
    depth, doublings = depth * 2, doublings + 1
depth.backward(gradient=torch.tensor([1.0, 0.1, 0.01]))
print(doublings, depth, fall.grad)
plain = torch.rand(2, 2, generator=torch.Generator().manual_seed(3))
print(plain.requires_grad, plain.requires_grad_().exp().sum().grad_fn.name(), plain.detach().requires_grad, plain.eq(plain.detach()).all())
with torch.no_grad():
    print((fall ** 2).requires_grad, (fall * 1).is_leaf)

# Pictures for people: channels last, lifted to the range of a picture.
picture = sets['check'][0][1].numpy().transpose((1, 2, 0)).repeat(3, axis=2)
tint, lift = np.array([1.0, 0.9, 0.8]), np.array([0.0, 0.05, 0.1])
picture = np.clip(picture * tint + lift, 0, 1)
plt.imshow(picture)
plt.title('sky: {}'.format(KINDS[int(sets['check'][0][2])]))
plt.close()
print(picture.shape, picture.dtype, f'{picture.mean():.6f}')


class Best:
    """Keeps the state of the best round."""

    def __init__(self):
        self.share, self.state = 0.0, None

    def offer(self, share, net):
        if share > self.share:
            self.share, self.state = share, deepcopy(net.state_dict())


def rounds(net, sets, rule, plan, count):
    """Learns and checks in turn; gives the net back as it was at its best."""
    began = time.perf_counter()
    best = Best()
    loaders = {name: DataLoader(part, batch_size=12, shuffle=name == 'learn', num_workers=0) for name, part in sets.items()}
    for turn in range(1, count + 1):
        line = 'round {:>2}'.format(turn)
        for name, loader in loaders.items():
            learning = name == 'learn'
            net.train(learning)
            lost, right = 0.0, 0
            for readings, sky, kind in loader:
                rule.zero_grad()
                with torch.set_grad_enabled(learning):
                    says = net(readings.to(where), sky.to(where))
                    loss = F.cross_entropy(says, kind.to(where))
                _, most = torch.max(says, 1)
                if learning:
                    loss.backward()
                    rule.step()
                lost += loss.item() * readings.size(0)
                right += torch.sum(most == kind.data)
            share = right.double() / len(sets[name])
            line += ' | {} loss {:.4f} right {:.3%}'.format(name, lost / len(sets[name]), share)
            if not learning:
                best.offer(share, net)
        plan.step()
        print(line, '| next rate {0[0]:g}'.format(plan.get_last_lr()))
    print('took {:.0f} hours, best {:4f}'.format((time.perf_counter() - began) // 3600, best.share))
    net.load_state_dict(best.state)
    return net


# The first layer stays as it is; the judge is a new one.
for weight in station.hours.near.parameters():
    weight.requires_grad = False
station.judge = nn.Linear(station.judge.in_features, len(KINDS)).to(where)
sgd = optim.SGD(filter(lambda w: w.requires_grad, station.parameters()), lr=0.05, momentum=0.9, nesterov=True)
station = rounds(station, sets, sgd, MultiStepLR(sgd, milestones=[2, 3], gamma=0.3), count=3)

table = torch.zeros(len(KINDS), len(KINDS), dtype=torch.int64)
station.eval()
with torch.no_grad():
    for readings, sky, kind in DataLoader(sets['check'], batch_size=7):
        for truth, said in zip(kind.view(-1), station(readings, sky).argmax(dim=1).cpu()):
            table[truth.long(), said.long()] += 1
print(table, table.diag().float() / table.sum(dim=1))

file = io.BytesIO()
torch.save({'round': 3, 'station': station.state_dict(), 'rule': sgd.state_dict(), 'kinds': KINDS}, file)
print(file.tell() > 1000, file.seek(0))
kept = torch.load(file, map_location=torch.device('cpu'))
print(kept.keys(), kept['kinds'], station.load_state_dict(kept['station'], strict=True))
print(list(kept['rule']['param_groups'][0].items())[:5], len(kept['rule']['state']))
short = {name: value for name, value in kept['station'].items() if not name.startswith('judge')}
print(station.load_state_dict({**short, 'roof': torch.ones(1)}, strict=False))
try:
    Hours(3, 4).load_state_dict({'near.weight': torch.zeros(4, 3, 4), 'tail': torch.zeros(1)})
except RuntimeError as error:
    print(error)
filters = station.sky[0].weight.detach().clone()
filters -= filters.min()
filters /= filters.max()
print(filters.shape, filters.max(), nn.utils.parameters_to_vector(station.judge.parameters()).shape)
