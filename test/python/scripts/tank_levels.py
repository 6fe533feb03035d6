"""Two tanks in a row: a controller learns, by the slopes of its chances, to keep the lower one near its mark."""
import argparse
import itertools
import random
from collections import deque, namedtuple

import numpy as np
import torch
from torch import nn
from torch.distributions import Bernoulli, Categorical, Normal, kl_divergence
from torch.nn.functional import huber_loss

parser = argparse.ArgumentParser(prog='tank_levels', description='Keeps a tank at its mark.')
parser.add_argument('--worth', type=float, default=0.9, metavar='W', help='of a reward one step later (default: %(default)s)')
parser.add_argument('--seed', '-s', type=int, default=17)
parser.add_argument('--draw', action='store_true', help='print levels as bars')
parser.add_argument('--rounds', type=int, choices=range(1, 100), default=12)
parser.add_argument('--mark', nargs=2, type=float, default=[0.4, 0.6])
options = parser.parse_args(['--mark', '.45', '.65', '--draw'])
print(options, vars(options)['worth'])
TINY = np.finfo(np.float32).eps.item()

Moment = namedtuple('Moment', 'seen chosen reward then', defaults=(None,))
Choice = namedtuple('Choice', ['chance', 'hoped', 'doubt'])


class Valves:
    """The ways a valve can stand: shut, half open, open."""

    flows = (0.0, 0.12, 0.3)

    def __len__(self):
        return len(self.flows)

    def __contains__(self, way):
        return isinstance(way, int) and 0 <= way < len(self)

    def any(self):
        return random.randrange(len(self))

    def __repr__(self):
        return f'{type(self).__name__}({", ".join(map(str, self.flows))})'


class Tanks:
    """Water runs into the upper tank through the valve, from there into the lower one, and out."""

    leak, hole, longest = 0.18, 0.22, 30

    def __init__(self, mark, seed=None):
        self.low, self.high = mark
        self.valves = Valves()
        self.luck = np.random.RandomState(seed)
        self.levels = None

    def begin(self):
        self.levels, self.steps = self.luck.uniform(low=0.1, high=0.9, size=(2,)), 0
        return self.view()

    def view(self):
        middle = (self.low + self.high) / 2
        return np.array([*self.levels, self.levels[1] - middle], dtype=np.float32)

    def turn(self, way):
        assert way in self.valves, f'{way!r} is no way a valve can stand'
        upper, lower = self.levels
        through = self.leak * np.sqrt(upper)
        upper = upper + self.valves.flows[way] - through + self.luck.normal(scale=0.01)
        lower = lower + through - self.hole * np.sqrt(lower)
        self.levels = np.clip((upper, lower), 0.0, 1.2)
        self.steps += 1
        reward = 1.0 if self.low <= self.levels[1] <= self.high else -abs(self.levels[1] - (self.low + self.high) / 2)
        spilt = bool(self.levels.max() > 1.1 or self.levels.min() <= 0)
        return self.view(), float(reward), spilt or self.steps >= self.longest, {'spilt': spilt}


class Controller(nn.Module):
    def __init__(self, ways):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 24), nn.Softsign())
        self.way = nn.Linear(24, ways)
        self.hope = nn.Linear(24, 1)
        self.choices, self.rewards = [], []

    def forward(self, seen):
        inside = self.body(seen)
        return self.way(inside).softmax(dim=-1), self.hope(inside)

    def choose(self, seen):
        chances, hoped = self(torch.from_numpy(seen).float())
        dice = Categorical(chances)
        way = dice.sample()
        self.choices.append(Choice(dice.log_prob(way), hoped, dice.entropy()))
        return way.item()

    def learn(self, rule, worth):
        """One step of the rule, from what was chosen and what it brought; forgets both."""
        total, returns = 0.0, deque()
        for reward in self.rewards[::-1]:
            total = reward + worth * total
            returns.appendleft(total)
        returns = torch.tensor(list(returns))
        returns = (returns - returns.mean()) / (returns.std() + TINY)
        acting, judging = [], []
        for (chance, hoped, doubt), gained in zip(self.choices, returns):
            acting.append(-chance * (gained - hoped.item()) - 0.01 * doubt)
            judging.append(huber_loss(hoped, gained.unsqueeze(0), delta=0.5))
        rule.zero_grad()
        loss = torch.stack(acting).sum() + torch.stack(judging).mean()
        loss.backward()
        nn.utils.clip_grad_value_(self.parameters(), 1.0)
        rule.step()
        del self.choices[:], self.rewards[:]
        return loss.item()


