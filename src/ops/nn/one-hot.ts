// `one_hot`. Follows ATen/native/Onehot.cpp.
import { int64 } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'

op('nn.functional.one_hot(Tensor input, int num_classes=-1) -> Tensor', {
  builtin: true,
  doc: 'For each class index a row with 1 at that index and 0 elsewhere; `num_classes` -1 takes the largest one plus 1.',
  example: ['torch.nn.functional.one_hot(torch.tensor([0, 2]))', 'tensor([[1, 0, 0],\n        [0, 0, 1]])'],
  forward: (input: Tensor, classes: number) => {
    check(input.dtype === int64, () => 'one_hot is only applicable to index tensor.')
    if (input.count === 0) {
      check(classes > 0, () => 'Can not infer total number of classes from empty tensor.')
      return input.new_zeros([...input.sizes, classes])
    }
    check(Number(input.min().item()) >= 0, () => 'Class values must be non-negative.')
    const largest = Number(input.max().item())
    if (classes !== -1) check(largest < classes, () => 'Class values must be smaller than num_classes.')
    const zeros = input.new_zeros([...input.sizes, classes === -1 ? largest + 1 : classes])
    return zeros.scatter(-1, input.unsqueeze(-1), 1)
  },
})
