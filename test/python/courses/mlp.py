# Two ways to write a network of several layers, and what they know of themselves.
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)

sequential = nn.Sequential(
    nn.Linear(4, 8),
    nn.ReLU(),
    nn.Dropout(0.5),
    nn.Linear(8, 3),
)
print(sequential)


class Block(nn.Module):
    def __init__(self, width, *, bias=True):
        super().__init__()
        self.linear = nn.Linear(width, width, bias=bias)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        return x + self.norm(F.gelu(self.linear(x)))


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_out, depth=2):
        super(Net, self).__init__()
        self.first = nn.Linear(n_in, n_hidden)
        self.blocks = nn.ModuleList([Block(n_hidden, bias=i % 2 == 0) for i in range(depth)])
        self.last = nn.Linear(n_hidden, n_out)
        self.register_buffer('steps', torch.zeros(1, dtype=torch.long))

    def forward(self, x):
        x = torch.tanh(self.first(x))
        for block in self.blocks:
            x = block(x)
        self.steps += 1
        return F.log_softmax(self.last(x), dim=-1)

    @property
    def n_parameters(self):
        return sum(p.numel() for p in self.parameters() if p.requires_grad)


net = Net(4, 8, 3)
print(net)
print(net.n_parameters, [name for name, _ in net.named_parameters()][:4])
x = torch.randn(16, 4)
target = (x.sum(dim=1) > 0).long() + (x[:, 0] > 1).long()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
for epoch in range(1, 31):
    optimizer.zero_grad()
    loss = F.nll_loss(net(x), target)
    loss.backward()
    optimizer.step()
    if not epoch % 10:
        accuracy = (net(x).argmax(1) == target).float().mean()
        print('epoch %2d  loss %.3f  accuracy %.2f%%' % (epoch, loss, 100 * accuracy))
net.eval()
print(net.steps, net.training, list(net.state_dict().keys())[-3:])
try:
    net(torch.randn(2, 5))
except RuntimeError as e:
    print('RuntimeError:', e)
