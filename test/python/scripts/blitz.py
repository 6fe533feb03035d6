import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
import matplotlib.pyplot as plt
import numpy as np
import copy, time, os
from torch.optim import lr_scheduler
from collections import OrderedDict
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.view(-1, self.num_flat_features(x))
        x = F.relu(self.fc1(x)); x = F.relu(self.fc2(x))
        return self.fc3(x)
    def num_flat_features(self, x):
        size = x.size()[1:]
        num_features = 1
        for s in size: num_features *= s
        return num_features
net = Net(); print(net)
params = list(net.parameters()); print(len(params), params[0].size())
input = torch.randn(1, 1, 32, 32); out = net(input); print(out)
net.zero_grad(); out.backward(torch.randn(1, 10))
output = net(input); target = torch.randn(10).view(1, -1); criterion = nn.MSELoss()
loss = criterion(output, target); print(loss); print(loss.grad_fn.name(), loss.grad_fn.next_functions[0][0].name())
net.zero_grad(); print('conv1.bias.grad before backward'); print(net.conv1.bias.grad); loss.backward(); print('conv1.bias.grad after backward'); print(net.conv1.bias.grad)
learning_rate = 0.01
for f in net.parameters(): f.data.sub_(f.grad.data * learning_rate)
x = torch.ones(2, 2, requires_grad=True); y = x + 2; z = y * y * 3; o = z.mean(); print(z, o); o.backward(); print(x.grad)
a = torch.randn(2, 2); a = (a * 3) / (a - 1); print(a.requires_grad); a.requires_grad_(True); b = (a * a).sum(); print(b.grad_fn.name())
x = torch.randn(3, requires_grad=True); y = x * 2
while y.data.norm() < 1000: y = y * 2
print(y); v = torch.tensor([0.1, 1.0, 0.0001], dtype=torch.float); y.backward(v); print(x.grad)
print(x.requires_grad, (x ** 2).requires_grad)
with torch.no_grad(): print((x ** 2).requires_grad)
y = x.detach(); print(y.requires_grad, x.eq(y).all())
# transfer learning shape of script
def make(n, seed):
    g = torch.Generator().manual_seed(seed); y = torch.arange(n) % 2
    return torch.utils.data.TensorDataset(torch.randn(n, 3, 8, 8, generator=g) + y.view(-1, 1, 1, 1).float(), y)
image_datasets = {x: make(24, i) for i, x in enumerate(['train', 'val'])}
dataloaders = {x: torch.utils.data.DataLoader(image_datasets[x], batch_size=8, shuffle=True, num_workers=0) for x in ['train', 'val']}
dataset_sizes = {x: len(image_datasets[x]) for x in ['train', 'val']}
class_names = ['ants', 'bees']
device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
def imshow(inp, title=None):
    inp = inp.numpy().transpose((1, 2, 0))
    mean = np.array([0.485, 0.456, 0.406]); std = np.array([0.229, 0.224, 0.225])
    inp = std * inp + mean
    inp = np.clip(inp, 0, 1)
    plt.imshow(inp)
    if title is not None: plt.title(title)
    return inp
