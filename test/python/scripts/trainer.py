"""A trainer in the manner of larger projects: typing, dataclasses, logging, callbacks, json, csv, pathlib."""
from __future__ import annotations
import copy, csv, dataclasses, functools, io, json, logging, math, sys, tempfile, time
from abc import ABC, abstractmethod
from collections import defaultdict, OrderedDict, Counter
from contextlib import contextmanager, suppress, redirect_stdout
from dataclasses import dataclass, field, asdict, replace
from enum import Enum, auto, IntEnum
from pathlib import Path
from typing import Any, Callable, Dict, Generic, Iterator, List, NamedTuple, Optional, Protocol, Tuple, TypeVar, Union
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR, ReduceLROnPlateau, StepLR, CosineAnnealingLR, OneCycleLR

logging.basicConfig(force=True, level=logging.INFO, format='%(levelname)-8s %(name)s: %(message)s', stream=sys.stdout)
log = logging.getLogger('train')
T = TypeVar('T')

class Phase(Enum):
    TRAIN = auto()
    VALID = 'valid'
    def __str__(self) -> str:
        return self.name.lower()

@dataclass
class OptimConfig:
    name: str = 'adam'
    lr: float = 1e-2
    betas: Tuple[float, float] = (0.9, 0.999)
    weight_decay: float = 0.0

@dataclass(frozen=True)
class Config:
    hidden: List[int] = field(default_factory=lambda: [16, 16])
    epochs: int = 4
    batch: int = 20
    seed: int = 0
    optim: OptimConfig = field(default_factory=OptimConfig)
    notes: Optional[str] = None
    @property
    def depth(self) -> int:
        return len(self.hidden) + 1
    def __post_init__(self):
        if self.epochs <= 0:
            raise ValueError('epochs must be positive')

cfg = Config(notes='first')
print(cfg)
print(json.dumps(asdict(cfg), indent=2, sort_keys=True))
print(replace(cfg, epochs=2).depth, [f.name for f in dataclasses.fields(cfg)])
try:
    cfg.epochs = 3
except dataclasses.FrozenInstanceError as e:
    print(type(e).__name__, e)
with suppress(ValueError):
    Config(epochs=0)

class Meter(Generic[T]):
    def __init__(self, name: str, fmt: str = ':f') -> None:
        self.name, self.fmt = name, fmt
        self.reset()
    def reset(self) -> None:
        self.val = self.avg = self.sum = self.count = 0
    def update(self, val: float, n: int = 1) -> None:
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count
    def __str__(self) -> str:
        fmtstr = '{name} {val' + self.fmt + '} ({avg' + self.fmt + '})'
        return fmtstr.format(**self.__dict__)

