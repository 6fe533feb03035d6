# Forecasts a sine wave with an LSTM.
import numpy as np
import torch
import torch.nn as nn

torch.manual_seed(3)
series = np.sin(np.arange(0, 60) * 0.3).astype(np.float32)


def windows(values, length):
    xs, ys = [], []
    for i in range(len(values) - length):
        xs.append(values[i:i + length])
        ys.append(values[i + length])
    return torch.tensor(np.array(xs)).unsqueeze(-1), torch.tensor(np.array(ys)).unsqueeze(-1)


class Forecaster(nn.Module):
    def __init__(self, hidden_size=16):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=hidden_size, batch_first=True)
        self.linear = nn.Linear(hidden_size, 1)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        return self.linear(out[:, -1, :])


X, Y = windows(series, 8)
train, test = slice(None, 40), slice(40, None)
print(X.shape, Y.shape, X[train].shape, X[test].shape)
model = Forecaster()
criterion, optimizer = nn.MSELoss(), torch.optim.Adam(model.parameters(), lr=0.02)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=15, gamma=0.5)
for epoch in range(30):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X[train]), Y[train])
    loss.backward()
    optimizer.step()
    scheduler.step()
    if (epoch + 1) % 10 == 0:
        model.eval()
        with torch.no_grad():
            val = criterion(model(X[test]), Y[test])
        print(f"Epoch [{epoch+1}/30], train {loss.item():.4f}, test {val.item():.4f}, lr {scheduler.get_last_lr()[0]:.4f}")
