"""A greenhouse learns how much to heat: settings, signals, notes of each day, and files that a later run goes on from."""
from __future__ import annotations

import abc
import collections
import contextlib
import csv
import dataclasses
import enum
import functools
import io
import json
import logging
import math
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any, Callable, ClassVar, Generic, Iterator, Literal, Mapping, Protocol, Sequence, TypedDict, TypeVar

import torch
from torch import Tensor, nn, optim
from torch.optim import lr_scheduler as plans

logging.basicConfig(force=True, stream=sys.stdout, level=logging.INFO, format='[%(levelname)s] %(name)-10s | %(message)s')
notes = logging.getLogger('greenhouse')
Value = TypeVar('Value')


class Season(enum.Enum):
    SPRING = 'spring'
    WINTER = 'cold'

    @classmethod
    def _missing_(cls, value: object) -> Season | None:
        return next((one for one in cls if isinstance(value, str) and one.name == value.upper()), None)

    def __format__(self, spec: str) -> str:
        return format(self.name.capitalize(), spec)


class Care(enum.IntFlag):
    WATER = 1
    HEAT = 2
    LIGHT = 4


@dataclasses.dataclass
class Rule:
    kind: Literal['adam', 'sgd'] = 'adam'
    rate: float = 0.02
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, order=True)
class Settings:
    widths: tuple[int, ...] = (12, 8)
    days: int = 6
    batch: int = 16
    rule: Rule = dataclasses.field(default_factory=Rule, compare=False)
    remark: str | None = dataclasses.field(default=None, repr=False)
    LIMIT: ClassVar[int] = 50

    def __post_init__(self) -> None:
        if not 0 < self.days <= self.LIMIT:
            raise ValueError(f'days must be from 1 to {self.LIMIT}, not {self.days}')

    @functools.cached_property
    def layers(self) -> int:
        return len(self.widths) + 1

    @classmethod
    def read(cls, text: str) -> Settings:
        given = json.loads(text)
        return cls(**{**given, 'widths': tuple(given['widths']), 'rule': Rule(**given['rule'])})


settings = Settings(remark='the first')
print(settings)
text = json.dumps(dataclasses.asdict(settings), indent=1, sort_keys=True)
print(text)
print(Settings.read(text) == settings, settings < dataclasses.replace(settings, days=9), settings.layers, [field.name for field in dataclasses.fields(settings)])
for wrong in (lambda: setattr(settings, 'days', 7), lambda: Settings(days=0), lambda: Settings(depth=3), lambda: Season('autumn')):
    try:
        wrong()
    except (dataclasses.FrozenInstanceError, ValueError, TypeError) as error:
        print(type(error).__name__, '|', error)
print(Season('winter'), f'{Season.SPRING:>8}|', Care.WATER | Care.LIGHT, Care.HEAT in Care(6), [one.name for one in Care])


class Figure(Generic[Value]):
    """The mean of what it was told, the last of it, and how much that was."""

    def __init__(self, name: str, form: str = '.3f') -> None:
        self.name, self.form = name, form
        self.values: list[tuple[float, int]] = []

    def tell(self, value: float, count: int = 1) -> None:
        self.values.append((value, count))

    @property
    def mean(self) -> float:
        return sum(value * count for value, count in self.values) / sum(count for _, count in self.values)

    def __str__(self) -> str:
        return '{self.name} {last:{self.form}} (mean {self.mean:{self.form}})'.format(self=self, last=self.values[-1][0])


class Told(TypedDict):
    day: int
    learnt: float
    checked: float
    rate: float