class ProgressMeter:
    def __init__(self, num_batches: int, meters: List[Meter], prefix: str = '') -> None:
        self.batch_fmtstr = self._get(num_batches)
        self.meters, self.prefix = meters, prefix
    def display(self, batch: int) -> None:
        print('\t'.join([self.prefix + self.batch_fmtstr.format(batch)] + [str(m) for m in self.meters]))
    def _get(self, num_batches: int) -> str:
        num_digits = len(str(num_batches // 1))
        fmt = '{:' + str(num_digits) + 'd}'
        return '[' + fmt + '/' + fmt.format(num_batches) + ']'

class Callback(ABC):
    order = 0
    def on_epoch_begin(self, trainer: 'Trainer') -> None: ...
    @abstractmethod
    def on_epoch_end(self, trainer: 'Trainer', logs: Dict[str, float]) -> None: ...

class EarlyStopping(Callback):
    def __init__(self, patience: int = 2, delta: float = 0.0, mode: str = 'min'):
        self.patience, self.delta = patience, delta
        self.best = math.inf
        self.wait = 0
    def on_epoch_end(self, trainer, logs):
        if logs['valid_loss'] < self.best - self.delta:
            self.best, self.wait = logs['valid_loss'], 0
        else:
            self.wait += 1
            if self.wait >= self.patience:
                trainer.stop = True
                log.warning('stopping after %d epochs', trainer.epoch + 1)

class Checkpoint(Callback):
    order = 1
    def __init__(self, folder: Path): self.folder = folder
    def on_epoch_end(self, trainer, logs):
        path = self.folder / f'epoch={trainer.epoch:02d}.pt'
        torch.save({'epoch': trainer.epoch, 'model': trainer.model.state_dict(), 'opt': trainer.opt.state_dict(), 'logs': logs, 'cfg': asdict(trainer.cfg)}, path)

class CSVLogger(Callback):
    order = 2
    def __init__(self, stream): self.writer, self.stream = None, stream
    def on_epoch_end(self, trainer, logs):
        row = {'epoch': trainer.epoch, **{k: f'{v:.5f}' for k, v in logs.items()}}
        if self.writer is None:
            self.writer = csv.DictWriter(self.stream, fieldnames=list(row), lineterminator='\n')
            self.writer.writeheader()
        self.writer.writerow(row)

try:
    Callback()
except TypeError as e:
    print(e)

def timed(f: Callable[..., T]) -> Callable[..., T]:
    @functools.wraps(f)
    def wrapper(*a: Any, **k: Any) -> T:
        t = time.perf_counter()
        try:
            return f(*a, **k)
        finally:
            wrapper.calls += 1
            wrapper.total += time.perf_counter() - t
    wrapper.calls, wrapper.total = 0, 0.0
    return wrapper

class Trainer:
    def __init__(self, model: nn.Module, cfg: Config, callbacks: List[Callback] | None = None):
        self.model, self.cfg = model, cfg
        self.callbacks = sorted(callbacks or [], key=lambda c: c.order)
        kinds = {'adam': torch.optim.Adam, 'sgd': torch.optim.SGD}
        self.opt = kinds[cfg.optim.name](model.parameters(), lr=cfg.optim.lr, weight_decay=cfg.optim.weight_decay)
        self.sched = StepLR(self.opt, step_size=2, gamma=0.5)
        self.history: Dict[str, List[float]] = defaultdict(list)
        self.stop = False
    def _notify(self, what: str, *a) -> None:
        for c in self.callbacks:
            getattr(c, what)(self, *a)
    @timed
    def run(self, data: Dict[Phase, Tuple[Tensor, Tensor]]) -> Trainer:
        for self.epoch in range(self.cfg.epochs):
            logs: Dict[str, float] = {}
            self._notify('on_epoch_begin')
            for phase in Phase:
                x, y = data[phase]
                meter: Meter[float] = Meter('Loss', ':.4e')
                self.model.train(phase is Phase.TRAIN)
                perm = torch.randperm(len(x)) if phase is Phase.TRAIN else torch.arange(len(x))
                progress = ProgressMeter(math.ceil(len(x) / self.cfg.batch), [meter], prefix=f'Epoch: [{self.epoch}] {phase!s:>5} ')
                for i, idx in enumerate(perm.split(self.cfg.batch)):
                    with torch.set_grad_enabled(phase is Phase.TRAIN):
                        loss = nn.functional.mse_loss(self.model(x[idx]), y[idx])
                    if phase is Phase.TRAIN:
                        self.opt.zero_grad(set_to_none=True)
                        loss.backward()
                        nn.utils.clip_grad_norm_(self.model.parameters(), max_norm=1.0)
                        self.opt.step()
                    meter.update(loss.item(), len(idx))
                progress.display(i + 1)
                logs[f'{phase}_loss'] = meter.avg
            logs['lr'] = self.sched.get_last_lr()[0]
            self.sched.step()
            for k, v in logs.items():
                self.history[k].append(v)
            self._notify('on_epoch_end', logs)
            if self.stop:
                break
        return self

def build(cfg: Config, n_in: int, n_out: int) -> nn.Sequential:
    sizes = [n_in, *cfg.hidden]
    layers: list[tuple[str, nn.Module]] = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers += [(f'fc{i}', nn.Linear(a, b)), (f'act{i}', nn.GELU()), (f'drop{i}', nn.Dropout(0.1))]
    return nn.Sequential(OrderedDict([*layers, ('head', nn.Linear(sizes[-1], n_out))]))

torch.manual_seed(cfg.seed)
x = torch.linspace(-2, 2, 100).unsqueeze(1)
y = torch.sin(3 * x) + 0.1 * torch.randn_like(x)
data = {Phase.TRAIN: (x[::2], y[::2]), Phase.VALID: (x[1::2], y[1::2])}
buf = io.StringIO()
with tempfile.TemporaryDirectory() as d:
    model = build(cfg, 1, 1)
    print(model)
    trainer = Trainer(model, cfg, [Checkpoint(Path(d)), CSVLogger(buf), EarlyStopping()]).run(data)
    files = sorted(p.name for p in Path(d).glob('*.pt'))
    print(files, Path(files[0]).stem, Path(files[0]).suffix)
    ck = torch.load(Path(d) / files[-1])
    print(sorted(ck), ck['epoch'], ck['cfg']['optim'], list(ck['model'])[:2], sorted(ck['opt']))
    best = copy.deepcopy(model)
    best.load_state_dict(ck['model'])
    print(all(torch.equal(a, b) for a, b in zip(best.parameters(), model.parameters())))
print(buf.getvalue())
for row in csv.DictReader(io.StringIO(buf.getvalue())):
    print(row['epoch'], float(row['lr']))
print({k: [round(v, 4) for v in vs] for k, vs in trainer.history.items()}, Trainer.run.calls, Trainer.run.__name__)

@contextmanager
def frozen(m: nn.Module) -> Iterator[nn.Module]:
    flags = [p.requires_grad for p in m.parameters()]
    for p in m.parameters(): p.requires_grad_(False)
    try:
        yield m
    finally:
        for p, f in zip(m.parameters(), flags): p.requires_grad_(f)
with frozen(model) as fm:
    print(sum(p.numel() for p in fm.parameters() if p.requires_grad))
total = sum(p.numel() for p in model.parameters() if p.requires_grad)
print(f'{total:,} parameters, {total / 1e3:.2f}K, {total:>10_}|')
for make in (lambda o: LambdaLR(o, lambda e: 0.9 ** e), lambda o: CosineAnnealingLR(o, T_max=5, eta_min=1e-4), lambda o: OneCycleLR(o, max_lr=0.1, total_steps=6)):
    o = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
    s = make(o); lrs = []
    for _ in range(5):
        lrs.append(o.param_groups[0]['lr']); o.step(); s.step()
    print(type(s).__name__, ' '.join(f'{v:.5f}' for v in lrs))
pl = ReduceLROnPlateau(o, factor=0.1, patience=1, verbose=True)
for v in (1.0, 0.9, 0.95, 0.96, 0.97): pl.step(v)
log.info('final lr %.2e after %s', o.param_groups[0]['lr'], {'k': 1})
log.debug('not shown'); log.error('bad thing: %r', ValueError('x'))
