#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""A trainer with argparse, logging, early stopping, checkpoints, a json log and a csv of predictions."""
from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import os
import sys
import shutil
import tempfile
import time
from collections import OrderedDict, deque, namedtuple
from contextlib import contextmanager
from functools import partial, wraps, lru_cache
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import Adam
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR, CosineAnnealingLR, LambdaLR, OneCycleLR
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

logging.basicConfig(force=True, stream=sys.stdout, level=logging.INFO, format='%(levelname)s | %(name)s | %(message)s')
logger = logging.getLogger('trainer')
logger.debug('not shown')


def parse_args(argv=None):
    parser = argparse.ArgumentParser(description='Trains a small network.')
    parser.add_argument('--epochs', type=int, default=12, help='number of epochs (default: %(default)s)')
    parser.add_argument('--lr', type=float, default=1e-2, metavar='LR')
    parser.add_argument('-b', '--batch-size', type=int, default=16)
    parser.add_argument('--hidden', type=int, nargs='+', default=[16, 8])
    parser.add_argument('--no-cuda', action='store_true', default=False)
    parser.add_argument('--act', choices=['relu', 'tanh'], default='relu')
    parser.add_argument('--seed', type=int, default=1, metavar='S', help='random seed')
    return parser.parse_args(argv)


def timed(fn):
    @wraps(fn)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = fn(*args, **kwargs)
        wrapper.calls += 1
        assert time.perf_counter() - start >= 0
        return result
    wrapper.calls = 0
    return wrapper


class AverageMeter:
    """Computes and stores the average and current value"""

    def __init__(self, name, fmt=':f'):
        self.name = name
        self.fmt = fmt
        self.reset()

    def reset(self):
        self.val = self.avg = self.sum = self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count

    def __str__(self):
        fmtstr = '{name} {val' + self.fmt + '} ({avg' + self.fmt + '})'
        return fmtstr.format(**self.__dict__)


class ProgressMeter(object):
    def __init__(self, num_batches, meters, prefix=""):
        self.batch_fmtstr = self._get_batch_fmtstr(num_batches)
        self.meters = meters
        self.prefix = prefix

    def display(self, batch):
        entries = [self.prefix + self.batch_fmtstr.format(batch)]
        entries += [str(meter) for meter in self.meters]
        print('\t'.join(entries))

    def _get_batch_fmtstr(self, num_batches):
        num_digits = len(str(num_batches // 1))
        fmt = '{:' + str(num_digits) + 'd}'
        return '[' + fmt + '/' + fmt.format(num_batches) + ']'


class EarlyStopping:
    def __init__(self, patience: int = 2, delta: float = 0.0) -> None:
        self.patience, self.delta = patience, delta
        self.best: Optional[float] = None
        self.counter = 0

    def __call__(self, loss: float) -> bool:
        if self.best is None or loss < self.best - self.delta:
            self.best, self.counter = loss, 0
        else:
            self.counter += 1
            logger.info('EarlyStopping counter: %d out of %d', self.counter, self.patience)
        return self.counter >= self.patience


class Batch(NamedTuple):
    x: torch.Tensor
    y: torch.Tensor
    tag: str = 'train'


@contextmanager
def evaluating(model):
    was = model.training
    try:
        model.eval()
        yield model
    finally:
        model.train(was)


def make_model(hidden: List[int], act: str) -> nn.Sequential:
    activations = nn.ModuleDict([['relu', nn.ReLU()], ['tanh', nn.Tanh()]])
    layers: "OrderedDict[str, nn.Module]" = OrderedDict()
    sizes = [4, *hidden]
    for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:]), start=1):
        layers[f'fc{i}'] = nn.Linear(a, b)
        layers[f'{act}{i}'] = activations[act]
        layers[f'drop{i}'] = nn.Dropout(p=0.1)
    layers['out'] = nn.Linear(sizes[-1], 3)
    return nn.Sequential(layers)


def init_weights(m, gain=1.0):
    if type(m) == nn.Linear:
        nn.init.xavier_uniform_(m.weight, gain=gain)
        m.bias.data.fill_(0.01)


@timed
def train_epoch(loader, model, criterion, optimizer, epoch):
    losses = AverageMeter('Loss', ':.4e')
    top1 = AverageMeter('Acc@1', ':6.2f')
    progress = ProgressMeter(len(loader), [losses, top1], prefix="Epoch: [{}]".format(epoch))
    for i, pair in enumerate(loader):
        batch = Batch(*pair)
        output = model(batch.x)
        loss = criterion(output, batch.y)
        acc1, = accuracy(output, batch.y)
        losses.update(loss.item(), batch.x.size(0))
        top1.update(acc1[0], batch.x.size(0))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(model.parameters(), 0.5)
        optimizer.step()
    progress.display(i + 1)
    return losses.avg


