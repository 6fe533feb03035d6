# Learns to continue a sentence letter by letter.
import torch
import torch.nn as nn

torch.manual_seed(2)
text = 'hello world, hello torch. '
chars = sorted(set(text))
stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i: ch for ch, i in stoi.items()}
encode = lambda s: [stoi[c] for c in s]
decode = lambda l: ''.join(itos[i] for i in l)
print(len(chars), repr(''.join(chars)), decode(encode('hello')))
data = torch.tensor(encode(text), dtype=torch.long)


class CharRNN(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embed = nn.Embedding(vocab, 8)
        self.rnn = nn.RNN(8, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocab)

    def forward(self, x, h=None):
        out, h = self.rnn(self.embed(x), h)
        return self.head(out), h


model = CharRNN(len(chars), 24)
opt = torch.optim.Adam(model.parameters(), lr=0.02)
loss_fn = nn.CrossEntropyLoss()
x, y = data[:-1].unsqueeze(0), data[1:].unsqueeze(0)
for step in range(60):
    logits, _ = model(x)
    loss = loss_fn(logits.view(-1, len(chars)), y.view(-1))
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    opt.step()
    if step % 20 == 19:
        print(f'step {step + 1:3d} | loss {loss.item():.3f}')

model.eval()
with torch.no_grad():
    current, state, result = 'h', None, ['h']
    while len(result) < 20:
        logits, state = model(torch.tensor([[stoi[current]]]), state)
        current = itos[logits[0, -1].argmax().item()]
        result.append(current)
print(''.join(result))
