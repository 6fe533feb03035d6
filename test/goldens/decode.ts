// Turns a recorded value into the value a dltorch user would write. Says nothing about what is right: see compare.ts.
import { isObject, isTensor, type Encoded, type EncodedTensor, type Torch } from './encoding.js'

const typedArrays: Record<string, new (data: number[]) => ArrayLike<number>> = {
  float32: Float32Array,
  float64: Float64Array,
  // A half or a bfloat16 is recorded as the float32 of the same value.
  float16: Float32Array,
  bfloat16: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
}

/** The flat data as the typed array (or plain array) that loses nothing on the way into `torch.tensor`. */
function elements(torch: Torch, { $t: dtype, data }: EncodedTensor): unknown {
  if (data === undefined) throw new Error(`golden: a ${dtype} input without data`)
  if (dtype === 'int64') return BigInt64Array.from(data as (string | number)[], (v) => BigInt(v))
  if (dtype === 'bool') return data
  if (dtype.startsWith('complex')) {
    return (data as [number, number][]).map(([re, im]) => new torch.Complex(Number(re), Number(im)))
  }
  const TypedArray = typedArrays[dtype]
  if (!TypedArray) throw new Error(`golden: unknown dtype ${dtype}`)
  return new TypedArray(data.map(Number))
}

/** A fresh leaf tensor: storage first, then the view of it that was recorded. */
export function decodeTensor(torch: Torch, v: EncodedTensor): any {
  const flat = torch.tensor(elements(torch, v), { dtype: torch[v.$t] })
  const tensor = v.strides
    ? torch.as_strided(flat, v.shape, v.strides, v.offset ?? 0)
    : v.shape.length === 1
      ? flat
      : flat.reshape(v.shape)
  return v.requires_grad ? tensor.requires_grad_() : tensor
}

/**
 * Decodes a value. Tensors met on the way are appended to `found`, depth first: the numbering that `mutated` and
 * `grads` of a case refer to. `refs` are the results saved by earlier steps.
 */
export function decode(
  torch: Torch,
  v: Encoded | undefined,
  found: any[] = [],
  refs: Record<string, unknown> = {},
): any {
  const inner = (x: Encoded) => decode(torch, x, found, refs)
  if (Array.isArray(v)) return v.map(inner)
  if (!isObject(v)) return v
  if (isTensor(v)) {
    const tensor = decodeTensor(torch, v)
    found.push(tensor)
    return tensor
  }
  if ('$float' in v) return new torch.Float(Number(v.$float))
  if ('$int' in v) return BigInt(v.$int)
  if ('$complex' in v) return new torch.Complex(Number(v.$complex[0]), Number(v.$complex[1]))
  if ('$tuple' in v) return v.$tuple.map(inner)
  if ('$size' in v) return v.$size
  if ('$slice' in v) return new torch.Slice(...v.$slice)
  if ('$ellipsis' in v) return '...'
  if ('$dtype' in v) return torch[v.$dtype]
  if ('$layout' in v) return torch[v.$layout]
  if ('$memory_format' in v) return torch[v.$memory_format]
  if ('$device' in v) return torch.device(v.$device)
  if ('$ref' in v) return refs[v.$ref]
  const unknown = Object.keys(v).find((k) => k.startsWith('$'))
  if (unknown) throw new Error(`golden: no decoding for ${unknown}`)
  return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, inner(x)]))
}
