# A data set of one's own, split, shuffled and put into batches.
import torch
from torch.utils.data import Dataset, DataLoader, random_split


class Spiral(Dataset):
    """Points on two arms of a spiral."""
    classes = ['left', 'right']

    def __init__(self, n, transform=None):
        t = torch.linspace(0.5, 3, n)
        arm = torch.arange(n) % 2
        sign = 1 - 2 * arm.float()
        self.points = torch.stack([sign * t * torch.cos(t), sign * t * torch.sin(t)], dim=1)
        self.labels = arm
        self.transform = transform

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        point, label = self.points[index], self.labels[index]
        if self.transform:
            point = self.transform(point)
        return {'point': point, 'label': label, 'name': self.classes[label]}


torch.manual_seed(8)
data = Spiral(20, transform=lambda p: p / 3)
print(len(data), data[3]['name'], data[3]['point'], data[-1]['label'])
train, test = random_split(data, [15, 5])
print(len(train), len(test), test.indices)
loader = DataLoader(train, batch_size=4, shuffle=True)
print(len(loader), [len(b['name']) for b in loader])
for i, batch in enumerate(loader):
    if i == 0:
        print(batch['point'].shape, batch['label'], batch['name'])
last = list(DataLoader(train, batch_size=4, drop_last=True))[-1]
print(last['label'].tolist())


def collate(items):
    return torch.stack([i['point'] for i in items]), [i['name'] for i in items]


points, names = next(iter(DataLoader(test, batch_size=3, collate_fn=collate)))
print(points.size(), names, sep='\n')
try:
    data[99]
except IndexError as e:
    print(type(e).__name__)
