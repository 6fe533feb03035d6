# A small convolutional network tells vertical from horizontal bars.
import torch
from torch import nn, optim
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(1)


def make_images(n, size=8):
    images = torch.randn(n, 1, size, size) * 0.1
    labels = torch.randint(0, 2, (n,))
    for i, label in enumerate(labels):
        k = torch.randint(0, size, (1,)).item()
        if label == 0:
            images[i, 0, k, :] += 1.0
        else:
            images[i, 0, :, k] += 1.0
    return images, labels


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3)
        self.fc = nn.Linear(8 * 3 * 3, 2)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.relu(self.conv2(F.pad(x, (0, 1, 0, 1))))
        x = torch.flatten(x, 1)
        return self.fc(x)


images, labels = make_images(64)
print(images.shape, labels.shape, labels.bincount())
loader = DataLoader(TensorDataset(images, labels), batch_size=16, shuffle=True)
model = CNN()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

for epoch in range(6):
    running, correct = 0.0, 0
    for batch, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        running += loss.item() * x.size(0)
        correct += (out.argmax(dim=1) == y).sum().item()
    print(f'Epoch {epoch + 1}: loss {running / len(loader.dataset):.3f}, accuracy {correct}/{len(loader.dataset)}')
print({name: tuple(p.shape) for name, p in model.named_parameters()})
