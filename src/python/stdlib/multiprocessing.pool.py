"""Pools, of threads too: all work in this process."""

from multiprocessing import Pool

ThreadPool = Pool
