// Runs one recorded case on the engine and says what differs: result, side effects, grad_fn, gradients, or error.
import { compare, elementsOf, show, tensorsIn, type Difference } from './compare.js'
import { decode, decodeTensor } from './decode.js'
import { isObject, type Case, type EncodedTensor, type Torch } from './encoding.js'
import { invoke, MissingName } from './invoke.js'

export interface Options {
  /** Also hold strides and the wording of errors to what was recorded. */
  strict?: boolean
  /** How far, at least, float32 results may be off: for devices that compute less exactly than PyTorch. */
  float32?: number
}

/** null where the case passes, else the first difference. */
export function runCase(torch: Torch, c: Case, options: Options = {}): Difference | null {
  try {
    return c.error ? runErrorCase(torch, c, options) : runValueCase(torch, c, options)
  } catch (error) {
    return thrown(error, 'call')
  }
}

/** Recorded errors count four times: see compare.ts. */
const allowing = (error: number | 'Infinity' | undefined, { float32 = 0 }: Options): number | 'Infinity' =>
  error === 'Infinity' ? error : Math.max(error ?? 0, float32 / 4)

function runValueCase(torch: Torch, c: Case, options: Options): Difference | null {
  const { args, kwargs, inputs } = build(torch, c)
  const before = inputs.map(elementsOf)
  const target = c.clone_self ? args[0].clone() : args[0]
  const result = call(torch, c, [target, ...args.slice(1)], kwargs)

  if (c.call.kind === 'inplace' && result !== target) {
    return {
      kind: 'type',
      where: 'out',
      text: `an in-place method must return its own tensor, got ${show(result)}`,
    }
  }
  const outputs = tensorsIn(result)
  return (
    compare(torch, result, c.out, 'out', { error: allowing(c.f32_error?.out, options) }) ??
    (options.strict ? compareStrides(outputs, c.out_strides) : null) ??
    compareInputs(torch, c, inputs, before, options) ??
    compareGradFn(outputs[0], c.grad_fn) ??
    (c.grads ? compareGrads(torch, c, inputs, outputs, options) : null) ??
    (c.grads ? compareOwners(inputs, outputs) : null)
  )
}

/** Writes to each gradient, and looks whether that changed anything but it. */
function compareOwners(inputs: any[], outputs: any[]): Difference | null {
  const grads = inputs.flatMap((t) => (t.requires_grad && t.grad ? [t.grad] : []))
  const others = [...inputs, ...outputs]
  const before = others.map(elementsOf)
  grads.forEach((grad, k) => grad.fill_(k + 2))
  const isOwn = grads.every((grad, k) =>
    elementsOf(grad).every((v) => show(v) === show(elementsOf(grad.new_tensor(k + 2))[0])),
  )
  const areLeft = others.every((t, i) => elementsOf(t).every((v, k) => show(v) === show(before[i]![k])))
  if (isOwn && areLeft) return null
  return { kind: 'mutated', where: 'grad', text: 'a write to a gradient is seen in another tensor' }
}

function build(torch: Torch, c: Case) {
  const inputs: any[] = []
  const args = c.args.map((v) => decode(torch, v, inputs))
  return { args, kwargs: decode(torch, c.kwargs, inputs), inputs }
}

function call(torch: Torch, c: Case, args: any[], kwargs: Record<string, unknown>): any {
  if (c.seed !== undefined) torch.manual_seed(c.seed)
  const index = c.args[1]
  // A call without arguments (torch.randn({dtype})) has no self to replace.
  return invoke(torch, c.call, args.slice(0, c.args.length), kwargs, isObject(index) && '$tuple' in index)
}

// What V8 says when our own code is broken. A recorded TypeError must never be satisfied by one of these.
const OUR_BUG =
  /^internal:|is not a (function|constructor)|is not iterable|is not defined|Cannot (read|set|mix|convert|destructure)|Invalid (array|typed array) length|Maximum call stack|reduce of empty array/

function runErrorCase(torch: Torch, c: Case, { strict }: Options): Difference | null {
  const want = c.error!
  const expected = `${want.type}${want.regex && ` matching /${want.regex}/`}: ${want.message}`
  const { args, kwargs } = build(torch, c)
  let result: unknown
  try {
    result = call(torch, c, [c.clone_self ? args[0].clone() : args[0], ...args.slice(1)], kwargs)
  } catch (error: any) {
    const message = String(error?.message)
    if (error instanceof MissingName || OUR_BUG.test(message)) return thrown(error, 'call')
    const differ = (what: string): Difference => ({
      kind: 'error',
      where: 'call',
      text: `wrong ${what}: got ${error.name}: ${message.split('\n')[0]}\n  want ${expected}`,
    })
    if (error.name !== want.type) return differ('type')
    if (!new RegExp(want.regex).test(message)) return differ('message')
    return strict && message.split('\n')[0] !== want.message ? differ('wording') : null
  }
  return { kind: 'error', where: 'call', text: `nothing thrown, got ${show(result)}\n  want ${expected}` }
}

