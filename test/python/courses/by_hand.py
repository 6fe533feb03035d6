# Gradient descent by hand, then with autograd, then with an optimizer.
import torch

torch.manual_seed(7)
x = torch.arange(0, 10, dtype=torch.float64)
y = 3 * x + 2 + 0.1 * torch.randn(10, dtype=torch.float64)


def by_hand(lr=0.01, steps=200):
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * (2 * error * x).mean().item(), b - lr * (2 * error).mean().item()
    return w, b


def with_autograd(lr=0.01, steps=200):
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_(); b.grad.zero_()
    return w.item(), b.item()


def with_optimizer(lr=0.01, steps=200):
    params = {k: torch.zeros((), dtype=torch.float64, requires_grad=True) for k in 'wb'}
    opt = torch.optim.SGD(params.values(), lr=lr)
    for _ in range(steps):
        def closure():
            opt.zero_grad()
            loss = ((params['w'] * x + params['b'] - y) ** 2).mean()
            loss.backward()
            return loss
        opt.step(closure)
    return tuple(p.item() for p in params.values())


results = [f() for f in (by_hand, with_autograd, with_optimizer)]
for f, (w, b) in zip((by_hand, with_autograd, with_optimizer), results):
    print(f'{f.__name__:>15}: w = {w:.6f}, b = {b:.6f}')
print(all(abs(w - results[0][0]) < 1e-9 for w, _ in results))
z = torch.tensor([1.0, 2.0], requires_grad=True)
out = (z ** 3).sum()
g, = torch.autograd.grad(out, z, create_graph=True)
print(g, torch.autograd.grad(g.sum(), z)[0])
