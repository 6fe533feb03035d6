// `torch._foreach_add` and its like: one op on each tensor of a list, as PyTorch's optimizers call them.
import { NotImplementedError, RuntimeError } from '../base/errors.js'
import { Tuple } from '../base/tuple.js'
import { call, callInplace } from '../engine/functions.js'
import { bind, parseSchema, type Schema } from '../engine/schema.js'
import { explain } from '../engine/wrong-call.js'
import type { Tensor } from '../tensor/tensor.js'
import { unaryNames } from './foreach-names.js'

type Run = (self: readonly Tensor[], ...rest: any[]) => readonly unknown[]
/** What an overload takes after the tensors, and what it gives. */
type Forms = readonly (readonly [name: string, parameters: string, run: Run])[]

const sameLength = (self: readonly unknown[], ...others: (readonly unknown[])[]): void => {
  for (const other of others)
    if (other.length !== self.length)
      throw new RuntimeError(
        `Tensor lists must have the same number of tensors, got ${self.length} and ${other.length}`,
      )
}

/** A function of lists, whose forms are tried one after another. */
function ofLists(name: string, forms: Forms): (...args: unknown[]) => unknown {
  let schemas: Schema[] | undefined
  const inPlace = name.endsWith('_')
  return {
    [name](...args: unknown[]): unknown {
      schemas ??= forms.map(([, parameters]) => parseSchema(`${name}(Tensor[] self${parameters}) -> any`))
      for (const [i, schema] of schemas.entries()) {
        const bound = bind(schema, args, false)
        if (bound === null) continue
        const [self, ...rest] = bound.values as [readonly Tensor[], ...unknown[]]
        if (self.length === 0)
          throw new NotImplementedError(
            'There were no tensor arguments to this function (e.g., you passed an empty list of Tensors), but no ' +
              `fallback function is registered for schema aten::${name}${forms[i][0]}.  This usually means that this ` +
              'function requires a non-empty list of Tensors, or that you (the operator writer) forgot to register a ' +
              'fallback function.',
          )
        const results = forms[i][2](self, ...rest)
        return inPlace ? null : Tuple.from(results)
      }
      throw explain(
        name,
        schemas.map((schema) => ({ schema, entry: {} })),
        args,
        false,
      )
    },
  }[name]
}

/** Runs an op, in its form in place where the list's is. */
const runOf =
  (op: string, inPlace: boolean) =>
  (...args: unknown[]): unknown =>
    inPlace ? callInplace(op, args) : call(op, args)

const functions: Record<string, (...args: unknown[]) => unknown> = {}

for (const suffix of ['', '_']) {
  const run = (op: string): ((...args: unknown[]) => unknown) => runOf(op, suffix !== '')
  const put = (op: string, forms: Forms): void => {
    functions[`_foreach_${op}${suffix}`] = ofLists(`_foreach_${op}${suffix}`, forms)
  }
  for (const op of unaryNames) put(op, [['', '', (self) => self.map((x) => run(op)(x))]])
  for (const op of ['add', 'sub', 'mul', 'div'])
    put(op, [
      ['.Scalar', ', Scalar scalar', (self, scalar) => self.map((x) => run(op)(x, scalar))],
      [
        '.ScalarList',
        ', Scalar[] scalars',
        (self, scalars: unknown[]) => {
          if (scalars.length !== self.length)
            throw new RuntimeError('Tensor list must have same number of elements as scalar list.')
          return self.map((x, i) => run(op)(x, scalars[i]))
        },
      ],
      [
        '.List',
        `, Tensor[] other${op === 'add' || op === 'sub' ? ', *, Scalar alpha=1' : ''}`,
        (self, other: unknown[], alpha?: unknown) => {
          sameLength(self, other)
          return self.map((x, i) => run(op)(x, other[i], ...(alpha === undefined ? [] : [{ alpha }])))
        },
      ],
    ])
  for (const op of ['maximum', 'minimum'])
    put(op, [
      [
        '.List',
        ', Tensor[] other',
        (self, other: unknown[]) => {
          sameLength(self, other)
          const results = self.map((x, i) => call(op, [x, other[i]]) as Tensor)
          return suffix === '' ? results : self.map((x, i) => x.copy_(results[i]))
        },
      ],
    ])
  for (const op of ['addcdiv', 'addcmul'])
    put(op, [
      [
        '.Scalar',
        ', Tensor[] tensor1, Tensor[] tensor2, Scalar value=1',
        (self, first: unknown[], second: unknown[], value) => {
          sameLength(self, first, second)
          return self.map((x, i) => run(op)(x, first[i], second[i], { value }))
        },
      ],
      [
        '.ScalarList',
        ', Tensor[] tensor1, Tensor[] tensor2, Scalar[] scalars',
        (self, first: unknown[], second: unknown[], scalars: unknown[]) => {
          sameLength(self, first, second)
          if (scalars.length !== self.length)
            throw new RuntimeError(
              `Tensor list must have same number of elements as scalar list, got ${self.length} and ${scalars.length}`,
            )
          return self.map((x, i) => run(op)(x, first[i], second[i], { value: scalars[i] }))
        },
      ],
    ])
}
functions._foreach_zero_ = ofLists('_foreach_zero_', [['', '', (self) => self.map((x) => x.zero_())]])
functions._foreach_norm = ofLists('_foreach_norm', [
  ['.Scalar', ', Scalar ord=2', (self, ord) => self.map((x) => call('linalg.vector_norm', [x, ord]))],
])

export const foreach = functions
