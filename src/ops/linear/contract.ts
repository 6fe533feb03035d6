// Contractions: `tensordot`, `inner`, `einsum` and `kron`, as compositions of permutes, reshapes and matrix products.
// Follows ATen/native/Linear.cpp (einsum, tensordot) and ATen/native/LinearAlgebra.cpp (inner, kron).
import {
  check,
  RuntimeError,
  sizesText,
  TypeError,
  ValueError,
  wrapDim,
  wrapDims,
} from '../../base/errors.js'
import { numelOf } from '../../base/layout.js'
import { typeName } from '../../base/type-name.js'
import { repr } from '../../text/repr.js'
import { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { isBeyondInt64 } from '../../engine/schema.js'

function tensordot(a: Tensor, b: Tensor, dimsA: readonly number[], dimsB: readonly number[]): Tensor {
  check(dimsA.length === dimsB.length, () => 'both dimension lists should have same length')
  const first = dimsA.map((dim) => wrapDim(dim, a.sizes.length))
  const second = dimsB.map((dim) => wrapDim(dim, b.sizes.length))
  let left = a
  let right = b
  let contracted = 1
  first.forEach((dim, i) => {
    const sizeA = a.sizes[dim]
    const sizeB = b.sizes[second[i]]
    if (sizeB === 1) left = left.sum([dim], true)
    else if (sizeA === 1) right = right.sum([second[i]], true)
    else {
      check(
        sizeA === sizeB,
        () =>
          `contracted dimensions need to match, but first has size ${sizeA} in dim ${dimsA[i]} and second has size ` +
          `${sizeB} in dim ${dimsB[i]}`,
      )
      contracted *= sizeA
    }
  })
  wrapDims(first, a.sizes.length)
  wrapDims(second, b.sizes.length)
  const restA = a.sizes.map((_, i) => i).filter((i) => !first.includes(i))
  const restB = b.sizes.map((_, i) => i).filter((i) => !second.includes(i))
  const sizesA = restA.map((i) => left.sizes[i])
  const sizesB = restB.map((i) => right.sizes[i])
  left = left.permute([...restA, ...first]).reshape([numelOf(sizesA), contracted])
  right = right.permute([...second, ...restB]).reshape([contracted, numelOf(sizesB)])
  return left.mm(right).reshape([...sizesA, ...sizesB])
}

/** The two lists of dimensions that a call gives as `dims`: as lists, as ints for lists of one, or as a tensor. */
function dimLists(dims: unknown): [number[], number[]] {
  const lists: unknown = dims instanceof Tensor ? dims.tolist() : dims
  const isInt = (dim: unknown): boolean => Number.isInteger(dim) || typeof dim === 'bigint'
  const given = Array.isArray(lists)
    ? lists.map((list: unknown) => (Array.isArray(list) ? list : [list]))
    : null
  if (!given?.every((list) => list.every(isInt)))
    throw new RuntimeError(
      'tensordot expects dims to be int or Tuple[List[int], List[int]] or List[List[int]] containing two lists, but ' +
        `got dims=${repr(dims).replace(/^'(.*)'$/, '$1')}`,
    )
  if (given.length < 2) throw new ValueError(`not enough values to unpack (expected 2, got ${given.length})`)
  if (given.length > 2) throw new ValueError('too many values to unpack (expected 2)')
  given.forEach((list, i) => {
    const index = list.findIndex(isBeyondInt64)
    if (index >= 0)
      throw new TypeError(
        `tensordot(): argument 'dims_${i === 0 ? 'self' : 'other'}' must be tuple of ints, but found element of type int ` +
          `at pos ${index + 1}`,
      )
  })
  return [given[0].map(Number), given[1].map(Number)]
}

op('tensordot(Tensor a, Tensor b, any dims=2, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    `tensordot: Expected the output tensor to have dtype ${own.scalarName}, but got an output tensor with dtype ` +
    out.scalarName,
  doc:
    'Multiplies and sums over several dimensions: the last `dims` of `a` with the first `dims` of `b`, or two lists ' +
    'of dimensions.',
  example: [
    'torch.tensordot(torch.ones(2, 3), torch.ones(3, 2), 1)',
    'tensor([[3., 3.],\n        [3., 3.]])',
  ],
  forward: (a: Tensor, b: Tensor, dims: unknown) => {
    if (typeof dims === 'number' && Number.isInteger(dims)) {
      check(dims >= 0, () => `tensordot expects dims >= 0, but got dims=${dims}`)
      if (dims > 0) wrapDim(-dims, a.sizes.length)
      const count = Array.from({ length: dims }, (_, i) => i)
      return tensordot(
        a,
        b,
        count.map((i) => i - dims),
        count,
      )
    }
    const [dimsA, dimsB] = dimLists(dims)
    return tensordot(a, b, dimsA, dimsB)
  },
})