inputs, classes = next(iter(dataloaders['train']))
im = imshow(inputs[0], title=[class_names[x] for x in classes[:2]]); print(im.shape, im.dtype)
def train_model(model, criterion, optimizer, scheduler, num_epochs=25):
    since = time.time()
    best_model_wts = copy.deepcopy(model.state_dict())
    best_acc = 0.0
    for epoch in range(num_epochs):
        print('Epoch {}/{}'.format(epoch, num_epochs - 1)); print('-' * 10)
        for phase in ['train', 'val']:
            model.train() if phase == 'train' else model.eval()
            running_loss = 0.0; running_corrects = 0
            for inputs, labels in dataloaders[phase]:
                inputs = inputs.to(device); labels = labels.to(device)
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == 'train'):
                    outputs = model(inputs)
                    _, preds = torch.max(outputs, 1)
                    loss = criterion(outputs, labels)
                    if phase == 'train':
                        loss.backward(); optimizer.step()
                running_loss += loss.item() * inputs.size(0)
                running_corrects += torch.sum(preds == labels.data)
            if phase == 'train': scheduler.step()
            epoch_loss = running_loss / dataset_sizes[phase]
            epoch_acc = running_corrects.double() / dataset_sizes[phase]
            print('{} Loss: {:.4f} Acc: {:.4f}'.format(phase, epoch_loss, epoch_acc))
            if phase == 'val' and epoch_acc > best_acc:
                best_acc = epoch_acc; best_model_wts = copy.deepcopy(model.state_dict())
        print()
    time_elapsed = time.time() - since
    print('Training complete in {:.0f}m'.format(time_elapsed // 60)); print('Best val Acc: {:4f}'.format(best_acc))
    model.load_state_dict(best_model_wts)
    return model
class BasicBlock(nn.Module):
    expansion: int = 1
    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, padding=1, bias=False); self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(planes, planes, kernel_size=3, padding=1, bias=False); self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = downsample
    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None: identity = self.downsample(x)
        out += identity
        return self.relu(out)
class ResNet(nn.Module):
    def __init__(self, block, layers, num_classes=10):
        super().__init__()
        self.inplanes = 4
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.layer1 = self._make_layer(block, 4, layers[0]); self.layer2 = self._make_layer(block, 8, layers[1], stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1)); self.fc = nn.Linear(8 * block.expansion, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d): nn.init.kaiming_normal_(m.weight, mode='fan_out', nonlinearity='relu')
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)): nn.init.constant_(m.weight, 1); nn.init.constant_(m.bias, 0)
    def _make_layer(self, block, planes, blocks, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes * block.expansion:
            downsample = nn.Sequential(nn.Conv2d(self.inplanes, planes, 1, stride, bias=False), nn.BatchNorm2d(planes))
        layers = [block(self.inplanes, planes, stride, downsample)]
        self.inplanes = planes * block.expansion
        for _ in range(1, blocks): layers.append(block(self.inplanes, planes))
        return nn.Sequential(*layers)
    def forward(self, x): return self.fc(torch.flatten(self.avgpool(self.layer2(self.layer1(self.conv1(x)))), 1))
model_ft = ResNet(BasicBlock, [1, 1])
for param in model_ft.layer1.parameters(): param.requires_grad = False
num_ftrs = model_ft.fc.in_features; model_ft.fc = nn.Linear(num_ftrs, 2); model_ft = model_ft.to(device)
optimizer_ft = optim.SGD(filter(lambda p: p.requires_grad, model_ft.parameters()), lr=0.01, momentum=0.9)
model_ft = train_model(model_ft, nn.CrossEntropyLoss(), optimizer_ft, lr_scheduler.StepLR(optimizer_ft, step_size=2, gamma=0.1), num_epochs=2)
import io; file = io.BytesIO(); torch.save({'epoch': 2, 'model_state_dict': model_ft.state_dict(), 'optimizer_state_dict': optimizer_ft.state_dict(), 'loss': 0.4}, file); file.seek(0)
ck = torch.load(file, map_location=torch.device('cpu')); print(ck.keys(), ck['loss'], model_ft.load_state_dict(ck['model_state_dict'], strict=False), list(ck['optimizer_state_dict']['param_groups'][0].items())[:3])
try: net.load_state_dict(ck['model_state_dict'])
except RuntimeError as e: print(str(e)[:200])
scripted = torch.jit.trace(net, torch.randn(1, 1, 32, 32)) if False else None
print(sum(p.numel() for p in model_ft.parameters()), [n for n, _ in model_ft.named_children()], torch.nn.utils.parameters_to_vector(model_ft.fc.parameters()).shape)
confusion = torch.zeros(2, 2, dtype=torch.int64)
with torch.no_grad():
    for xb, yb in dataloaders['val']:
        for t, p in zip(yb.view(-1), model_ft(xb.to(device)).argmax(1).cpu().view(-1)): confusion[t.long(), p.long()] += 1
print(confusion.sum(), (confusion.diag().float() / confusion.sum(1)).shape)
kernels = model_ft.conv1.weight.detach().clone(); kernels -= kernels.min(); kernels /= kernels.max(); print(kernels.shape, kernels.max())
