"""The file of PyTorch's that has `weight_norm`, which stands in front of it in `torch.nn.utils`."""
from torch.nn.utils import remove_weight_norm, weight_norm
