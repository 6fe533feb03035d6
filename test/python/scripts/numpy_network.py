# Two-layer network from scratch with numpy only; then the same in torch
import numpy as np
import torch

class Layer:
    def forward(self, x): raise NotImplementedError
    def backward(self, grad): raise NotImplementedError
    def params(self): return []
    def __call__(self, x): return self.forward(x)

class Dense(Layer):
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T
    def params(self): return [(self.W, self.dW), (self.b, self.db)]

class ReLU(Layer):
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)
    def backward(self, grad): return grad * self.mask

class Net:
    def __init__(self, *layers): self.layers = layers
    def __call__(self, x):
        for l in self.layers: x = l(x)
        return x
    def backward(self, g):
        for l in reversed(self.layers): g = l.backward(g)
        return g
    def params(self):
        return [p for l in self.layers for p in l.params()]

def softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)

def xent(p, y): return -np.log(p[np.arange(len(y)), y] + 1e-12).mean()

def make_spiral(n, k, seed=0):
    rs = np.random.RandomState(seed)
    X = np.zeros((n * k, 2)); y = np.zeros(n * k, dtype='uint8')
    for j in range(k):
        ix = range(n * j, n * (j + 1))
        r = np.linspace(0.0, 1, n)
        t = np.linspace(j * 4, (j + 1) * 4, n) + rs.randn(n) * 0.2
        X[ix] = np.c_[r * np.sin(t), r * np.cos(t)]
        y[ix] = j
    return X, y

X, y = make_spiral(50, 3)
print(X.shape, y.dtype, X[:2], np.bincount(y), np.unique(y, return_counts=True))
rng = np.random.default_rng(1)
net = Net(Dense(2, 32, rng), ReLU(), Dense(32, 3, rng))
lr = 0.5
for epoch in range(60):
    p = softmax(net(X))
    loss = xent(p, y)
    g = p.copy()
    g[np.arange(len(y)), y] -= 1
    g /= len(y)
    net.backward(g)
    for w, dw in net.params():
        w -= lr * dw
    if epoch % 15 == 0:
        acc = (p.argmax(1) == y).mean()
        print(f'{epoch:3d} {loss:.5f} {acc:.3f}')
pred = net(X).argmax(axis=1)
cm = np.zeros((3, 3), dtype=int)
for a, b in zip(y, pred): cm[a, b] += 1
print(cm)
prec = np.diag(cm) / np.maximum(cm.sum(axis=0), 1); rec = np.diag(cm) / cm.sum(axis=1)
f1 = 2 * prec * rec / (prec + rec + 1e-12)
print(np.round(prec, 3), np.round(rec, 3), np.round(f1, 3), f'{f1.mean():.4f}')
# numerical gradient
def num_grad(f, w, eps=1e-5):
    g = np.zeros_like(w)
    it = np.nditer(w, flags=['multi_index'])
    for _ in it:
        i = it.multi_index
        old = w[i]
        w[i] = old + eps; a = f()
        w[i] = old - eps; b = f()
        w[i] = old
        g[i] = (a - b) / (2 * eps)
    return g
small = Net(Dense(2, 3, rng), ReLU(), Dense(3, 3, rng))
f = lambda: xent(softmax(small(X[:5])), y[:5])
p = softmax(small(X[:5])); g = p.copy(); g[np.arange(5), y[:5]] -= 1; g /= 5; small.backward(g)
for w, dw in small.params():
    ng = num_grad(f, w)
    print(w.shape, 'rel err < 1e-5:', np.abs(ng - dw).max() / (np.abs(ng).max() + 1e-8) < 1e-5)
# the same in torch
tW1 = torch.tensor(small.layers[0].W, requires_grad=True); tb1 = torch.tensor(small.layers[0].b, requires_grad=True)
tW2 = torch.tensor(small.layers[2].W, requires_grad=True); tb2 = torch.tensor(small.layers[2].b, requires_grad=True)
h = torch.relu(torch.tensor(X[:5]) @ tW1 + tb1) @ tW2 + tb2
l = torch.nn.functional.cross_entropy(h, torch.tensor(y[:5].astype(np.int64)))
l.backward()
print(np.allclose(tW1.grad.numpy(), small.layers[0].dW), np.allclose(tb2.grad, small.layers[2].db), l.dtype)
idx = np.arange(len(X)); np.random.seed(3); np.random.shuffle(idx)
tr, te = np.split(idx, [int(.8 * len(idx))])
print(tr[:8], te[-4:], len(tr), len(te))
def batches(X, y, bs):
    for s in range(0, len(X), bs):
        yield X[s:s + bs], y[s:s + bs]
print([b[0].shape for b in batches(X[tr], y[tr], 50)])
one_hot = np.eye(3)[y[:4]]
print(one_hot, one_hot.dtype)
mu, sd = X.mean(axis=0), X.std(axis=0)
Z = (X - mu) / sd
print(Z.mean(axis=0).round(6), Z.std(axis=0), np.percentile(Z[:, 0], [25, 50, 75]))
print(np.corrcoef(Z.T).round(4), np.cov(X, rowvar=False).round(4))
