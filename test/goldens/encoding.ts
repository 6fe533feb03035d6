// The shapes of the golden files, as JSON.parse gives them. README.md says what each field means.

export type Encoded = null | boolean | number | string | Encoded[] | { [key: string]: any }

export interface EncodedTensor {
  $t: string
  shape: number[]
  /** Flat, row-major; the storage where `strides` are given; absent where values are not defined. */
  data?: (number | string | boolean | [number | string, number | string])[]
  requires_grad?: boolean
  strides?: number[]
  offset?: number
  uninitialized?: boolean
}

export type Call =
  | { kind: 'function'; path: string }
  | { kind: 'method' | 'inplace' | 'property'; name: string }
  | { kind: 'getitem' | 'call' | 'iterate' }

export interface Case {
  id: string
  variant: string
  dtype: string | null
  call: Call
  args: Encoded[]
  kwargs: Record<string, Encoded>
  clone_self?: boolean
  seed?: number
  out?: Encoded
  out_strides?: (number[] | null)[]
  mutated?: Record<string, EncodedTensor>
  grad_fn?: string | null
  grads?: (EncodedTensor | null)[] | null
  grads_reason?: string
  f32_error?: { out?: number | 'Infinity'; grads?: number | 'Infinity' }
  error?: { type: string; regex: string; message: string }
}

export interface OpFile {
  op: string
  aliases: string[]
  torch: string
  note?: string
  cases: Case[]
}

export interface RngStep {
  call: Call
  args: Encoded[]
  kwargs: Record<string, Encoded>
  save?: string
  expect?: Encoded
  expect_state?: Record<string, Encoded>
}

export interface RngEntry {
  id: string
  steps: RngStep[]
}

export interface PrintEntry {
  id: string
  expr: Encoded
  seed?: number
  options?: Record<string, Encoded>
  repr?: string
  str?: string
  format?: string
  text?: string
}

/** The engine under test: dltorch's default export, or a stand-in that is wrong on purpose. */
export type Torch = any

export const isObject = (v: unknown): v is Record<string, any> =>
  typeof v === 'object' && v !== null && !Array.isArray(v)
export const isTensor = (v: unknown): v is EncodedTensor => isObject(v) && '$t' in v
