// What a convolution can be asked for: its options, and the shapes and dtypes that go together. Follows
// ATen/native/Convolution.cpp.
import { bool, type DType, float16, int64, notImplementedFor } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { spreadOf, type Steps } from './convolve.js'

/** The arguments of `convolution` after the tensors, with one number a dimension each. */
export interface Options extends Steps {
  readonly transposed: boolean
  readonly output_padding: Sizes
  readonly groups: number
}

/** `expand_param_if_needed`: one number stands for all dimensions. */
function expanded(values: Sizes, name: string, dims: number): Sizes {
  if (values.length === 1) return new Array<number>(dims).fill(values[0])
  check(
    values.length === dims,
    () =>
      `expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, ` +
      `but got ${name}=${sizesText(values)}`,
  )
  return values
}

/** The options of a call, with one number a dimension each. */
export function optionsOf(
  weight: Tensor,
  stride: Sizes,
  padding: Sizes,
  dilation: Sizes,
  transposed: boolean,
  outputPadding: Sizes,
  groups: number,
): Options {
  const dims = weight.sizes.length - 2
  check(dims > 0, () => 'weight should have at least three dimensions')
  check(groups > 0, () => 'non-positive groups is not supported')
  return {
    stride: expanded(stride, 'stride', dims),
    padding: expanded(padding, 'padding', dims),
    dilation: expanded(dilation, 'dilation', dims),
    transposed,
    output_padding: expanded(outputPadding, 'output_padding', dims),
    groups,
  }
}

const byX = (sizes: Sizes): string => `(${sizes.join(' x ')})`
const axisNames = ['depth', 'height', 'width']
/** `stride_height: 1 stride_width: 1`. */
const named = (name: string, values: Sizes): string => {
  const all = values.length === 1 ? [name === 'output_padding' ? 0 : 1, values[0]] : values
  return all.map((value, i) => `${name}_${axisNames[3 - all.length + i]}: ${value}`).join(' ')
}

/** `check_shape_forward`. */
export function checkShapes(input: Tensor, weight: Tensor, bias: Tensor | null, options: Options): void {
  const { groups, transposed } = options
  const size = sizesText(weight.sizes)
  check(
    options.padding.every((n) => n >= 0),
    () => 'negative padding is not supported',
  )
  check(
    options.output_padding.every((n) => n >= 0),
    () => 'negative output_padding is not supported',
  )
  check(
    options.stride.every((n) => n > 0),
    () => 'non-positive stride is not supported',
  )
  const rank = weight.sizes.length
  check(
    rank === input.sizes.length,
    () =>
      `Expected ${rank}-dimensional input for ${rank}-dimensional weight ${size}, but got ${input.sizes.length}-dimensional ` +
      `input of size ${sizesText(input.sizes)} instead`,
  )
  check(
    weight.sizes[0] >= groups,
    () =>
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${size} instead`,
  )
  check(
    weight.sizes[0] % groups === 0,
    () =>
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size ` +
      `[${size}] instead`,
  )
  const channels = transposed ? weight.sizes[0] : weight.sizes[1] * groups
  check(
    input.sizes[1] === channels,
    () =>
      `Given ${transposed ? 'transposed=1' : `groups=${groups}`}, weight of size ${size}, expected input` +
      `${sizesText(input.sizes)} to have ${channels} channels, but got ${input.sizes[1]} channels instead`,
  )
  const outputs = transposed ? weight.sizes[1] * groups : weight.sizes[0]
  check(
    bias === null || (bias.sizes.length === 1 && bias.sizes[0] === outputs),
    () =>
      `Given ${transposed ? 'transposed=1, ' : ''}weight of size ${size}, expected bias to be 1-dimensional with ` +
      `${outputs} elements, but got bias of size ${sizesText(bias!.sizes)} instead`,
  )
  if (!transposed) {
    const padded = input.sizes.slice(2).map((n, i) => n + 2 * options.padding[i])
    const window = weight.sizes.slice(2).map((n, i) => options.dilation[i] * (n - 1) + 1)
    check(
      padded.every((n, i) => n >= window[i]),
      () =>
        `Calculated padded input size per channel: ${byX(padded)}. Kernel size: ${byX(window)}. Kernel size can't be ` +
        'greater than actual input size',
    )
  }
  check(
    options.dilation.every((n) => n > 0),
    () => `dilation should be greater than zero, but got ${sizesText(options.dilation)}`,
  )
  const window = weight.sizes.slice(2)
  check(
    window.every((n) => n > 0),
    () => `kernel size should be greater than zero, but got ${named('kernel', window)}`,
  )
  if (!transposed) return
  check(
    options.output_padding.every((n, i) => n < options.stride[i] || n < options.dilation[i]),
    () =>
      `output padding must be smaller than either stride or dilation, but got ` +
      `${named('output_padding', options.output_padding)} ${named('stride', options.stride)} ` +
      named('dilation', options.dilation),
  )
  const spatial = input.sizes.slice(2)
  const result = spreadOf(spatial, window, options, options.output_padding)
  check(
    result.every((n) => n >= 1),
    () =>
      `Given input size per channel: ${byX(spatial)}. Calculated output size per channel: ${byX(result)}. Output size ` +
      'is too small',
  )
}

const cNames: Record<string, string> = {
  Float: 'float',
  Double: 'double',
  Long: 'long int',
  Int: 'int',
  Half: 'c10::Half',
  BFloat16: 'c10::BFloat16',
  ComplexFloat: 'c10::complex<float>',
  ComplexDouble: 'c10::complex<double>',
}
const cName = ({ scalarName }: DType): string => cNames[scalarName] ?? scalarName

/** Refuses dtypes that differ, and those PyTorch has no convolution of. */
export function checkDTypes(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  { transposed }: Options,
): void {
  const { dtype } = input
  const checkBias = (): void =>
    check(
      bias === null || bias.dtype === dtype,
      () => `Input type (${cName(dtype)}) and bias type (${cName(bias!.dtype)}) should be the same`,
    )
  // `conv2d` alone looks at the bias before it looks for a backend.
  if (!transposed && weight.sizes.length === 4) checkBias()
  // There is no convolution of half, whatever the weight.
  check(dtype === weight.dtype || dtype.scalarName === 'Half', () =>
    dtype.scalarName === 'BFloat16'
      ? `Input type (CPUBFloat16Type) and weight type (torch.${weight.dtype.scalarName}Tensor) should be the same or ` +
        'input should be a MKLDNN tensor and weight is a dense tensor'
      : dtype.is_complex || weight.dtype.is_complex
        ? `Input type (CPU${dtype.scalarName}Type) and weight type (torch.${weight.dtype.scalarName}Tensor) should be the same`
        : `expected scalar type ${dtype.scalarName} but found ${weight.dtype.scalarName}`,
  )
  if (dtype.scalarName !== 'Half') checkBias()
  const isDeep = weight.sizes.length === 5
  // A transposed one adds up what it spreads, and has a kernel of int64 alone among the integers.
  const isLacking = transposed && dtype.isIntegral && dtype !== int64
  if (dtype === bool || dtype === float16 || dtype.is_complex || isLacking)
    notImplementedFor(
      transposed
        ? `slow_conv_transpose${isDeep ? 3 : 2}d_out_cpu`
        : isDeep
          ? 'compute_columns3d'
          : 'slow_conv2d_cpu',
      dtype,
    )
}