op('inner(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    `tensordot: Expected the output tensor to have dtype ${own.scalarName}, but got an output tensor with dtype ${out.scalarName}`,
  doc: 'Sums of products over the last dimension of both: the dot product for vectors.',
  example: ['torch.inner(torch.tensor([1, 2, 3]), torch.tensor([0, 2, 1]))', 'tensor(7)'],
  forward: (self: Tensor, other: Tensor) => {
    if (self.sizes.length === 0 || other.sizes.length === 0) return self.mul(other)
    check(
      self.sizes[self.sizes.length - 1] === other.sizes[other.sizes.length - 1],
      () =>
        'inner() the last dimension must match on both input tensors but got shapes ' +
        `${sizesText(self.sizes)} and ${sizesText(other.sizes)}`,
    )
    return tensordot(self, other, [-1], [-1])
  },
})

op('kron(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor', {
  doc: 'Kronecker product: each element of `self` replaced by itself times `other`.',
  example: ['torch.kron(torch.tensor([1, 10]), torch.tensor([1, 2]))', 'tensor([ 1,  2, 10, 20])'],
  forward: (self: Tensor, other: Tensor) => {
    const rank = Math.max(self.sizes.length, other.sizes.length)
    const a = [...new Array<number>(rank - self.sizes.length).fill(1), ...self.sizes]
    const b = [...new Array<number>(rank - other.sizes.length).fill(1), ...other.sizes]
    const product = self
      .reshape(a.flatMap((size) => [size, 1]))
      .mul(other.reshape(b.flatMap((size) => [1, size])))
    return call('_unsafe_view', [product.contiguous(), a.map((size, i) => size * b[i])])
  },
})

/** `left * right` summed over `sumDims`, which stay with size 1. Both have the same rank. */
function sumProduct(left: Tensor, right: Tensor, sumDims: readonly number[]): Tensor {
  if (sumDims.length === 0) return left.mul(right)
  const rank = left.sizes.length
  const both: number[] = []
  const onlyLeft: number[] = []
  const onlyRight: number[] = []
  let batch = 1
  let rows = 1
  let columns = 1
  let summed = 1
  for (let i = 0; i < rank; i++) {
    const inLeft = left.sizes[i] !== 1
    const inRight = right.sizes[i] !== 1
    if (sumDims.includes(i)) {
      if (inLeft && inRight) summed *= left.sizes[i]
      else if (inLeft) left = left.sum([i], true)
      else if (inRight) right = right.sum([i], true)
    } else if (inLeft && inRight) {
      both.push(i)
      batch *= left.sizes[i]
    } else if (inLeft) {
      onlyLeft.push(i)
      rows *= left.sizes[i]
    } else {
      onlyRight.push(i)
      columns *= right.sizes[i]
    }
  }
  const outSizes = [
    ...[...both, ...onlyLeft].map((i) => left.sizes[i]),
    ...sumDims.map(() => 1),
    ...onlyRight.map((i) => right.sizes[i]),
  ]
  const order = [...both, ...onlyLeft, ...sumDims, ...onlyRight]
  const back = new Array<number>(rank)
  order.forEach((dim, i) => (back[dim] = i))
  const a = left.permute(order).reshape([batch, rows, summed])
  const b = right.permute([...both, ...sumDims, ...onlyRight, ...onlyLeft]).reshape([batch, summed, columns])
  return a.bmm(b).view(outSizes).permute(back)
}

/** A letter, or one of the dimensions that an ellipsis stands for. */
type Label = string
const ELLIPSIS = '...'

