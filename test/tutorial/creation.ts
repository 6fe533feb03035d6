// Making tensors: from data, from values, from distributions.
import * as np from 'numpy-ts'
import torch from '../../src/index.js'
import type { Snippet } from './snippet.js'

export const creation: Record<string, Snippet> = {
  create_tensor_from_ndarray(print) {
    const arr = np.ones([3, 3])
    print('ndarray的数据类型:', arr.dtype)
    const t = torch.tensor(arr)
    print(t)
    return { t }
  },

  create_from_numpy(print) {
    const arr = np.array(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      'int64',
    )
    const t = torch.from_numpy(arr)
    print('numpy array:', arr)
    print('tensor:', t)
    return { t }
  },

  create_from_numpy_shared(print) {
    const arr = np.array(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      'int64',
    )
    const t = torch.from_numpy(arr)
    arr.set([0, 0], 0)
    print('tensor:', t)
    t.index_put_([1, 1], -5)
    print('numpy array:', arr)
    return { t }
  },

  zeros_out(print) {
    const out_t = torch.tensor([1])
    const t = torch.zeros([3, 3], { out: out_t })
    print(t, '\n', out_t)
    print(t === out_t)
    return { t, out_t }
  },

  full(print) {
    const t = torch.full([3, 3], 10)
    print(t)
    return { t }
  },

  arange(print) {
    const t = torch.arange(2, 10, 2)
    print(t)
    return { t }
  },

  linspace(print) {
    const t = torch.linspace(2, 10, 5)
    print(t)
    return { t }
  },

  logspace(print) {
    const t = torch.logspace(0, 2, 5)
    print(t)
    return { t }
  },

  eye(print) {
    const t = torch.eye(3)
    print(t)
    return { t }
  },

  normal_tensor_tensor(print) {
    const mean = torch.arange(1, 5, { dtype: torch.float })
    const std = torch.arange(1, 5, { dtype: torch.float })
    const t_normal = torch.normal(mean, std)
    print(`mean:${mean}\nstd:${std}`)
    print(t_normal)
    return { mean, std, t_normal }
  },

  normal_scalar_scalar(print) {
    const t_normal = torch.normal(0, 1, { size: [4] })
    print(t_normal)
    return { t_normal }
  },

  normal_tensor_scalar(print) {
    const mean = torch.arange(1, 5, { dtype: torch.float })
    const std = 1
    const t_normal = torch.normal(mean, std)
    print(`mean:${mean}\nstd:${std}`)
    print(t_normal)
    return { t_normal }
  },

  normal_scalar_tensor(print) {
    const std = torch.arange(1, 5, { dtype: torch.float })
    const t_normal = torch.normal(0, std)
    print(t_normal)
    return { t_normal }
  },

  randn(print) {
    print(torch.randn(2, 3))
    print(torch.randn([4]))
  },

  rand_randint(print) {
    print(torch.rand(2, 3))
    print(torch.randint(0, 9, [3, 3]))
  },

  randperm_bernoulli(print) {
    print(torch.randperm(8))
    print(torch.bernoulli(torch.tensor([0.1, 0.5, 0.9])))
  },
}
