// `apply_`, `map_`, `map2_`: a function of the caller's own, called for every element. Slow, and of no use for gradients.
import { cpu, type Scalar } from '../../base/scalar.js'
import { RuntimeError, TypeError } from '../../base/errors.js'
import { typeName } from '../../base/type-name.js'
import type { Element } from '../../memory/elements.js'
import type { Tensor } from '../../tensor/tensor.js'
import { castTo } from '../../engine/copy.js'
import { op } from '../../engine/op.js'

type Callback = (...elements: unknown[]) => unknown

const tensorType = ({ dtype }: Tensor): string => `torch.${dtype.scalarName}Tensor`

/** What callbacks are given: an int as a number where a number holds it. */
const plain = (value: Element): unknown =>
  typeof value === 'bigint' && BigInt.asIntN(54, value) === value ? Number(value) : value

/** Follows torch/csrc/utils/tensor_apply.cpp. */
function applyTo(name: string, self: Tensor, others: Record<string, Tensor>, callable: unknown): void {
  const named = Object.entries(others)
  const refuse = (what: string): void => {
    throw new TypeError(`${name} is only implemented on CPU tensors${what}`)
  }
  if (self.device !== cpu) refuse('')
  if (self.requires_grad || named.some(([, other]) => other.requires_grad))
    throw new RuntimeError(
      `Can't call ${name}() on Variable that requires grad. Use var.detach().${name}() instead.`,
    )
  for (const [param, other] of named)
    if (other.dtype !== self.dtype)
      throw new TypeError(
        `${name}: expected ${tensorType(self)} for ${named.length > 1 ? 'argument ' : ''}'${param}' ` +
          `(got ${tensorType(other)})`,
      )
  if (typeof callable !== 'function') throw new TypeError(`'${typeName(callable)}' object is not callable`)
  const from = named.map(([, other]) => castTo(other.expand(self.sizes), other.dtype))
  // The results are kept aside, so that a callback that throws leaves the tensor as it is.
  const result = castTo(self, self.dtype)
  for (let i = 0; i < result.count; i++) {
    const given = from.map((other) => plain(other.elementAt(other.offset + i)))
    const value = (callable as Callback)(plain(result.elementAt(result.offset + i)), ...given)
    result.setElementAt(result.offset + i, value as Exclude<Scalar, { readonly value: number }>)
  }
  self.copy_(result)
}

op('apply_(Tensor self, any callable) -> Tensor', {
  doc: 'Puts in the place of each element what a function makes of it.',
  example: ['torch.tensor([1.5, 2]).apply_((x) => x * x)', 'tensor([2.2500, 4.0000])'],
  variants: 'method',
  forward: (self: Tensor, callable: unknown) => {
    applyTo('apply_', self, {}, callable)
    return self
  },
})
op('map_(Tensor self, Tensor other, any callable) -> Tensor', {
  doc: 'Puts in the place of each element what a function makes of it and of that of another tensor.',
  example: ['torch.tensor([1.5, 2]).map_(torch.tensor([2, 0.5]), (a, b) => a * b)', 'tensor([3., 1.])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor, callable: unknown) => {
    applyTo('map_', self, { other }, callable)
    return self
  },
})
op('map2_(Tensor self, Tensor x, Tensor y, any callable) -> Tensor', {
  doc: 'Puts in the place of each element what a function makes of it and of those of two other tensors.',
  example: [
    'torch.tensor([1.5]).map2_(torch.tensor([2.5]), torch.tensor([0.5]), (a, b, c) => a + b * c)',
    'tensor([2.7500])',
  ],
  variants: 'method',
  forward: (self: Tensor, x: Tensor, y: Tensor, callable: unknown) => {
    applyTo('map2_', self, { x, y }, callable)
    return self
  },
})
