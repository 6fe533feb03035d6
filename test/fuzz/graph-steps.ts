// The steps that random programs of the graph are made of: a line of JSON each, so that a program is a text.
import torch, { type Tensor } from '../../src/index.js'

export type View =
  | readonly ['transpose', number, number]
  | readonly ['select', number, number]
  | readonly ['narrow', number, number, number]
  | readonly ['unsqueeze', number]
  | readonly ['diagonal']
  | readonly ['unfold', number, number, number]
  | readonly ['expand', readonly number[]]
  | readonly ['flatten']
  | readonly ['detach']

/** An operand: the name of a variable, or a number. */
export type Operand = string | number

export type Step =
  | {
      readonly leaf: string
      readonly sizes: readonly number[]
      readonly seed: number
      readonly grad: boolean
    }
  | {
      readonly name: string
      readonly op: OpName
      readonly args: readonly Operand[]
      readonly noGrad?: boolean
    }
  | { readonly name: string; readonly of: string; readonly view: View }
  /** `through`: the view, made on the spot, that is written to. */
  | {
      readonly write: string
      readonly op: WriteName
      readonly args: readonly Operand[]
      readonly noGrad?: boolean
      readonly through?: View
    }
  /** Multiplies the gradient of a variable; a removed hook does nothing. */
  | { readonly hook: string; readonly factor: number; readonly removed?: boolean }
  | { readonly retain: string }
  /**
   * The end: the loss looks at `ends`. `order` 2 takes the gradient of the gradient; `twice` goes backward twice.
   * `isSafe`: nothing that a formula keeps was written to, so that the program may not fail.
   */
  | {
      readonly ends: readonly string[]
      readonly order: 1 | 2
      readonly twice: boolean
      readonly isSafe: boolean
    }

interface Op {
  readonly run: (...args: any[]) => Tensor
  /** Which tensors the formula of the gradient keeps. */
  readonly keeps: 'args' | 'result' | 'both' | 'nothing'
}

const unary = (name: string, keeps: Op['keeps']): Op => ({ run: (x) => x[name](), keeps })

/** Smooth where the programs go: finite differences know nothing of kinks. */
export const ops = {
  sin: unary('sin', 'args'),
  cos: unary('cos', 'args'),
  tanh: unary('tanh', 'result'),
  sigmoid: unary('sigmoid', 'result'),
  square: unary('square', 'args'),
  neg: unary('neg', 'nothing'),
  clone: unary('clone', 'nothing'),
  expm1: { run: (x) => x.mul(0.25).expm1(), keeps: 'result' },
  softplus: { run: (x) => torch.nn.functional.softplus(x), keeps: 'args' },
  add: { run: (x, y) => torch.add(x, y), keeps: 'nothing' },
  sub: { run: (x, y) => torch.sub(x, y), keeps: 'nothing' },
  mul: { run: (x, y) => torch.mul(x, y), keeps: 'args' },
  ratio: { run: (x, y) => torch.div(x, torch.add(torch.mul(y, y), 1)), keeps: 'args' },
  lerp: { run: (x, y) => x.lerp(y, 0.25), keeps: 'nothing' },
  atan2: { run: (x, y) => torch.atan2(x, torch.add(torch.mul(y, y), 1)), keeps: 'args' },
  matmul: { run: (x, y) => x.matmul(y), keeps: 'args' },
  sum: { run: (x, dim) => x.sum(dim, true), keeps: 'nothing' },
  mean: { run: (x, dim) => x.mean(dim), keeps: 'nothing' },
  cumsum: { run: (x, dim) => x.cumsum(dim), keeps: 'nothing' },
  softmax: { run: (x, dim) => x.softmax(dim), keeps: 'result' },
  logsumexp: { run: (x, dim) => x.logsumexp(dim), keeps: 'both' },
  prod: { run: (x, dim) => x.prod(dim), keeps: 'both' },
  cumprod: { run: (x, dim) => x.cumprod(dim), keeps: 'both' },
  flip: { run: (x, dim) => x.flip([dim]), keeps: 'nothing' },
  roll: { run: (x, dim) => x.roll(1, dim), keeps: 'nothing' },
  double: { run: (x, dim) => torch.cat([x, x], dim), keeps: 'nothing' },
  where: { run: (x, y) => torch.where(maskOf(x), x, y), keeps: 'nothing' },
} satisfies Record<string, Op>
export type OpName = keyof typeof ops

interface Write {
  /** The op in place. */
  readonly write: (self: any, ...args: any[]) => unknown
  /** What it puts there, as an op that writes nothing. */
  readonly gives: (self: any, ...args: any[]) => Tensor
  /** What the formula keeps: an input that is written to is kept as it was. */
  readonly keeps: 'args' | 'self' | 'nothing'
}

const inPlace = (name: string, keeps: Write['keeps']): Write => ({
  write: (self, ...args) => self[`${name}_`](...args),
  gives: (self, ...args) => self[name](...args),
  keeps,
})

export const writes = {
  sin: inPlace('sin', 'nothing'),
  cos: inPlace('cos', 'nothing'),
  tanh: inPlace('tanh', 'self'),
  sigmoid: inPlace('sigmoid', 'self'),
  square: inPlace('square', 'nothing'),
  neg: inPlace('neg', 'nothing'),
  zero: { write: (self) => self.zero_(), gives: (self) => torch.zeros_like(self), keeps: 'nothing' },
  add: inPlace('add', 'nothing'),
  sub: inPlace('sub', 'nothing'),
  mul: inPlace('mul', 'args'),
  lerp: {
    write: (self, other) => self.lerp_(other, 0.25),
    gives: (self, other) => self.lerp(other, 0.25),
    keeps: 'nothing',
  },
  addcmul: {
    write: (self, other) => self.addcmul_(other, other, { value: 0.5 }),
    gives: (self, other) => self.addcmul(other, other, { value: 0.5 }),
    keeps: 'args',
  },
  copy: {
    write: (self, other) => self.copy_(other),
    gives: (self, other) => torch.zeros_like(self).add(other),
    keeps: 'nothing',
  },
  maskedFill: {
    write: (self) => self.masked_fill_(maskOf(self), 0.5),
    gives: (self) => self.masked_fill(maskOf(self), 0.5),
    keeps: 'nothing',
  },
} satisfies Record<string, Write>
export type WriteName = keyof typeof writes

/** Every third element. */
const maskOf = (x: Tensor): Tensor =>
  torch
    .arange(x.numel())
    .remainder(3)
    .eq(0)
    .view(x.sizes as number[])

/** A view as PyTorch makes it. */
export function viewOf(x: any, view: View): Tensor {
  const [kind, ...rest] = view
  switch (kind) {
    case 'expand':
      return x.expand(rest[0])
    case 'flatten':
      return x.view(-1)
    default:
      return x[kind](...rest)
  }
}

/** Numbers between -1.5 and 1.5, and none near 0, that a seed repeats. */
export function numbers(seed: number, sizes: readonly number[]): Tensor {
  const count = sizes.reduce((a, b) => a * b, 1)
  const values = Array.from({ length: count }, (_, i) => {
    const x = Math.sin((seed % 1000) * 12.9898 + (i + 1) * 78.233) * 43758.5453
    const fraction = x - Math.floor(x)
    return (fraction < 0.5 ? -1 : 1) * (0.3 + 1.2 * ((fraction * 2) % 1))
  })
  // Memory of its own: of a leaf that is a view, other views lose the way to it when it is written to.
  return torch
    .tensor(values, { dtype: torch.float64 })
    .view(sizes as number[])
    .clone()
}
