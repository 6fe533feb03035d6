# A perceptron that learns AND and OR, with the rule of its inventor.
import torch


class Perceptron:
    """One neuron with a step."""

    def __init__(self, n_inputs, lr=0.1):
        self.w = torch.zeros(n_inputs)
        self.b = 0.0
        self.lr = lr
        self.errors_ = []

    def predict(self, x):
        return 1 if (torch.dot(self.w, x) + self.b).item() > 0 else 0

    def fit(self, X, y, epochs=10):
        for epoch in range(epochs):
            errors = 0
            for xi, target in zip(X, y):
                update = self.lr * (target - self.predict(xi))
                self.w += update * xi
                self.b += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
            if errors == 0:
                break
        return self


X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32)
for name, y in {'AND': [0, 0, 0, 1], 'OR': [0, 1, 1, 1]}.items():
    p = Perceptron(2).fit(X, y)
    print(f"{name}: w = {p.w}, b = {p.b:.2f}, errors per epoch: {p.errors_}")
    print([p.predict(xi) for xi in X] == y)
