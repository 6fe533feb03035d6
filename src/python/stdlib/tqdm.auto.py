"""The bars of tqdm."""

from tqdm import tqdm, trange