/** Splits one operand's subscripts into letters and `...`. */
function parseOperand(text: string, start: number, where: string): Label[] {
  const labels: Label[] = []
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === ' ') continue
    if (c === '.') {
      if (text.slice(i, i + 3) !== '...' || labels.includes(ELLIPSIS)) {
        const twice = labels.includes(ELLIPSIS)
        throw new RuntimeError(
          `einsum(): found '.' for ${where} ${twice ? 'for which an ellipsis was already found' : 'that is not part of any ellipsis'}`,
        )
      }
      labels.push(ELLIPSIS)
      i += 2
    } else if (/[a-zA-Z]/.test(c)) labels.push(c)
    else
      throw new RuntimeError(
        `einsum(): invalid subscript given at index ${start + i} in the equation string, subscripts must be in [a-zA-Z]`,
      )
  }
  return labels
}

/** The main steps of einsum: align all operands to one order of dimensions, then contract them pair by pair. */
function einsum(equation: string, operands: readonly Tensor[]): Tensor {
  check(operands.length > 0, () => 'einsum(): must provide at least one operand')
  const arrow = equation.indexOf('->')
  const leftText = arrow < 0 ? equation : equation.slice(0, arrow)
  let position = 0
  const inputs = leftText.split(',').map((text, i) => {
    const labels = parseOperand(text, position, `operand ${i}`)
    position += text.length + 1
    return labels
  })
  check(
    inputs.length >= operands.length,
    () => 'einsum(): more operands were provided than specified in the equation',
  )
  check(
    inputs.length <= operands.length,
    () => 'einsum(): fewer operands were provided than specified in the equation',
  )

  let ellipsis = 0
  inputs.forEach((labels, i) => {
    const rank = operands[i].sizes.length
    const letters = labels.filter((label) => label !== ELLIPSIS).length
    if (letters < labels.length) {
      check(
        letters <= rank,
        () =>
          `einsum(): the number of subscripts in the equation (${letters}) is more than the number of dimensions ` +
          `(${rank}) for operand ${i}`,
      )
      ellipsis = Math.max(ellipsis, rank - letters)
    } else
      check(
        letters === rank,
        () =>
          `einsum(): the number of subscripts in the equation (${letters}) does not match the number of dimensions ` +
          `(${rank}) for operand ${i} and no ellipsis was given`,
      )
  })

  // The order of dimensions: those of the output, then those summed away, each in alphabetic order where implied.
  const seen = inputs.flat()
  const expanded = (labels: readonly Label[], count = ellipsis): Label[] =>
    labels.flatMap((label) =>
      label === ELLIPSIS
        ? Array.from({ length: count }, (_, i) => `${ELLIPSIS}${ellipsis - count + i}`)
        : [label],
    )
  let output: Label[]
  if (arrow < 0) {
    const once = [...new Set(seen)].filter(
      (label) => label !== ELLIPSIS && seen.indexOf(label) === seen.lastIndexOf(label),
    )
    output = [...(seen.includes(ELLIPSIS) ? [ELLIPSIS] : []), ...once.sort()]
  } else {
    output = parseOperand(equation.slice(arrow + 2), arrow + 2, 'output')
    output.forEach((label, i) => {
      check(
        output.indexOf(label) === i,
        () => `einsum(): output subscript ${label} appears more than once in the output`,
      )
      check(
        label === ELLIPSIS || seen.includes(label),
        () => `einsum(): output subscript ${label} does not appear in the equation for any input operand`,
      )
    })
  }
  const outLabels = expanded(output)
  const letters = [...new Set(seen)].filter((label) => label !== ELLIPSIS).sort()
  const summedLabels = [...expanded([ELLIPSIS]), ...letters].filter((label) => !outLabels.includes(label))
  const order = [...outLabels, ...summedLabels]

  const sizes = new Map<Label, number>()
  const aligned = operands.map((operand, i) => {
    const own = inputs[i]
    const count = operand.sizes.length - own.filter((label) => label !== ELLIPSIS).length
    return align(operand, expanded(own, count), order, i, sizes)
  })
  return contract(aligned, order.length, outLabels.length)
}