class Listener(abc.ABC):
    """Hears of each day; those with the lowest place hear first."""

    place: int = 5
    all: ClassVar[list[type[Listener]]] = []

    def __init_subclass__(cls, place: int = 5, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        cls.place = place
        Listener.all.append(cls)

    def begins(self, run: Run) -> None:
        pass

    @abc.abstractmethod
    def ends(self, run: Run, told: Told) -> None: ...


class Patience(Listener, place=9):
    """Stops a run that gets no better."""

    def __init__(self, days: int, least: float = 0.0) -> None:
        self.days, self.least, self.best = days, least, collections.deque([math.inf], maxlen=1)
        self.waited = 0

    def ends(self, run: Run, told: Told) -> None:
        better = told['checked'] < self.best[0] - self.least
        self.waited = 0 if better else self.waited + 1
        if better:
            self.best.append(told['checked'])
        elif self.waited >= self.days:
            run.stopped = True
            notes.warning('no better for %d days, day %02d is the last', self.waited, told['day'])


class Files(Listener, place=1):
    def __init__(self, folder: Path, keep: int = 2) -> None:
        self.folder, self.keep = folder, keep

    def begins(self, run: Run) -> None:
        (self.folder / 'states').mkdir(parents=True, exist_ok=True)
        (self.folder / 'settings.json').write_text(json.dumps(dataclasses.asdict(run.settings)))

    def ends(self, run: Run, told: Told) -> None:
        name = f'day-{told["day"]:03d}.pt'
        torch.save({'net': run.net.state_dict(), 'rule': run.rule.state_dict(), 'plan': run.plan.state_dict(), 'told': dict(told)}, self.folder / 'states' / name)
        for old in sorted((self.folder / 'states').glob('day-*.pt'))[:-self.keep]:
            old.unlink()


class Table(Listener):
    def __init__(self, stream: io.TextIOBase) -> None:
        self.writer = csv.DictWriter(stream, fieldnames=list(Told.__annotations__), lineterminator='\n', quoting=csv.QUOTE_NONNUMERIC)

    def begins(self, run: Run) -> None:
        self.writer.writeheader()

    def ends(self, run: Run, told: Told) -> None:
        self.writer.writerow({name: value if isinstance(value, int) else round(value, 5) for name, value in told.items()})


with contextlib.suppress(NotImplementedError):
    raise NotImplementedError
try:
    Listener()
except TypeError as error:
    print(error)
print([one.__name__ for one in sorted(Listener.all, key=lambda one: one.place)])


def counted(work: Callable[..., Value]) -> Callable[..., Value]:
    """Counts calls, and how long they took."""

    @functools.wraps(work)
    def counting(*args: Any, **named: Any) -> Value:
        began = time.monotonic()
        try:
            return work(*args, **named)
        finally:
            counting.calls += 1
            counting.took += time.monotonic() - began

    counting.calls, counting.took = 0, 0.0
    return counting


class Run:
    rules: Mapping[str, type[optim.Optimizer]] = {'adam': optim.NAdam, 'sgd': optim.SGD}

    def __init__(self, settings: Settings, net: nn.Module, *listeners: Listener) -> None:
        self.settings, self.net, self.stopped = settings, net, False
        self.listeners = sorted(listeners, key=lambda one: one.place)
        self.rule = self.rules[settings.rule.kind](net.parameters(), lr=settings.rule.rate, **settings.rule.extra)
        self.plan = plans.MultiplicativeLR(self.rule, lambda day: 0.5 if day % 2 == 0 else 1.0)
        self.past: dict[str, list[float]] = collections.defaultdict(list)

    def say(self, what: str, *told: Any) -> None:
        for one in self.listeners:
            getattr(one, what)(self, *told)

    def through(self, data: tuple[Tensor, Tensor], learning: bool) -> Figure[float]:
        figure: Figure[float] = Figure('learnt' if learning else 'checked', '.2e')
        self.net.train(learning)
        order = torch.randperm(len(data[0])) if learning else torch.arange(len(data[0]))
        for places in order.split(self.settings.batch):
            with torch.set_grad_enabled(learning):
                loss = nn.functional.l1_loss(self.net(data[0][places]), data[1][places])
            if learning:
                self.rule.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
                self.rule.step()
            figure.tell(loss.item(), places.numel())
        return figure

    @counted
    def go(self, learn: tuple[Tensor, Tensor], check: tuple[Tensor, Tensor]) -> Run:
        self.say('begins')
        for day in range(1, self.settings.days + 1):
            figures = [self.through(learn, True), self.through(check, False)]
            print(f'day {day:>2}/{self.settings.days}', *figures, sep=' ~ ')
            told = Told(day=day, learnt=figures[0].mean, checked=figures[1].mean, rate=self.plan.get_last_lr()[0])
            self.plan.step()
            for name, value in told.items():
                self.past[name].append(value)
            self.say('ends', told)
            if self.stopped:
                break
        else:
            notes.info('all days done')
        return self


def stacked(widths: Sequence[int], inside: int, outside: int) -> nn.Sequential:
    parts: collections.OrderedDict[str, nn.Module] = collections.OrderedDict()
    for at, (narrow, wide) in enumerate(zip([inside, *widths], widths), start=1):
        parts[f'mix{at}'] = nn.Linear(narrow, wide)
        parts[f'bend{at}'] = nn.Hardswish() if at % 2 else nn.Mish()
        parts[f'drop{at}'] = nn.Dropout(p=0.05)
    return nn.Sequential(collections.OrderedDict(**parts, heat=nn.Linear(widths[-1], outside)))


torch.manual_seed(50)
hour = torch.rand(120, 1) * 24
outdoors = 8 - 6 * torch.cos(hour / 24 * 2 * math.pi) + torch.randn_like(hour)
given = torch.cat([hour / 24, outdoors / 10], dim=1)
wanted = (20 - outdoors).clamp(min=0) / 10 + 0.05 * torch.randn(120, 1)
learn, check = ((given[part], wanted[part]) for part in (slice(0, 90), slice(90, None)))
stream = io.StringIO()
with tempfile.TemporaryDirectory(prefix='greenhouse-') as name:
    folder = Path(name)
    run = Run(settings, stacked(settings.widths, 2, 1), Table(stream), Patience(1, least=0.07), Files(folder))
    print(run.net, run.rule, sep='\n')
    run.go(learn, check)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob('*') if path.is_file())
    print(files, Path(files[0]).stem, Path(files[-1]).suffix, (folder / 'settings.json').stat().st_size == len((folder / 'settings.json').read_bytes()))
    kept = torch.load(max((folder / 'states').iterdir()))
    print(sorted(kept), kept['told']['day'], list(kept['net'])[-2:], sorted(kept['rule']), sorted(kept['plan'])[:3])
    again = Run(Settings.read((folder / 'settings.json').read_text()), stacked(settings.widths, 2, 1))
    again.net.load_state_dict(kept['net'])
    again.rule.load_state_dict(kept['rule'])
    print(all(map(torch.equal, again.net.parameters(), run.net.parameters())), again.rule.param_groups[0]['lr'] == run.rule.param_groups[0]['lr'])
