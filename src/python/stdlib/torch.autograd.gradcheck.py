"""The file of PyTorch's that has `gradcheck`, which stands in front of it in `torch.autograd`."""
from torch.autograd import gradcheck, gradgradcheck
