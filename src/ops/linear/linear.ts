// The products of layers: `linear` and `bilinear`. Follows ATen/native/Linear.cpp.
import { check } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

op('nn.functional.linear(Tensor input, Tensor weight, Tensor? bias=None, *, Tensor? out=None) -> Tensor', {
  builtin: true,
  exactOut: true,
  doc: 'What `nn.Linear` does: `input @ weight.t() + bias`.',
  example: [
    'torch.nn.functional.linear(torch.tensor([[1.5, 2]]), torch.tensor([[2, 0.5]]), torch.tensor([0.25]))',
    'tensor([[4.2500]])',
  ],
  forward: (input: Tensor, weight: Tensor, bias: Tensor | null) => {
    const rank = input.sizes.length
    if (bias !== null) {
      if (rank === 2) return bias.addmm(input, weight.t())
      if (rank === 3 && input.contiguousFlag) {
        const [a, b, c] = input.sizes
        const flat = bias.addmm(input.view([a * b, c]), weight.t())
        return flat.view([a, b, flat.sizes[1]])
      }
    }
    const output = input.matmul(weight.t())
    return bias === null ? output : output.add(bias)
  },
})

op('bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor', {
  doc: 'What `nn.Bilinear` does: for each output k, `input1 @ weight[k] @ input2 + bias[k]`.',
  example: ['torch.bilinear(torch.ones(1, 2), torch.ones(1, 3), torch.ones(1, 2, 3))', 'tensor([[6.]])'],
  aliases: ['nn.functional.bilinear'],
  variants: 'function',
  forward: (input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null) => {
    check(
      input1.sizes.length === input2.sizes.length,
      () =>
        `bilinear(): input dimensions do not match: got ${input1.sizes.length} and ${input2.sizes.length}`,
    )
    const lead = input1.sizes.slice(0, -1)
    lead.forEach((size, i) =>
      check(
        size === input2.sizes[i],
        () =>
          `bilinear(): input batch dimensions do not match at dim ${i}: got ${size} and ${input2.sizes[i]}`,
      ),
    )
    const last1 = input1.size(-1)
    const last2 = input2.size(-1)
    check(
      last1 === weight.size(1),
      () =>
        `bilinear(): input1 size does not match weight size: got ${last1} but expected ${weight.sizes[1]}`,
    )
    check(
      last2 === weight.size(2),
      () =>
        `bilinear(): input2 size does not match weight size: got ${last2} but expected ${weight.sizes[2]}`,
    )
    check(
      bias === null || bias.size(0) === weight.size(0),
      () =>
        `bilinear(): bias size does not match weight size: got ${bias?.sizes[0]} but expected ${weight.sizes[0]}`,
    )
    const output: Tensor = call('einsum', [
      'ni,kij,nj->nk',
      [input1.reshape([-1, last1]), weight, input2.reshape([-1, last2])],
    ])
    // In a region of autocast the products alone are of a smaller dtype.
    const shaped = output.to(input1.dtype).reshape([...lead, weight.sizes[0]])
    return bias === null ? shaped : shaped.add(bias)
  },
})