print(folder.exists(), stream.getvalue(), sep='\n', end='')
table = list(csv.DictReader(io.StringIO(stream.getvalue()), quoting=csv.QUOTE_NONNUMERIC))
print(len(table), table[0], statistics.fmean(row['learnt'] for row in table) == sum(row['learnt'] for row in table) / len(table))
print({name: [round(value, 3) for value in values] for name, values in run.past.items()}, Run.go.calls, Run.go.__name__, Run.go.__doc__)


@contextlib.contextmanager
def still(net: nn.Module) -> Iterator[int]:
    """Nothing in the net is learnt meanwhile."""
    were = {name: weight.requires_grad for name, weight in net.named_parameters()}
    net.requires_grad_(False)
    try:
        yield len(were)
    finally:
        for name, weight in net.named_parameters():
            weight.requires_grad_(were[name])


with still(run.net) as count:
    print(count, any(weight.requires_grad for weight in run.net.parameters()))
total = sum(weight.numel() for weight in run.net.parameters() if weight.requires_grad)
print(f'{total:,} numbers, {total / 1e3:.2f} thousand, {total * 4:_} bytes, {total:08b}')


class Plan(Protocol):
    def step(self) -> None: ...


made: list[Callable[[optim.Optimizer], Plan]] = [
    functools.partial(plans.CosineAnnealingWarmRestarts, T_0=3, eta_min=0.01),
    functools.partial(plans.CyclicLR, base_lr=0.01, max_lr=0.1, step_size_up=2, mode='exp_range', gamma=0.9),
    functools.partial(plans.OneCycleLR, max_lr=0.2, epochs=2, steps_per_epoch=3, anneal_strategy='linear'),
    lambda rule: plans.SequentialLR(rule, [plans.ConstantLR(rule, 0.5, 2), plans.PolynomialLR(rule, 4, 2.0)], milestones=[2]),
    lambda rule: plans.ChainedScheduler([plans.LinearLR(rule, 0.25, total_iters=3), plans.ExponentialLR(rule, 0.9)]),
]
warnings.simplefilter('ignore', UserWarning)
for make in made:
    rule = optim.SGD([nn.Parameter(torch.zeros(2))], lr=0.1, momentum=0.8)
    plan = make(rule)
    rates = []
    for _ in range(6):
        rates.append(rule.param_groups[0]['lr'])
        rule.step()
        plan.step()
    print(f'{type(plan).__name__:<28}', *(f'{rate:.5f}' for rate in rates))
wait = plans.ReduceLROnPlateau(rule, mode='max', factor=0.2, patience=0, threshold=0.1, cooldown=1, verbose=True)
for value in (1.0, 1.05, 1.3, 1.31, 1.32, 1.33):
    wait.step(value)
notes.info('rate %.3e of %s, %r', rule.param_groups[0]['lr'], {'heat': Care.HEAT.value}, Season.WINTER.name)
notes.debug('never said')
notes.getChild('roof').error('pane %d of %d is open', 3, 8, exc_info=False)
