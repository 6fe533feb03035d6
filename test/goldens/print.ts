// Evaluates an entry of print.json and compares the printed text, character for character.
import { decode, decodeTensor } from './decode.js'
import { isObject, type Encoded, type EncodedTensor, type PrintEntry, type Torch } from './encoding.js'
import { invoke } from './invoke.js'
import { thrown } from './run-case.js'
import { otherwise } from './scope.js'

/** null where every text agrees, else what differs. */
export function runPrint(torch: Torch, entry: PrintEntry): string | null {
  const own = otherwise[entry.id]
  if (own) return runOtherwise(torch, entry, own.prints)
  try {
    if (entry.seed !== undefined) torch.manual_seed(entry.seed)
    if (entry.options) torch.set_printoptions(decode(torch, entry.options))
    try {
      const value = evaluate(torch, entry.expr)
      if (entry.format !== undefined) {
        return differ(`torch.format(v, '${entry.format}')`, torch.format(value, entry.format), entry.text!)
      }
      const repr = entry.repr!
      return (
        differ('torch.repr(v)', torch.repr(value), repr) ??
        differ('torch.str(v)', torch.str(value), entry.str ?? repr)
      )
    } finally {
      if (entry.options) torch.set_printoptions({ profile: 'default' })
    }
  } catch (error) {
    return thrown(error, 'call').text
  }
}

/** An entry that is printed otherwise on purpose: as `prints` says, and never as PyTorch has it. */
function runOtherwise(torch: Torch, entry: PrintEntry, prints: string): string | null {
  if (prints === entry.repr) return `prints what PyTorch prints: take ${entry.id} out of scope.ts`
  return differ('torch.repr(v)', torch.repr(evaluate(torch, entry.expr)), prints)
}

export function evaluate(torch: Torch, v: Encoded): any {
  const inner = (x: Encoded) => evaluate(torch, x)
  if (Array.isArray(v)) return v.map(inner)
  if (!isObject(v)) return v
  const call = (kind: any, args: Encoded[]) => invoke(torch, kind, args.map(inner), keywords(v.kwargs ?? {}))
  const keywords = (kwargs: Record<string, Encoded>) =>
    Object.fromEntries(Object.entries(kwargs).map(([k, x]) => [k, inner(x)]))
  if ('$call' in v) return call({ kind: 'function', path: v.$call }, v.args)
  if ('$method' in v) return call({ kind: 'method', name: v.$method }, v.args)
  if ('$attr' in v) return call({ kind: 'property', name: v.$attr }, [v.of])
  if ('$item' in v) return call({ kind: 'getitem' }, [v.of, v.$item])
  if ('$dict' in v) return Object.fromEntries(v.$dict.map(([k, x]: [string, Encoded]) => [k, inner(x)]))
  if ('$formula' in v) return decodeTensor(torch, formula(v.$formula))
  if ('$module' in v) {
    const children = v.children.map(([name, child]: [string, Encoded]) => [name, inner(child)])
    return userModule(torch, v.$module, children)
  }
  if ('$tuple' in v) return tupleOf(torch, v.$tuple.map(inner))
  return decode(torch, v)
}

/** No TypeScript literal is a Python tuple, so take the class of one that an op returned. */
function tupleOf(torch: Torch, items: unknown[]): unknown {
  const Tuple = torch.chunk(torch.zeros(1), 1).constructor
  return Tuple.of(...items)
}

/** Element i is ((i*mul)%mod - sub)/div: a long tensor without a long file. */
function formula(f: any): EncodedTensor {
  const size = f.shape.reduce((a: number, b: number) => a * b, 1)
  const isFloat = f.dtype.includes('float')
  const data = Array.from({ length: size }, (_, i) => {
    const n = ((i * f.mul) % f.mod) - f.sub
    return f.dtype === 'bool' ? n > 0 : isFloat ? n / f.div : n
  })
  return { $t: f.dtype, shape: f.shape, data }
}

/** What a user writes as `class LR extends nn.Module`, with its children assigned in the constructor. */
function userModule(torch: Torch, name: string, children: [string, unknown][]): unknown {
  const classes = {
    [name]: class extends torch.nn.Module {
      constructor() {
        super()
        for (const [child, module] of children) this[child] = module
      }
      [property: string]: any
    },
  }
  return new classes[name]!()
}

function differ(call: string, got: unknown, want: string): string | null {
  if (got === want) return null
  const text = String(got)
  let i = 0
  while (i < want.length && text[i] === want[i]) i++
  const line = want.slice(0, i).split('\n').length
  const indent = (s: string) => s.replaceAll('\n', '\n      ')
  const clip = (s: string) => (s.length > 600 ? `…${s.slice(Math.max(0, i - 200), i + 200)}…` : s)
  return `${call} differs at character ${i}, line ${line}\n  got ${indent(clip(text))}\n  want${indent(` ${clip(want)}`)}`
}
