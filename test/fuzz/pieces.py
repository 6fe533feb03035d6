class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.a = nn.Linear(2, width)
        self.b = nn.Linear(width, 1)

    def forward(self, x):
        return self.b(torch.relu(self.a(x)))


net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(3):
    loss = net(torch.ones(4, 2)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
print(f"{epoch=} {loss.item():.4f}")


print(f"{3.14159:>10.2f}|{'a':<5}|{[1, 2]!r}|{1_000_000:,}")


a = np.arange(12).reshape(3, 4)
print(a[1:, ::2], a.sum(axis=0), a.mean(1, keepdims=True), a[a > 5])


m = {k: [v ** 2 for v in range(k) if v % 2] for k in range(5)}
s = {x for row in m.values() for x in row}
g = sum(x * y for x, y in zip(range(4), range(4, 8)))


t = torch.arange(6.).reshape(2, 3)
t[0, 1:] = 7
t[:, -1] += 1
print(t @ t.T, t.max(dim=1), t[t > 2], t.numpy().T)


def outer(n, *args, key=None, **more):
    total = 0
    def inner(x):
        nonlocal total
        total += x
        return total
    return [inner(i) for i in range(n)], args, key, more
print(outer(3, 1, 2, key='a', z=5))


try:
    [1, 2, 3][10]
except (IndexError, KeyError) as e:
    print(type(e).__name__, e)
else:
    print('none')
finally:
    print('done')


with torch.no_grad():
    y = torch.ones(2, requires_grad=True) * 3
print(y.requires_grad)


match [1, 2, {'a': 3}]:
    case [x, y, {'a': z}] if z > 2:
        print(x, y, z)
    case _:
        print('other')


from dataclasses import dataclass, field
@dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
print(Point(1) < Point(2), Point(3, 4))


class Vector:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y)
    def __repr__(self): return f'Vector({self.x}, {self.y})'
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
print(Vector(1, 2) + Vector(3, 4), Vector(1, 2) == Vector(1, 2))


def numbers(n):
    for i in range(n):
        got = yield i
        if got: yield from [got] * 2
it = numbers(3)
print(next(it), it.send(5), list(it))


first, *rest = "hello world".split()
print(first, rest, *enumerate(rest), sep=' / ')


from collections import Counter, defaultdict, namedtuple, deque
c = Counter('mississippi'); d = defaultdict(list)
for k, v in c.items(): d[v].append(k)
print(c.most_common(2), dict(d))


print("%s has %d items, %.2f%%" % ('a', 3, 99.5), '{:>8}|{:^8}'.format('x', 'y'))


import math, itertools, functools, re, json
print(math.comb(5, 2), list(itertools.permutations('abc', 2))[:3], functools.reduce(lambda a, b: a * b, [1, 2, 3]))
print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), json.dumps({'a': [1, None, True]}))


w = torch.randn(3, requires_grad=True)
(w ** 2).sum().backward()
print(w.grad.shape, np.linalg.norm(np.ones((2, 2))), torch.linalg.norm(torch.ones(2, 2)))