def play(tanks, controller):
    seen, spilt = tanks.begin(), False
    for step in itertools.count(1):
        seen, reward, over, notes = tanks.turn(controller.choose(seen))
        controller.rewards.append(reward)
        if over:
            return step, sum(controller.rewards), notes['spilt']


def main():
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    tanks = Tanks(options.mark, options.seed)
    controller = Controller(len(tanks.valves))
    rule = torch.optim.RMSprop(controller.parameters(), lr=2e-2, alpha=0.9)
    smooth, lately = 0.0, deque(maxlen=4)
    for turn in range(1, options.rounds + 1):
        steps, gained, spilt = play(tanks, controller)
        loss = controller.learn(rule, options.worth)
        smooth += 0.2 * (gained - smooth)
        lately.append(round(gained, 2))
        if turn % 4 == 0:
            print('Round {:>3}\tsteps {:2d}\tgained {:+.2f}\tsmooth {:+.3f}\t{}'.format(turn, steps, gained, smooth, 'spilt' if spilt else 'kept'))
            print(f'{loss:.3f}', list(lately), max(lately), lately.index(max(lately)))
    if options.draw:
        for name, level in zip(('upper', 'lower'), tanks.levels):
            print(f'{name:<6}|{"#" * int(level * 30):<30}| {level:.4f}')
    return tanks, controller


if __name__ == '__main__':
    tanks, controller = main()


class Memory:
    """What happened, as far back as it reaches."""

    def __init__(self, reach):
        self.moments = deque([], maxlen=reach)

    def __len__(self):
        return len(self.moments)

    def keep(self, *parts, **named):
        self.moments.append(Moment(*parts, **named))

    def pick(self, count):
        return Moment(*zip(*random.sample(self.moments, count)))


memory = Memory(40)
seen = torch.from_numpy(tanks.begin())
for _ in range(55):
    way = tanks.valves.any()
    after, reward, over, _ = tanks.turn(way)
    after = None if over else torch.from_numpy(after)
    memory.keep(seen, torch.tensor([way]), reward=torch.tensor(reward), then=after)
    seen = torch.from_numpy(tanks.begin()) if over else after
picked = memory.pick(14)
goes_on = torch.tensor([after is not None for after in picked.then])
print(len(memory), goes_on, torch.stack([after for after in picked.then if after is not None]).shape)
print(torch.cat(picked.chosen).tolist(), torch.stack(picked.reward), Moment._fields, Moment._field_defaults, tanks.valves)
print(picked._replace(seen=0, then=0, reward=0), Moment(1, 2, 3)._asdict())

# One step of learning by differences: what was hoped beside what came and is hoped next.
hopes, aim = nn.Linear(3, 3), nn.Linear(3, 3)
aim.load_state_dict(hopes.state_dict())
later = torch.zeros(len(picked.seen))
later[goes_on] = aim(torch.stack([after for after in picked.then if after is not None])).max(1).values.detach()
now = hopes(torch.stack(picked.seen)).gather(1, torch.stack(picked.chosen)).squeeze(1)
gap = nn.SmoothL1Loss()(now, torch.stack(picked.reward) + options.worth * later)
gap.backward()
with torch.no_grad():
    for slow, fast in zip(aim.parameters(), hopes.parameters()):
        slow.mul_(0.9).add_(fast - fast.grad, alpha=0.1)
print(f'{gap:.4f}', aim.bias)

# A valve that turns by degrees: a bell around what the controller would do, and how far two bells are apart.
bell, wide = Normal(torch.tensor([0.1, 0.2]), torch.tensor([0.05, 0.1])), Normal(torch.zeros(2), torch.ones(2))
turned = bell.rsample((3,))
print(turned, bell.log_prob(turned).sum(-1), kl_divergence(bell, wide), Bernoulli(logits=torch.tensor(0.4)), Categorical(torch.ones(3)).probs)
for words in (['--rounds', '7'], ['--seed', '-3'], ['-s4', '--draw', '--worth=1e-1']):
    print(parser.parse_args(words))
try:
    tanks.turn(3)
except AssertionError as error:
    print(error)
