# Presses points of a circle through one number and back.
import torch
from torch import nn

torch.manual_seed(4)
angles = torch.rand(64, 1) * 6.2832
data = torch.cat([torch.cos(angles), torch.sin(angles), torch.cos(2 * angles)], dim=1)


class Autoencoder(nn.Module):
    def __init__(self, sizes=(3, 8, 2)):
        super().__init__()
        def stack(widths):
            layers = []
            for i, (a, b) in enumerate(zip(widths[:-1], widths[1:])):
                layers += [nn.Linear(a, b)]
                if i < len(widths) - 2:
                    layers.append(nn.Tanh())
            return nn.Sequential(*layers)
        self.encoder = stack(sizes)
        self.decoder = stack(sizes[::-1])

    def forward(self, x):
        return self.decoder(self.encoder(x))


model = Autoencoder()
print(model)
losses = []
optimizer = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=1e-4)
for epoch in range(50):
    loss = nn.functional.mse_loss(model(data), data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(*[f'{l:.3f}' for l in losses[::10]], sep=' > ')
assert losses[-1] < losses[0], 'it should have learnt something'
print(model.encoder(data[:2]).shape, min(losses) == losses[-1])
