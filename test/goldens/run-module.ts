// Runs one recorded module on the engine and says what differs: its initial state, its text, what it computes, gradients,
// and the state that it is left in; or the error.
import { repr } from '../../src/text/repr.js'
import { compare, tensorsIn, type Difference } from './compare.js'
import { decode } from './decode.js'
import type { Encoded, EncodedTensor, Torch } from './encoding.js'
import { cotangent, gradFnName, thrown } from './run-case.js'

type Named = [name: string, value: EncodedTensor | null][]

/** A module of `torch.nn` as it was made from a seed, moved to a dtype and called. */
export interface ModuleCase {
  id: string
  path: string
  ctor: { args: Encoded[]; kwargs: Record<string, Encoded> }
  dtype: string
  train: boolean
  seed: number
  /** The state dict after it was made. */
  params: Named
  repr: string
  input: Encoded[]
  kwargs: Record<string, Encoded>
  error?: { type: string; message: string }
  out?: Encoded
  grad_fn?: (string | null)[]
  in_grads?: (EncodedTensor | null)[]
  grads?: Named
  /** The buffers after the call. */
  after?: Named
}

/** null where the module does as recorded, else the first difference. */
export function runModule(torch: Torch, c: ModuleCase): Difference | null {
  try {
    return differenceOf(torch, c)
  } catch (error) {
    return thrown(error, 'call')
  }
}

// What JavaScript writes as a list may stand for a tuple: the text then shows the list.
const withoutBrackets = (text: string): string =>
  text.replace(/torch\.Size\(\[(.*?)\]\)/g, '($1)').replace(/=\[([^\]]*)\]/g, '=($1)')

function differenceOf(torch: Torch, c: ModuleCase): Difference | null {
  const keywords = (values: Record<string, Encoded>, found?: unknown[]): unknown[] =>
    Object.keys(values).length === 0 ? [] : [decode(torch, values, found)]
  torch.manual_seed(c.seed)
  const Class = torch.nn[c.path.split('.').at(-1)!]
  const module = new Class(...c.ctor.args.map((value) => decode(torch, value)), ...keywords(c.ctor.kwargs))
  if (c.dtype !== 'float32') module.to(torch[c.dtype])
  if (!c.train) module.eval()

  const state = namedDifference(torch, [...module.state_dict()], c.params, 0)
  if (state) return state
  const text = repr(module)
  if (withoutBrackets(text) !== withoutBrackets(c.repr))
    return { kind: 'repr', where: 'module', text: `got ${text}\n  want ${c.repr}` }

  const inputs: any[] = []
  const args = [...c.input.map((value) => decode(torch, value, inputs)), ...keywords(c.kwargs, inputs)]
  torch.manual_seed(c.seed + 2)
  if (c.error) return errorDifference(() => module(...args), c.error)
  const out = module(...args)
  const outputs = tensorsIn(out)
  const names = outputs.map(gradFnName).join()
  return (
    compare(torch, out, c.out) ??
    (names === c.grad_fn!.join() ? null : { kind: 'grad_fn', where: 'out', text: `got ${names}` }) ??
    gradientDifference(torch, c, module, inputs, outputs) ??
    namedDifference(torch, [...module.named_buffers()], c.after!)
  )
}

function errorDifference(run: () => unknown, want: { type: string; message: string }): Difference | null {
  try {
    run()
  } catch (error: any) {
    const got = `${error.name}: ${String(error.message).split('\n')[0]}`
    const expected = `${want.type}: ${want.message}`
    return got === expected ? null : { kind: 'error', where: 'call', text: `got ${got}\n  want ${expected}` }
  }
  return { kind: 'error', where: 'call', text: `nothing thrown, want ${want.message}` }
}

function gradientDifference(
  torch: Torch,
  c: ModuleCase,
  module: any,
  inputs: any[],
  outputs: any[],
): Difference | null {
  if (!c.grads) return null
  const roots = outputs.filter((output) => output.requires_grad)
  const cotangents = roots.map((root) => cotangent(torch, root))
  if (roots.length > 0) torch.autograd.backward(roots, cotangents)
  const grads = (pairs: Iterable<[string, any]>): [string, any][] =>
    [...pairs].map(([name, value]) => [name, value.grad ?? null])
  const ofInputs: [string, any][] = inputs.map((input, i) => [`input ${i}`, input])
  return (
    namedDifference(
      torch,
      grads(ofInputs),
      c.in_grads!.map((grad, i) => [`input ${i}`, grad]),
    ) ?? namedDifference(torch, grads(module.named_parameters()), c.grads)
  )
}

function namedDifference(
  torch: Torch,
  got: [name: string, value: any][],
  want: Named,
  exact?: 0,
): Difference | null {
  const [names, wanted] = [got, want].map((pairs) => pairs.map(([name]) => name).join())
  if (names !== wanted) return { kind: 'names', where: 'module', text: `got ${names}\n  want ${wanted}` }
  for (const [i, [name, value]] of want.entries()) {
    const difference = compare(
      torch,
      got[i]![1],
      value,
      name,
      exact === 0 ? { fixed: [0, 0] } : { fixed: [2e-5, 1e-7] },
    )
    if (difference) return difference
  }
  return null
}
