// Working with tensors: joining, splitting, indexing, reshaping, arithmetic.
import torch from '../../src/index.js'
import type { Snippet } from './snippet.js'

export const operations: Record<string, Snippet> = {
  cat(print) {
    const t = torch.ones([2, 3])
    const t_0 = torch.cat([t, t], { dim: 0 })
    const t_1 = torch.cat([t, t], { dim: 1 })
    print(`t_0:${t_0} shape:${t_0.shape}`)
    print(`t_1:${t_1} shape:${t_1.shape}`)
    return { t_0, t_1 }
  },

  stack(print) {
    const t = torch.ones([2, 3])
    const t_stack = torch.stack([t, t], { dim: 2 })
    print(`t_stack:${t_stack} shape:${t_stack.shape}`)
    return { t_stack }
  },

  chunk(print) {
    const a = torch.ones([2, 5])
    const list_of_tensors = torch.chunk(a, { dim: 1, chunks: 2 })
    for (const [idx, t] of list_of_tensors.entries()) print(`第${idx + 1}个张量:${t} shape is${t.shape}`)
    return { list_of_tensors }
  },

  split(print) {
    const t = torch.ones([2, 5])
    const list_of_tensors = torch.split(t, [2, 1, 2], { dim: 1 })
    for (const [idx, t] of list_of_tensors.entries()) print(`第${idx + 1}个张量:${t} shape is${t.shape}`)
    return { list_of_tensors }
  },

  index_select(print) {
    const t = torch.randint(0, 9, { size: [3, 3] })
    const idx = torch.tensor([0, 2], { dtype: torch.long })
    const t_select = torch.index_select(t, { dim: 0, index: idx })
    print(`t:\n${t}\nt_select:\n${t_select}`)
    return { t, t_select }
  },

  masked_select(print) {
    const t = torch.randint(0, 9, { size: [3, 3] })
    const mask = t.ge(5)
    const t_select = torch.masked_select(t, mask)
    print(`t:\n${t}\nmask:\n${mask}\nt_select:\n${t_select}`)
    return { t, mask, t_select }
  },

  reshape_shares_memory(print) {
    const t = torch.randperm(8)
    const t_reshape = torch.reshape(t, [2, 4])
    print(`t:${t}\nt_reshape:\n${t_reshape}`)
    t.index_put_([0], 1024)
    print(`\nt:${t}\nt_reshape:\n${t_reshape}`)
    print(t.data_ptr() === t_reshape.data_ptr())
    return { t, t_reshape }
  },

  transpose(print) {
    const t = torch.rand([2, 3, 4])
    const t_transpose = torch.transpose(t, 1, 2)
    print(`t shape:\n${t.shape}\nt_transpose shape:\n${t_transpose.shape}`)
    return { t, t_transpose }
  },

  squeeze(print) {
    const t = torch.rand([1, 2, 3, 1])
    const t_sq = torch.squeeze(t)
    const t_0 = torch.squeeze(t, 0)
    const t_1 = torch.squeeze(t, 1)
    print(t.shape)
    print(t_sq.shape)
    print(t_0.shape)
    print(t_1.shape)
  },

  add_alpha(print) {
    const t_0 = torch.randn([3, 3])
    const t_1 = torch.ones_like(t_0)
    const t_add = torch.add(t_0, t_1, { alpha: 10 })
    print(`t_0:\n${t_0}\nt_1:\n${t_1}\nt_add:\n${t_add}`)
    return { t_0, t_1, t_add }
  },

  arithmetic(print) {
    const a = torch.tensor([1, 2, 3], { dtype: torch.float })
    const b = torch.tensor([4, 5, 6], { dtype: torch.float })
    print(torch.sub(a, b))
    print(torch.div(a, b))
    print(torch.mul(a, b))
    print(torch.addcdiv(a, b, a, { value: 2 }))
    print(torch.addcmul(a, b, a, { value: 0.5 }))
    print(torch.log(a), torch.log10(a), torch.log2(a), torch.exp(a), torch.pow(a, 2))
    print(
      torch.abs(a.neg()),
      torch.acos(a.div(4)),
      torch.cosh(a),
      torch.cos(a),
      torch.asin(a.div(4)),
      torch.atan(a),
      torch.atan2(a, b),
    )
  },
}
