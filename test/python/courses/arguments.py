#!/usr/bin/env python3
"""Trains a line; its settings come from the command line."""
import argparse
import random
import time

import torch


def parse_args(argv=None):
    parser = argparse.ArgumentParser(description='Trains a line.')
    parser.add_argument('--epochs', type=int, default=5)
    parser.add_argument('--lr', type=float, default=0.1, help='learning rate')
    parser.add_argument('--seed', default=9, type=int)
    parser.add_argument('--verbose', action='store_true')
    return parser.parse_args(argv)


def set_seed(seed):
    random.seed(seed)
    torch.manual_seed(seed)


def main(argv):
    args = parse_args(argv)
    print(args)
    set_seed(args.seed)
    start = time.time()
    noise = [random.gauss(0, 0.1) for _ in range(4)]
    x = torch.tensor([0.0, 1.0, 2.0, 3.0])
    y = 2 * x + 1 + torch.tensor(noise)
    w, b = torch.randn(2, requires_grad=True).unbind() if False else (torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True))
    optimizer = torch.optim.SGD([w, b], lr=args.lr)
    best = float('inf')
    for epoch in range(args.epochs):
        loss = ((w * x + b - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        best = min(best, loss.item())
        if args.verbose:
            print(f'{epoch=} {loss.item():.4f}')
    elapsed = time.time() - start
    assert elapsed < 60
    print('best {:.4f}, w {:.3f}, b {:.3f}'.format(best, w.item(), b.item()))
    return random.randint(1, 100), random.sample(range(10), 3), random.choice('abc')


if __name__ == '__main__':
    print(main(['--epochs', '8', '--verbose']))
    random.seed(1)
    print([round(random.random(), 6) for _ in range(3)], random.shuffle([1, 2]), random.uniform(1, 2))
