import math
import numpy as np
import torch
from torch.nn.parameter import Parameter
from torch.nn.modules.module import Module
import torch.nn as nn, torch.nn.functional as F, torch.optim as optim

class GraphConvolution(Module):
    """Simple GCN layer, similar to https://arxiv.org/abs/1609.02907"""
    def __init__(self, in_features, out_features, bias=True):
        super(GraphConvolution, self).__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        if bias:
            self.bias = Parameter(torch.FloatTensor(out_features))
        else:
            self.register_parameter('bias', None)
        self.reset_parameters()
    def reset_parameters(self):
        stdv = 1. / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        if self.bias is not None:
            self.bias.data.uniform_(-stdv, stdv)
    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.mm(adj, support)
        return output + self.bias if self.bias is not None else output
    def __repr__(self):
        return self.__class__.__name__ + ' (' + str(self.in_features) + ' -> ' + str(self.out_features) + ')'

class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super().__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass, bias=False)
        self.dropout = dropout
    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)

edges = """0 1|0 2|0 3|1 2|2 3|3 4|4 5|5 6|6 7|5 7|4 7|8 9|9 10|8 10|10 3"""
edges = np.array([list(map(int, e.split())) for e in edges.split('|')], dtype=np.int32)
n = edges.max() + 1
adj = np.zeros((n, n), dtype=np.float32)
adj[edges[:, 0], edges[:, 1]] = 1
adj = adj + np.multiply(adj.T, adj.T > adj) - np.multiply(adj, adj.T > adj)
print(adj.sum(1), n, type(n).__name__, edges.dtype)
def normalize(mx):
    """Row-normalize matrix"""
    rowsum = np.array(mx.sum(1))
    r_inv = np.power(rowsum, -1).flatten()
    r_inv[np.isinf(r_inv)] = 0.
    return np.diag(r_inv).dot(mx)
A = torch.FloatTensor(normalize(adj + np.eye(n)))
labels = torch.LongTensor([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2])
torch.manual_seed(1); np.random.seed(1)
feats = torch.FloatTensor(np.random.rand(n, 6) + np.eye(3)[labels.numpy()].repeat(2, axis=1) * .3)
idx_train, idx_test = torch.LongTensor([0, 1, 5, 6, 9]), torch.LongTensor(sorted(set(range(n)) - {0, 1, 5, 6, 9}))
model = GCN(6, 16, labels.max().item() + 1, 0.5)
print(model)
opt = optim.Adam(model.parameters(), lr=0.05, weight_decay=5e-4)
def accuracy(output, labels):
    preds = output.max(1)[1].type_as(labels)
    correct = preds.eq(labels).double()
    return correct.sum() / len(labels)
for epoch in range(30):
    model.train(); opt.zero_grad()
    out = model(feats, A)
    loss = F.nll_loss(out[idx_train], labels[idx_train])
    loss.backward(); opt.step()
    if (epoch + 1) % 10 == 0:
        model.eval()
        with torch.no_grad(): out = model(feats, A)
        print('Epoch: {:04d}'.format(epoch + 1), 'loss_train: {:.4f}'.format(loss.item()), 'acc_test: {:.4f}'.format(accuracy(out[idx_test], labels[idx_test]).item()))
# attention over edges
src, dst = torch.from_numpy(np.concatenate([edges, edges[:, ::-1]]).T.astype(np.int64))
h = nn.Linear(6, 4, bias=False)(feats)
a = nn.Parameter(torch.randn(8) * .1)
e = F.leaky_relu(torch.cat([h[src], h[dst]], -1) @ a, 0.2)
w = torch.exp(e - e.max())
denom = torch.zeros(n).scatter_add_(0, dst, w)
alpha = w / denom[dst]
out = torch.zeros(n, 4).index_add_(0, dst, alpha[:, None] * h[src])
print(out.shape, torch.zeros(n).scatter_add(0, dst, alpha).allclose(torch.ones(n)), out[:2])
deg = torch.bincount(dst, minlength=n)
L = torch.diag(deg.float()) - torch.from_numpy(adj)
ev, U = torch.linalg.eigh(L)
print(ev[:3].abs() < 1e-5, (ev > 1e-4).sum(), deg)
from collections import deque
def bfs(start):
    seen, order, q = {start}, [], deque([start])
    nb = {i: np.nonzero(adj[i])[0].tolist() for i in range(n)}
    while q:
        u = q.popleft(); order.append(u)
        for v in nb[u]:
            if v not in seen: seen.add(v); q.append(v)
    return order
print(bfs(0))
i = torch.tensor([[0, 1, 1], [2, 0, 2]]); v = torch.tensor([3., 4., 5.])
