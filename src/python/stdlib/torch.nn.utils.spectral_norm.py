"""The file of PyTorch's that has `spectral_norm`, which stands in front of it in `torch.nn.utils`."""
from torch.nn.utils import remove_spectral_norm, spectral_norm