function compareStrides(outputs: any[], want: Case['out_strides']): Difference | null {
  for (const [i, strides] of (want ?? []).entries()) {
    const got = String([...outputs[i].stride()])
    if (strides ? got !== String(strides) : !outputs[i].is_contiguous()) {
      return {
        kind: 'strides',
        where: `out ${i}`,
        text: `got [${got}], want ${strides ? `[${strides}]` : 'contiguous'}`,
      }
    }
  }
  return null
}

function compareInputs(
  torch: Torch,
  c: Case,
  inputs: any[],
  before: unknown[][],
  options: Options,
): Difference | null {
  for (const [i, input] of inputs.entries()) {
    const want = c.mutated?.[i]
    if (want) {
      const difference = compare(torch, input, want, `t${i} after the call`, {
        error: allowing(c.f32_error?.out, options),
      })
      if (difference) return difference
      continue
    }
    const after = elementsOf(input)
    const same =
      after.length === before[i]!.length &&
      after.every((v, k) => v === before[i]![k] || show(v) === show(before[i]![k]))
    if (!same) return { kind: 'mutated', where: `t${i}`, text: 'the call changed this input, it must not' }
  }
  return null
}

/** Node names are PyTorch's: "AddBackward0". */
export function gradFnName(tensor: any): string | null {
  const node = tensor?.grad_fn
  if (node === null || node === undefined) return null
  return typeof node.className === 'string'
    ? node.className
    : (/^<?(\w+)/.exec(String(node))?.[1] ?? String(node))
}

function compareGradFn(output: any, want: string | null | undefined): Difference | null {
  const got = gradFnName(output)
  if (got === (want ?? null)) return null
  return { kind: 'grad_fn', where: 'out', text: `got ${got}, want ${want ?? null}` }
}

/** c_i = ((i*7+3)%11-5)/5, and + j*((i*5+1)%7-3)/5 for a complex output: far from symmetric, and easy to redo. */
export function cotangent(torch: Torch, output: any): any {
  const dtype = String(output.dtype).replace('torch.', '')
  const shape = [...output.shape]
  const size = shape.reduce((a, b) => a * b, 1)
  const data = Array.from({ length: size }, (_, i) => {
    const re = (((i * 7 + 3) % 11) - 5) / 5
    return dtype.startsWith('complex') ? [re, (((i * 5 + 1) % 7) - 3) / 5] : re
  }) as EncodedTensor['data']
  return decodeTensor(torch, { $t: dtype, shape, data })
}

function compareGrads(
  torch: Torch,
  c: Case,
  inputs: any[],
  outputs: any[],
  options: Options,
): Difference | null {
  const leaves = inputs.flatMap((t, i) => (t.requires_grad ? [{ t, i }] : []))
  const roots = outputs.filter((t) => t.requires_grad)
  if (roots.length > 0) {
    try {
      torch.autograd.backward(
        roots,
        roots.map((t) => cotangent(torch, t)),
      )
    } catch (error) {
      return thrown(error, 'backward')
    }
  }
  for (const [k, want] of c.grads!.entries()) {
    const { t, i } = leaves[k]!
    const where = `grad of t${i}`
    const got = t.grad ?? null
    if (want && !got) {
      const why = roots.length ? 'the result does not depend on it' : 'no output requires grad'
      return { kind: 'grad', where, text: `missing: ${why}` }
    }
    if (!want && got) return { kind: 'grad', where, text: `got ${show(got)}, want null (no dependence)` }
    const difference =
      want && compare(torch, got, want, where, { error: allowing(c.f32_error?.grads, options) })
    if (difference) return { ...difference, kind: difference.kind === 'value' ? 'grad' : difference.kind }
  }
  return null
}

/** The first line of an error and the first frame of its stack that is the engine's own. */
export function thrown(error: any, where: string): Difference {
  const frame = String(error?.stack)
    .split('\n')
    .map((line) => /[/\\](src[/\\][^):]+:\d+)/.exec(line)?.[1])
    .find(Boolean)
  const missing = error instanceof MissingName
  const text = missing
    ? error.message
    : `${error?.name ?? 'thrown'}: ${String(error?.message ?? error).split('\n')[0]}`
  return {
    kind: missing ? 'missing' : 'throws',
    where,
    text: frame && !missing ? `${text}\n  at ${frame}` : text,
  }
}