def accuracy(output, target, topk=(1,)):
    with torch.no_grad():
        maxk = max(topk)
        batch_size = target.size(0)
        _, pred = output.topk(maxk, 1, True, True)
        pred = pred.t()
        correct = pred.eq(target.view(1, -1).expand_as(pred))
        res = []
        for k in topk:
            correct_k = correct[:k].reshape(-1).float().sum(0, keepdim=True)
            res.append(correct_k.mul_(100.0 / batch_size))
        return res


def main(argv: Optional[List[str]] = None) -> int:
    args = parse_args(argv)
    logger.info('arguments: %s', vars(args))
    print(args)
    torch.manual_seed(args.seed)
    centres = torch.tensor([[2., 0, 0, 1], [0, 2., 1, 0], [-2., -1, 0, 0]])
    y = torch.arange(3).repeat(50)
    x = centres[y] + torch.randn(150, 4)
    dataset = TensorDataset(x, y)
    train, val = random_split(dataset, [120, 30])
    loaders = {'train': DataLoader(train, args.batch_size, shuffle=True, drop_last=True), 'val': DataLoader(val, batch_size=30)}
    model = make_model(args.hidden, args.act)
    model.apply(partial(init_weights, gain=nn.init.calculate_gain(args.act)))
    print(model)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
    optimizer = Adam(model.parameters(), lr=args.lr, weight_decay=1e-4)
    scheduler = ReduceLROnPlateau(optimizer, mode='min', factor=0.5, patience=1, verbose=True)
    stop = EarlyStopping(patience=3)
    history: Dict[str, List[float]] = {'train': [], 'val': []}
    recent = deque(maxlen=3)
    work = Path(tempfile.mkdtemp(prefix='run-'))
    best = float('inf')
    for epoch in range(1, args.epochs + 1):
        history['train'].append(train_epoch(loaders['train'], model, criterion, optimizer, epoch))
        with evaluating(model), torch.inference_mode():
            (vx, vy), = loaders['val']
            val_loss = criterion(model(vx), vy).item()
        history['val'].append(round(val_loss, 4))
        recent.append(val_loss)
        scheduler.step(val_loss)
        if val_loss < best:
            best = val_loss
            torch.save({'epoch': epoch, 'state_dict': model.state_dict(), 'optimizer': optimizer.state_dict(), 'best': best}, work / 'best.pth')
        if stop(val_loss):
            logger.warning('Early stopping at epoch %d', epoch)
            break
    checkpoint = torch.load(work / 'best.pth', map_location='cpu')
    print(sorted(checkpoint), checkpoint['epoch'], f"{checkpoint['best']:.5f}")
    model.load_state_dict(checkpoint['state_dict'])
    optimizer.load_state_dict(checkpoint['optimizer'])
    (work / 'history.json').write_text(json.dumps(history, indent=2, sort_keys=True), encoding='utf-8')
    with open(work / 'history.json') as fh:
        again = json.load(fh)
    print(again['val'] == history['val'], again['val'][:3])
    with open(work / 'pred.csv', 'w', newline='') as fh:
        writer = csv.DictWriter(fh, fieldnames=['i', 'pred', 'true'])
        writer.writeheader()
        with torch.no_grad():
            for i, p in enumerate(model.eval()(vx).argmax(1).tolist()):
                writer.writerow({'i': i, 'pred': p, 'true': vy[i].item()})
    with (work / 'pred.csv').open() as fh:
        rows = list(csv.DictReader(fh))
    print(len(rows), rows[0])
    matrix = [[0] * 3 for _ in range(3)]
    for row in rows:
        matrix[int(row['true'])][int(row['pred'])] += 1
    print('     ' + ' '.join(f'{c:>4}' for c in 'abc'))
    for name, line in zip('abc', matrix):
        print(f'{name:<4} ' + ' '.join(f'{v:4d}' for v in line))
    print(sorted(p.name for p in work.iterdir()), [p.suffix for p in sorted(work.glob('*.csv'))])
    shutil.rmtree(work)
    print(work.exists(), train_epoch.__name__, train_epoch.calls, len(recent))
    return 0


if __name__ == '__main__':
    sys.exit(main(['--epochs', '6', '--lr', '0.02']))
