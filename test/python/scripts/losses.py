import torch, math
import torch.nn as nn
import torch.nn.functional as F
from torch.autograd import Variable
import numpy as np

torch.manual_seed(0)


class FocalLoss(nn.Module):
    def __init__(self, gamma=0, alpha=None, size_average=True):
        super(FocalLoss, self).__init__()
        self.gamma = gamma
        self.alpha = alpha
        if isinstance(alpha, (float, int)): self.alpha = torch.Tensor([alpha, 1 - alpha])
        if isinstance(alpha, list): self.alpha = torch.Tensor(alpha)
        self.size_average = size_average

    def forward(self, input, target):
        if input.dim() > 2:
            input = input.view(input.size(0), input.size(1), -1)
            input = input.transpose(1, 2)
            input = input.contiguous().view(-1, input.size(2))
        target = target.view(-1, 1)
        logpt = F.log_softmax(input, dim=1)
        logpt = logpt.gather(1, target)
        logpt = logpt.view(-1)
        pt = Variable(logpt.data.exp())
        if self.alpha is not None:
            if self.alpha.type() != input.data.type():
                self.alpha = self.alpha.type_as(input.data)
            at = self.alpha.gather(0, target.data.view(-1))
            logpt = logpt * Variable(at)
        loss = -1 * (1 - pt) ** self.gamma * logpt
        return loss.mean() if self.size_average else loss.sum()


class ContrastiveLoss(torch.nn.Module):
    def __init__(self, margin=2.0):
        super().__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        d = F.pairwise_distance(output1, output2, keepdim=True)
        return torch.mean((1 - label) * torch.pow(d, 2) + label * torch.pow(torch.clamp(self.margin - d, min=0.0), 2))


class SupConLoss(nn.Module):
    def __init__(self, temperature=0.07):
        super().__init__()
        self.temperature = temperature

    def forward(self, features, labels):
        features = F.normalize(features, dim=1)
        sim = features @ features.T / self.temperature
        sim = sim - sim.max(dim=1, keepdim=True)[0].detach()
        mask = torch.eq(labels[:, None], labels[None]).float()
        logits_mask = 1 - torch.eye(len(labels))
        mask = mask * logits_mask
        exp = torch.exp(sim) * logits_mask
        log_prob = sim - torch.log(exp.sum(1, keepdim=True))
        return -((mask * log_prob).sum(1) / mask.sum(1).clamp(min=1)).mean()


def distill(student, teacher, labels, T=4.0, alpha=0.9):
    soft = nn.KLDivLoss(reduction='batchmean')(F.log_softmax(student / T, dim=1), F.softmax(teacher / T, dim=1)) * (T * T * alpha)
    return soft + F.cross_entropy(student, labels) * (1. - alpha)


def mixup(x, y, alpha=0.4):
    lam = np.random.beta(alpha, alpha)
    idx = torch.randperm(x.size(0))
    return lam * x + (1 - lam) * x[idx], y, y[idx], lam


np.random.seed(0)
x = torch.randn(6, 4, requires_grad=True); y = torch.tensor([0, 1, 2, 3, 0, 1])
for name, loss in {
    'focal': FocalLoss(2)(x, y), 'focal alpha': FocalLoss(2, [.1, .2, .3, .4])(x, y),
    'contrastive': ContrastiveLoss()(x[:3], x[3:], torch.tensor([[0.], [1.], [0.]])), 'supcon': SupConLoss()(x, y),
    'distill': distill(x, torch.randn(6, 4), y), 'smooth': nn.CrossEntropyLoss(label_smoothing=.1, weight=torch.tensor([1., 2, 3, 4]))(x, y),
    'soft': F.cross_entropy(x, F.softmax(torch.randn(6, 4), 1)), 'bce': F.binary_cross_entropy_with_logits(x, torch.rand(6, 4), pos_weight=torch.ones(4) * 2),
    'nll2d': F.nll_loss(F.log_softmax(x.view(1, 4, 2, 3), 1), torch.randint(0, 4, (1, 2, 3))), 'mm': F.multi_margin_loss(x, y), 'ml': F.multilabel_soft_margin_loss(x, (torch.rand(6, 4) > .5).float()),
    'hinge': F.hinge_embedding_loss(x, torch.ones(6, 4)), 'cos': F.cosine_embedding_loss(x[:3], x[3:], torch.tensor([1, -1, 1])), 'triplet': F.triplet_margin_loss(x[:2], x[2:4], x[4:]),
    'tripletd': nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: 1.0 - F.cosine_similarity(a, b))(x[:2], x[2:4], x[4:]), 'rank': F.margin_ranking_loss(x[0], x[1], torch.ones(4)),
    'poisson': F.poisson_nll_loss(x, torch.ones(6, 4)), 'gauss': F.gaussian_nll_loss(x, torch.zeros(6, 4), torch.ones(6, 4)), 'smoothl1': F.smooth_l1_loss(x, torch.zeros(6, 4), beta=.5), 'kl': F.kl_div(F.log_softmax(x, 1), F.softmax(torch.ones(6, 4), 1), reduction='sum'),
}.items():
    g, = torch.autograd.grad(loss, x, retain_graph=True)
    print(f'{name:<12} {loss.item():9.5f} {g.abs().sum().item():9.5f} {type(loss.grad_fn).__name__}')
