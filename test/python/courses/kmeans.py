# k-means, written with broadcasting.
import torch

torch.manual_seed(6)
centres = torch.tensor([[0., 0.], [5., 5.], [0., 5.]])
points = torch.cat([c + 0.5 * torch.randn(10, 2) for c in centres])


def kmeans(x, k, iterations=10):
    c = x[torch.randperm(x.size(0))[:k]].clone()
    for i in range(iterations):
        distances = ((x[:, None, :] - c[None, :, :]) ** 2).sum(-1)
        assigned = distances.argmin(dim=1)
        new = torch.stack([x[assigned == j].mean(0) if (assigned == j).any() else c[j] for j in range(k)])
        moved = (new - c).norm().item()
        c = new
        if moved < 1e-6:
            break
    return c, assigned, i + 1


c, assigned, rounds = kmeans(points, 3)
order = sorted(range(3), key=lambda j: tuple(c[j].tolist()))
print('rounds:', rounds)
for j in order:
    members = (assigned == j).nonzero(as_tuple=True)[0]
    print(f'cluster at ({c[j, 0]:.2f}, {c[j, 1]:.2f}) has {len(members)} points: {members.tolist()}')
print(torch.unique(assigned, return_counts=True))
