// Writes a recorded call the way a dltorch user would type it, tensors as `t0 f32[3,4]`.
import { isObject, isTensor, type Call, type Encoded, type EncodedTensor } from './encoding.js'

const short: Record<string, string> = { float: 'f', int: 'i', uint: 'u', complex: 'c', bfloat: 'bf' }

const slice = ([start, stop, step]: (number | null)[]) =>
  `${start ?? ''}:${stop ?? ''}${step === null ? '' : `:${step}`}`

export function describeTensor(v: EncodedTensor): string {
  const dtype = v.$t.replace(/^[a-z]+(?=\d)/, (word) => short[word] ?? word)
  const strided = v.strides ? ` strides [${v.strides}]` : ''
  return `${dtype}[${v.shape}]${strided}${v.requires_grad ? ' grad' : ''}`
}

/** `torch.sum(t0 f32[3,4] grad, 0, {keepdim: true})` */
export function describeCall(step: {
  call: Call
  args: Encoded[]
  kwargs: Record<string, Encoded>
  clone_self?: boolean
}): string {
  let count = 0
  const text = (v: Encoded): string => {
    if (Array.isArray(v)) return `[${v.map(text).join(', ')}]`
    if (!isObject(v)) return typeof v === 'string' ? `'${v}'` : String(v)
    if (isTensor(v)) return `t${count++} ${describeTensor(v)}`
    if ('$float' in v) return `new Float(${v.$float})`
    if ('$int' in v) return `${v.$int}n`
    if ('$complex' in v) return `new Complex(${v.$complex.join(', ')})`
    if ('$tuple' in v) return `[${v.$tuple.map(text).join(', ')}]`
    if ('$size' in v) return `[${v.$size.join(', ')}]`
    if ('$slice' in v) return `'${slice(v.$slice)}'`
    if ('$ellipsis' in v) return `'...'`
    if ('$ref' in v) return v.$ref
    const named = v.$dtype ?? v.$layout ?? v.$memory_format
    if (named) return `torch.${named}`
    if ('$device' in v) return `'${v.$device}'`
    return keywords(v)
  }
  const keywords = (v: Record<string, Encoded>) =>
    `{${Object.entries(v)
      .map(([k, x]) => `${k}: ${text(x)}`)
      .join(', ')}}`
  const list = (args: Encoded[], kwargs: Record<string, Encoded>) =>
    [...args.map(text), ...(Object.keys(kwargs).length ? [keywords(kwargs)] : [])].join(', ')

  const { call, args, kwargs } = step
  if (call.kind === 'function') return `${call.path}(${list(args, kwargs)})`
  const self = args.length ? text(args[0]!) : ''
  const owner = /[ {]/.test(self) ? `(${self})` : self
  if (call.kind === 'property') return `${owner}.${call.name}`
  if (call.kind === 'call') return `${self}(${list(args.slice(1), kwargs)})`
  if (call.kind === 'iterate') return `[...${self}]`
  if (call.kind === 'getitem') {
    const index = args[1] as any
    return `${owner}.index(${list(isObject(index) && '$tuple' in index ? index.$tuple : [index], {})})`
  }
  const { name } = call as { name: string }
  const clone = step.clone_self && call.kind === 'inplace' ? '.clone()' : ''
  return `${owner}${clone}.${name}(${list(args.slice(1), kwargs)})`
}

/** Lines that build the tensors of a call, for pasting into the REPL; long data is cut. */
export function describeInputs(args: Encoded[], kwargs: Record<string, Encoded>): string[] {
  const lines: string[] = []
  const walk = (v: Encoded): void => {
    if (Array.isArray(v)) return v.forEach(walk)
    if (!isObject(v)) return
    if (!isTensor(v)) return Object.values(v).forEach(walk)
    const data = JSON.stringify(v.data).replaceAll('"', '')
    const cut = data.length > 400 ? `${data.slice(0, 400)}…` : data
    const shape = v.strides
      ? `.as_strided([${v.shape}], [${v.strides}], ${v.offset})`
      : v.shape.length === 1
        ? ''
        : `.reshape([${v.shape}])`
    const grad = v.requires_grad ? '.requires_grad_()' : ''
    lines.push(`t${lines.length} = torch.tensor(${cut}, {dtype: torch.${v.$t}})${shape}${grad}`)
  }
  args.forEach(walk)
  walk(kwargs)
  return lines
}