/** Takes diagonals of repeated labels, then permutes to `order`, with size 1 for what is missing. */
function align(
  operand: Tensor,
  own: readonly Label[],
  order: readonly Label[],
  index: number,
  sizes: Map<Label, number>,
): Tensor {
  let result = operand
  const labels: Label[] = []
  for (const label of own) {
    const dim = labels.length
    const before = labels.indexOf(label)
    if (before >= 0) {
      check(
        result.sizes[before] === result.sizes[dim],
        () =>
          `einsum(): subscript ${label} is repeated for operand ${index} but the sizes don't match, ` +
          `${result.sizes[dim]} != ${result.sizes[before]}`,
      )
      result = result.diagonal(0, before, dim).movedim(-1, before)
      continue
    }
    labels.push(label)
  }
  labels.forEach((label, dim) => {
    const size = result.sizes[dim]
    const known = sizes.get(label) ?? 1
    const shown = label.startsWith(ELLIPSIS) ? 'dimension covered by ellipsis' : `subscript ${label}`
    check(
      size === 1 || known === 1 || size === known,
      () =>
        `einsum(): ${shown} has size ${size} for operand ${index} which does not broadcast with previously seen ` +
        `size ${known}`,
    )
    if (size !== 1 || !sizes.has(label)) sizes.set(label, size)
  })
  const missing = order.filter((label) => !labels.includes(label))
  let dims = labels.length
  const place = order.map((label) => (missing.includes(label) ? dims++ : labels.indexOf(label)))
  for (let i = 0; i < missing.length; i++) result = result.unsqueeze(-1)
  return result.permute(place)
}

function contract(aligned: Tensor[], rank: number, outRank: number): Tensor {
  const count = aligned.length
  const uses = Array.from({ length: rank }, (_, dim) => aligned.filter((x) => x.sizes[dim] !== 1).length)
  const queue = aligned.slice()
  while (queue.length > 1) {
    let a = queue.shift() as Tensor
    let b = queue.shift() as Tensor
    const sumDims: number[] = []
    const sumA: number[] = []
    const sumB: number[] = []
    for (let dim = outRank; dim < rank; dim++) {
      if (a.sizes[dim] !== 1 && b.sizes[dim] !== 1) {
        if (--uses[dim] === 1) {
          sumDims.push(dim)
          uses[dim] = 0
        }
      } else if (uses[dim] === 1) {
        if (a.sizes[dim] !== 1) {
          sumA.push(dim)
          uses[dim] = 0
        } else if (b.sizes[dim] !== 1) {
          sumB.push(dim)
          uses[dim] = 0
        }
      }
    }
    if (sumA.length > 0) a = a.sum(sumA, true)
    if (sumB.length > 0) b = b.sum(sumB, true)
    queue.unshift(sumProduct(a, b, sumDims))
  }
  const [result] = queue
  if (rank === outRank) return result
  if (count > 1) return result.view(result.sizes.slice(0, outRank))
  return result.sum(Array.from({ length: rank - outRank }, (_, i) => outRank + i))
}

// PyTorch takes any number of operands; the table has no such parameter, so eight are named.
op(
  'einsum(str equation, any operands=None, Tensor? operand1=None, Tensor? operand2=None, Tensor? operand3=None, ' +
    'Tensor? operand4=None, Tensor? operand5=None, Tensor? operand6=None, Tensor? operand7=None) -> Tensor',
  {
    doc:
      "Sums of products in Einstein's notation: `'ij,jk->ik'` is a matrix product. Letters that are missing on the " +
      'right are summed; `...` stands for further dimensions. Operands follow one by one or as a list.',
    example: ["torch.einsum('ij->i', torch.tensor([[1, 2], [3, 4]]))", 'tensor([3, 7])'],
    forward: (equation: string, first: unknown, ...rest: (Tensor | null)[]) => {
      const list: unknown[] = Array.isArray(first) ? first : first === null ? [] : [first]
      if (list.length === 0)
        throw new ValueError(
          'einsum(): must specify the equation string and at least one operand, or at least one operand and its ' +
            'subscripts list',
        )
      list.forEach((operand, i) => {
        if (!(operand instanceof Tensor))
          throw new TypeError(`expected Tensor as element ${i} in argument 1, but got ${typeName(operand)}`)
      })
      const others = rest.filter((operand) => operand !== null)
      return einsum(equation, [...(list as Tensor[]), ...others])
    },
  },
)
