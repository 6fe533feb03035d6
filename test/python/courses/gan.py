# Two networks at play: one draws numbers, the other tells them from those of a normal distribution.
import torch
import torch.nn as nn
import torch.optim as optim

torch.manual_seed(5)
BATCH, LATENT = 32, 4


def mlp(n_in, n_out, final=None):
    layers = [nn.Linear(n_in, 16), nn.LeakyReLU(0.2), nn.Linear(16, n_out)]
    return nn.Sequential(*layers) if final is None else nn.Sequential(*layers, final)


G, D = mlp(LATENT, 1), mlp(1, 1, nn.Sigmoid())
opt_g = optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
opt_d = optim.Adam(D.parameters(), lr=0.002, betas=(0.5, 0.999))
bce = nn.BCELoss()
ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

for step in range(1, 61):
    real = torch.randn(BATCH, 1) * 0.5 + 3
    fake = G(torch.randn(BATCH, LATENT))

    opt_d.zero_grad()
    d_loss = bce(D(real), ones) + bce(D(fake.detach()), zeros)
    d_loss.backward()
    opt_d.step()

    opt_g.zero_grad()
    g_loss = bce(D(fake), ones)
    g_loss.backward()
    opt_g.step()

    if step % 20 == 0:
        print("step {:>3}: D {:.3f}  G {:.3f}  mean {:+.2f}".format(step, d_loss.item(), g_loss.item(), fake.mean().item()))
print(D.state_dict()['0.weight'].shape, sum(p.numel() for net in (G, D) for p in net.parameters()))