mx, ya, yb, lam = mixup(torch.eye(4), torch.arange(4))
print(mx, ya, yb, round(lam, 5))
log_probs = torch.randn(10, 2, 5).log_softmax(2).detach().requires_grad_()
ctc = F.ctc_loss(log_probs, torch.tensor([[1, 2, 3], [2, 2, 0]]), torch.tensor([10, 8]), torch.tensor([3, 2]))
ctc.backward(); print(ctc, log_probs.grad[0, 0])
sig = torch.sin(torch.arange(64) * .5)
spec = torch.stft(sig, n_fft=16, hop_length=8, window=torch.hann_window(16), return_complex=True)
mag = spec.abs()
print(spec.shape, mag[:, 2], torch.istft(spec, 16, 8, window=torch.hann_window(16), length=64)[10:13] - sig[10:13] < 1e-5)
freqs = torch.fft.rfftfreq(64, d=1 / 64); power = torch.fft.rfft(sig).abs() ** 2
print(freqs[power.argmax()], torch.fft.ifft(torch.fft.fft(sig)).real.allclose(sig, atol=1e-6))


def mel_filter(n_mels, n_fft, sr):
    hz = lambda m: 700 * (10 ** (m / 2595) - 1)
    pts = hz(torch.linspace(0, 2595 * math.log10(1 + sr / 2 / 700), n_mels + 2))
    bins = torch.linspace(0, sr / 2, n_fft // 2 + 1)
    up = (bins[None] - pts[:-2, None]) / (pts[1:-1] - pts[:-2])[:, None]
    down = (pts[2:, None] - bins[None]) / (pts[2:] - pts[1:-1])[:, None]
    return torch.minimum(up, down).clamp(min=0)


print(mel_filter(3, 16, 8000))


class Bayes(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.mu, self.rho = nn.Parameter(torch.zeros(o, i).normal_(0, .1)), nn.Parameter(torch.full((o, i), -3.))

    def forward(self, x):
        sigma = F.softplus(self.rho)
        w = self.mu + sigma * torch.randn_like(sigma)
        self.kl = (torch.log(1 / sigma) + (sigma ** 2 + self.mu ** 2) / 2 - .5).sum()
        return F.linear(x, w)


b = Bayes(4, 1); o = torch.optim.Adagrad(b.parameters(), lr=.1)
for i in range(4):
    out = b(x.detach()); l = (out - 1).pow(2).mean() + 1e-3 * b.kl; o.zero_grad(); l.backward(); o.step(); print(i, f'{l.item():.5f} {b.kl.item():.4f}')
for O, kw in [(torch.optim.Adadelta, {}), (torch.optim.Adamax, {}), (torch.optim.NAdam, {}), (torch.optim.RAdam, {}), (torch.optim.ASGD, {}), (torch.optim.Rprop, {}), (torch.optim.AdamW, {'weight_decay': .1}), (torch.optim.RMSprop, {'centered': True})]:
    p = nn.Parameter(torch.tensor([1., -2.])); o = O([p], lr=.1, **kw)
    for _ in range(5): o.zero_grad(); (p ** 2).sum().backward(); o.step()
    print(O.__name__, p.data, sorted(o.state[p])[:3])
