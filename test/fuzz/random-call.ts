// Writes random calls of the public functions and methods from a seed, as JavaScript texts over `torch`: arguments of
// the kinds that the signature names, mostly, and now and then anything else. What a right call would make stays small.
import type { Param, Schema } from '../../src/engine/schema.js'
import { Chance } from './chance.js'
import { everything } from './public-calls.js'

const dtypes = [
  ...['float32', 'float32', 'float32', 'float64', 'float16', 'bfloat16', 'int64', 'int64', 'int32', 'int16'],
  ...['int8', 'uint8', 'bool', 'complex64', 'complex128'],
]

/** Numbers at the edges of what ints and floats hold; right sizes never lie between them and the small ones. */
const edges = [
  ...[
    '-1',
    '-2',
    '-5',
    '0.5',
    '-0',
    'NaN',
    'Infinity',
    '-Infinity',
    '2 ** 31',
    '2 ** 32',
    '-(2 ** 31)',
    '2 ** 53',
  ],
  ...[
    '2 ** 62',
    '2 ** 63',
    '-(2 ** 63)',
    '1e18',
    '1e300',
    '2n ** 53n',
    '2n ** 63n',
    '-(2n ** 63n)',
    '2n ** 64n',
  ],
  ...['2n ** 200n', '2 ** 42', '1e-320', '3n', '-1n', '0n', 'new torch.Float(2)', 'new torch.Complex(1, 2)'],
]

const strings = [
  ...[
    "''",
    "'mean'",
    "'sum'",
    "'none'",
    "'ij'",
    "'xy'",
    "'fro'",
    "'nuc'",
    "'floor'",
    "'trunc'",
    "'a'",
    "'...'",
  ],
  ...[
    "'0'",
    "'1:3'",
    "'cpu'",
    "'gelu'",
    "'tanh'",
    "'relu'",
    "'fan_in'",
    "'linear'",
    "'constructor'",
    "'__proto__'",
  ],
  ...["'ab,bc->ac'", "'ii->i'", "'left'", "'max'", "'amax'", "'batchmean'", "'cpu:3'", "'\\x1b[1m'"],
]

/** Anything at all. */
const oddities = [
  ...[
    'null',
    'undefined',
    'true',
    'false',
    '{}',
    '[]',
    '[[]]',
    '[null]',
    '[undefined]',
    '[{}]',
    "['a']",
    '() => 1',
  ],
  ...[
    '(x) => x',
    '() => { throw new torch.errors.ValueError("mine") }',
    'new Map()',
    'new Set([1])',
    'new Date(0)',
  ],
  ...[
    "Symbol('s')",
    'torch',
    'torch.nn',
    'torch.Tensor',
    'torch.float32',
    "torch.device('cpu')",
    'torch.Size([2])',
  ],
  ...[
    'torch.strided',
    'torch.contiguous_format',
    'new torch.Slice(0, 2)',
    'new Float32Array(3)',
    'new BigInt64Array(2)',
  ],
  ...[
    'new ArrayBuffer(8)',
    'torch.Generator()',
    'torch.nn.Linear(2, 3)',
    'torch.nn.Parameter(torch.ones(2))',
  ],
  ...[
    'Object.create(null)',
    '/x/',
    'new Error("e")',
    'circular',
    'torch.ones(2).split(1)',
    'globalThis.Array',
    '[1, 2n, 0.5]',
  ],
  ...[
    '[[1, 2], [3]]',
    '[[1], [2, 3n]]',
    '[torch.ones(2), 1]',
    '[torch.ones(2), torch.ones(3)]',
    'new Array(3)',
    'torch.max(torch.ones(2, 2), 0)',
  ],
  ...[
    'np.ones([2, 3])',
    'np.array([1, 2, 3])',
    "np.array(['a', 'b'])",
    'np.float32',
    'np.array([[true, false]])',
    'np.zeros([0])',
    'np.array([1, NaN, 2])',
    'py.tuple([1, 2])',
    "py.dict([['a', 1]])",
    'py.set([1, 2])',
    "py.bytes_of('ab')",
    'py.range(3)',
    'py.iterator([1, 2])',
    'py.object()',
    'py.int',
    "py.complex('1j')",
  ],
]

class Writer {
  readonly #chance: Chance
  constructor(seed: number) {
    this.#chance = new Chance(seed)
  }

  #shape(): string {
    const rank = this.#chance.pick([0, 1, 1, 2, 2, 2, 3, 3, 4])
    const sizes = Array.from({ length: rank }, () => this.#chance.pick([0, 1, 2, 2, 3, 3, 4]))
    return `[${sizes.join(', ')}]`
  }

  tensor(): string {
    const chance = this.#chance
    const dtype = chance.pick(dtypes)
    const shape = this.#shape()
    const base = chance.pick([
      () => `torch.ones(${shape}, {dtype: torch.${dtype}})`,
      () => `torch.zeros(${shape}, {dtype: torch.${dtype}})`,
      () => `torch.arange(6).reshape(2, 3).to(torch.${dtype})`,
      () => `torch.tensor([1, 0, 2]).to(torch.${dtype})`,
      () => `torch.full(${shape}, ${chance.pick(['NaN', '-1', '2.5', '1e30'])}).to(torch.${dtype})`,
      () => `torch.tensor(${chance.pick(['1', '2.5', '-3', 'true', '0', '9223372036854775807n'])})`,
      () => `torch.ones(${shape}).requires_grad_()`,
    ])()
    return chance.is(0.8)
      ? base
      : chance.pick([
          `${base}.unsqueeze(0).expand(2, ...${base}.sizes)`,
          `torch.arange(12).reshape(3, 4).t()`,
          `torch.arange(6).float().as_strided([3, 3], [1, 1])`,
          `torch.arange(8).float().reshape(2, 2, 2).select(1, 0)`,
          `${base}.mul(2)`,
          `torch.ones(3).requires_grad_().mul(2).detach_()`,
          `torch.eye(3)`,
          `torch.nn.Parameter(torch.ones(2, 2))`,
          `torch.inference_mode(() => torch.ones(2))`,
        ])
  }

