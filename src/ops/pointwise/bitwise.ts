// Bits of integers, and logic on anything that is zero or not.
import { messages } from '../../base/errors.js'
import { bool, type DType, notImplementedFor } from '../../base/dtype.js'
import type { Scalar } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { call } from '../../engine/functions.js'
import { gcdInt, gcdInt64 } from '../../kernels/math.js'
import { op } from '../../engine/op.js'

const refuseFloat =
  (name: string, alsoBool = false) =>
  (common: DType) => {
    if (common.category >= 2 || (alsoBool && common === bool)) notImplementedFor(name, common)
  }

/** A binary op on integers; the number may stand on the left in the function form. */
function bits(
  name: string,
  doc: string,
  [output, reflected]: readonly [string, string],
  refuse: (common: DType) => void,
  int: (a: number, b: number) => number,
  bigint: (a: bigint, b: bigint) => bigint,
): void {
  op(`${name}(Tensor self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [`torch.tensor([5, 6]).${name}(3)`, output],
    inplace: 'method',
    refuse,
    kernel: int,
    bigint,
    backward: 'none',
  })
  op(`${name}.Scalar_Tensor(Tensor|Scalar self, Tensor other) -> Tensor`, {
    doc,
    example: [`torch.${name}(6, torch.tensor([3]))`, reflected],
    refuse,
    kernel: int,
    bigint,
    backward: 'none',
  })
}
bits(
  'bitwise_and',
  'Bits that both have.',
  ['tensor([1, 2])', 'tensor([2])'],
  refuseFloat('bitwise_and_cpu'),
  (a, b) => a & b,
  (a, b) => a & b,
)
bits(
  'bitwise_or',
  'Bits that either has.',
  ['tensor([7, 7])', 'tensor([7])'],
  refuseFloat('bitwise_or_cpu'),
  (a, b) => a | b,
  (a, b) => a | b,
)
bits(
  'bitwise_xor',
  'Bits that just one has.',
  ['tensor([6, 5])', 'tensor([5])'],
  refuseFloat('bitwise_xor_cpu'),
  (a, b) => a ^ b,
  (a, b) => a ^ b,
)

// C leaves shifts by 64 and more, or by less than 0, undefined; x86 takes the amount modulo the register's width.
const shiftLeft = (a: bigint, b: bigint): bigint => BigInt.asIntN(64, a << (b & 63n))
const shiftRight = (a: bigint, b: bigint): bigint => a >> (b & 63n)
bits(
  'bitwise_left_shift',
  'Shifts bits left.',
  ['tensor([40, 48])', 'tensor([48])'],
  refuseFloat('lshift_cpu', true),
  (a, b) => a << b,
  shiftLeft,
)
bits(
  'bitwise_right_shift',
  'Shifts bits right, keeping the sign.',
  ['tensor([0, 0])', 'tensor([0])'],
  refuseFloat('rshift_cpu', true),
  (a, b) => a >> b,
  shiftRight,
)

op('bitwise_not(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'Flips every bit; of a bool tensor, every element.',
  example: ['torch.tensor([5, 6]).bitwise_not()', 'tensor([-6, -7])'],
  inplace: 'method',
  refuse: refuseFloat('bitwise_not_cpu'),
  kernel: (x) => ~x,
  bigint: (x) => ~x,
  bool: (x) => 1 - x,
  backward: 'none',
})

op('gcd(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'Greatest common divisor.',
  example: ['torch.tensor([12, 18]).gcd(torch.tensor([8, 27]))', 'tensor([4, 9])'],
  inplace: true,
  refuse: refuseFloat('gcd_cpu', true),
  kernel: (a, b) => gcdInt(a, b),
  bigint: (a, b) => gcdInt64(a, b),
  backward: 'none',
})
op('lcm(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'Least common multiple.',
  example: ['torch.tensor([12, 18]).lcm(torch.tensor([8, 27]))', 'tensor([24, 54])'],
  inplace: true,
  refuse: refuseFloat('lcm_cpu', true),
  kernel: (a, b) => (gcdInt(a, b) === 0 ? 0 : Math.abs((a / gcdInt(a, b)) * b)),
  bigint: (a, b) => {
    const divisor = gcdInt64(a, b)
    if (divisor === 0n) return 0n
    const product = (a / divisor) * b
    return product < 0n ? -product : product
  },
  backward: 'none',
})

type Truth = (a: number | bigint, b: number | bigint) => boolean

function logic(name: string, doc: string, output: string, kernel: Truth): void {
  op(`${name}(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor`, {
    doc,
    example: [`torch.tensor([true, false]).${name}(torch.tensor([true, true]))`, output],
    inplace: 'method',
    dtype: 'bool',
    kernel,
    complex: (a, b) => kernel(c.isZero(a) ? 0 : 1, c.isZero(b) ? 0 : 1),
    backward: 'none',
  })
}
// `!x` of NaN holds in JavaScript, so zeros are found by comparing: `x != 0` with numbers and bigints alike.
/* eslint-disable eqeqeq */
logic('logical_and', 'Whether both are not zero.', 'tensor([ True, False])', (a, b) => a != 0 && b != 0)
logic('logical_or', 'Whether at least one is not zero.', 'tensor([True, True])', (a, b) => a != 0 || b != 0)
logic(
  'logical_xor',
  'Whether just one is not zero.',
  'tensor([False,  True])',
  (a, b) => (a != 0) !== (b != 0),
)
op('logical_not(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Whether each element is zero.',
  example: ['torch.tensor([1, 0]).logical_not()', 'tensor([False,  True])'],
  inplace: 'method',
  dtype: 'bool',
  kernel: (x) => x == 0,
  complex: (x) => c.isZero(x),
  backward: 'none',
})
/* eslint-enable eqeqeq */

const operator = (name: string, doc: string, path: string): void =>
  op(`${name}(Tensor self, Tensor|Scalar other) -> Tensor`, {
    doc,
    variants: 'method',
    forward: (self: Tensor, other: Tensor | Scalar) => call(path, [self, other]),
  })
operator('__and__', '`self & other`.', 'bitwise_and')
operator('__or__', '`self | other`.', 'bitwise_or')
operator('__xor__', '`self ^ other`.', 'bitwise_xor')