  int(): string {
    return this.#chance.is(0.85)
      ? String(this.#chance.pick([0, 0, 1, 1, 2, 2, 3, 4, -1, -2]))
      : this.#chance.pick(edges)
  }

  number(): string {
    return this.#chance.is(0.75)
      ? this.#chance.pick(['0', '1', '2', '0.5', '-1', '3', '0.1', '1e-3', 'true'])
      : this.#chance.pick(edges)
  }

  list(item: () => string, size: number | null): string {
    const length = size !== null && this.#chance.is(0.8) ? size : this.#chance.below(4)
    return `[${Array.from({ length }, item).join(', ')}]`
  }

  /** A value of a parameter's type. */
  fitting(param: Param): string {
    if (param.nullable && this.#chance.is(0.3)) return 'null'
    const one = (): string => this.#ofType(param)
    if (!param.list || (param.listSize !== null && this.#chance.is(0.3))) return one()
    return this.list(one, param.listSize)
  }

  #ofType({ type }: Param): string {
    switch (type) {
      case 'Tensor':
        return this.tensor()
      case 'Tensor|Scalar':
        return this.#chance.is(0.6) ? this.tensor() : this.number()
      case 'Scalar':
      case 'float':
        return this.number()
      case 'int':
        return this.int()
      case 'bool':
        return this.#chance.pick(['true', 'false'])
      case 'str':
        return this.#chance.pick(strings)
      case 'ScalarType':
        return `torch.${this.#chance.pick(dtypes)}`
      case 'Device':
        return this.#chance.pick(["'cpu'", "torch.device('cpu')", "'meta'", "'cpu:1'", "'nonsense'"])
      case 'Generator':
        return 'torch.Generator()'
      case 'Layout':
        return this.#chance.pick(['torch.strided', 'torch.sparse_coo'])
      case 'MemoryFormat':
        return this.#chance.pick(['torch.contiguous_format', 'torch.preserve_format', 'torch.channels_last'])
      case 'function':
        return this.#chance.pick(['(x) => x', '() => 1'])
      case 'any':
        return this.anything()
    }
  }

  anything(): string {
    const chance = this.#chance
    return chance.pick([
      () => this.tensor(),
      () => this.tensor(),
      () => this.number(),
      () => this.int(),
      () => chance.pick(strings),
      () => chance.pick(oddities),
      () => this.list(() => this.int(), null),
      () => this.list(() => this.tensor(), null),
      () => this.list(() => (chance.is(0.3) ? this.anything() : this.number()), null),
      () => `{${chance.some(2, () => `${this.#keyword()}: ${this.anything()}`).join(', ')}}`,
      () => chance.pick(edges),
    ])()
  }

  #keyword(): string {
    return this.#chance.pick([
      ...[
        'dim',
        'keepdim',
        'dtype',
        'out',
        'size',
        'input',
        'other',
        'alpha',
        'lr',
        'generator',
        'requires_grad',
      ],
      ...[
        'device',
        'nonsense',
        'reduction',
        'weight',
        'params',
        'foreach',
        'batch_size',
        'shuffle',
        'n',
        'value',
      ],
    ])
  }

  #argument(param: Param): string {
    return this.#chance.is(0.88) ? this.fitting(param) : this.anything()
  }

  /** The arguments for a signature: the required ones and some others, the last of them as keywords now and then. */
  arguments(schema: Schema, skipped: number): string[] {
    const chance = this.#chance
    const args: string[] = []
    const keywords: string[] = []
    let byPosition = true
    for (const param of schema.params.slice(skipped)) {
      if (!param.required && chance.is(0.6)) {
        byPosition = false
        continue
      }
      if (param.required && chance.is(0.02)) continue
      if (param.keywordOnly || chance.is(0.15)) byPosition = false
      if (byPosition && !param.keywordOnly) args.push(this.#argument(param))
      else keywords.push(`${param.name}: ${this.#argument(param)}`)
    }
    if (schema.hasOut && chance.is(0.08))
      keywords.push(`out: ${chance.is(0.8) ? this.tensor() : this.anything()}`)
    if (chance.is(0.03)) keywords.push(`${this.#keyword()}: ${this.anything()}`)
    if (chance.is(0.03)) args.push(this.anything())
    return keywords.length > 0 ? [...args, `{${keywords.join(', ')}}`] : args
  }

  call(): string {
    const chance = this.#chance
    const { text, first = [], isMethod, schemas } = chance.pick(everything)
    const schema = schemas.length > 0 && chance.is(0.93) ? chance.pick(schemas) : null
    let name = text
    if (!isMethod && chance.is(0.03) && schemas.length > 0) name += '_'
    const made = schema ? this.arguments(schema, isMethod ? 1 : 0) : chance.some(4, () => this.anything())
    const args = [...first, ...made]
    const call = `${isMethod ? `${this.tensor()}.${name}` : name}(${args.join(', ')})`
    if (name.endsWith('_') && name !== text) return `(${name} ?? (() => 0))(${args.join(', ')})`
    return call
  }
}

/** The text of the call with this seed. */
export const callFrom = (seed: number): string => new Writer(seed).call()

/** How many functions and methods there are to call. */
export const callableCount = everything.length
