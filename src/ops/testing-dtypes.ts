// Lists of dtypes that tests of PyTorch's go through: `torch.testing.floating_types()` and its relatives, of 1.13.
import * as types from '../base/dtype.js'
import { DType } from '../base/dtype.js'
import { AssertionError } from '../base/errors.js'
import { Tuple } from '../base/tuple.js'
import { pythonic } from '../engine/python-call.js'

const { uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, complex64, complex128 } = types

type Types = () => Tuple<DType>
type TypesAnd = (...dtypes: DType[]) => Tuple<DType>

const floating = [float32, float64]
const complex = [complex64, complex128]
const integral = [uint8, int8, int16, int32, int64]
const all = [...floating, ...integral]

const list = (...dtypes: DType[]): Types => {
  return () => Tuple.from(dtypes)
}
const listAnd = (...dtypes: DType[]): TypesAnd => {
  return (...more) => {
    if (!more.every((dtype) => dtype instanceof DType)) throw new AssertionError()
    return Tuple.from([...dtypes, ...more])
  }
}

/** No dtype. */
export const empty_types: Types = list()
/** float32 and float64. */
export const floating_types: Types = list(...floating)
/** float32, float64, float16. */
export const floating_types_and_half: Types = list(...floating, float16)
/** float32 and float64, and those given. */
export const floating_types_and: TypesAnd = listAnd(...floating)
/** float64 and complex128. */
export const double_types: Types = list(float64, complex128)
/** float32, float64, complex64, complex128. */
export const floating_and_complex_types: Types = list(...floating, ...complex)
/** float32, float64, complex64, complex128, and those given. */
export const floating_and_complex_types_and: TypesAnd = listAnd(...floating, ...complex)
/** uint8, int8, int16, int32, int64. */
export const integral_types: Types = list(...integral)
/** The dtypes of integers, and those given. */
export const integral_types_and: TypesAnd = listAnd(...integral)
/** complex64 and complex128. */
export const complex_types: Types = list(...complex)
/** float32, float64 and the dtypes of integers. */
export const all_types: Types = list(...all)
/** `all_types` and float16. */
export const all_types_and_half: Types = list(...all, float16)
/** `all_types`, and those given. */
export const all_types_and: TypesAnd = listAnd(...all)
/** `all_types` and `complex_types`. */
export const all_types_and_complex: Types = list(...all, ...complex)
/** `all_types`, `complex_types`, and those given. */
export const all_types_and_complex_and: TypesAnd = listAnd(...all, ...complex)

/** The dtypes of integers as a list. */
export const get_all_int_dtypes = (): DType[] => [...integral]
/** The dtypes of floats as a list; those of 16 bits can be left out. */
export const get_all_fp_dtypes: (include_half?: boolean, include_bfloat16?: boolean) => DType[] = pythonic(
  'get_all_fp_dtypes(include_half = True, include_bfloat16 = True)',
  (half: boolean, bfloat: boolean): DType[] => [
    ...floating,
    ...(half ? [float16] : []),
    ...(bfloat ? [bfloat16] : []),
  ],
)
/** complex64 and complex128 as a list. */
export const get_all_complex_dtypes = (): DType[] => [...complex]
/**
 * Every dtype that there is here; each kind can be left out.
 *
 * @example
 * torch.testing.get_all_dtypes({ include_complex: false, include_bool: false }).length // 9
 */
export const get_all_dtypes: (...args: unknown[]) => DType[] = pythonic(
  'get_all_dtypes(include_half = True, include_bfloat16 = True, include_bool = True, include_complex = True)',
  (half: boolean, bfloat: boolean, bool: boolean, withComplex: boolean): DType[] => [
    ...integral,
    ...get_all_fp_dtypes(half, bfloat),
    ...(bool ? [types.bool] : []),
    ...(withComplex ? complex : []),
  ],
)
/** The dtypes of integers, floats of 32 and 64 bits and complex numbers as a list. */
export const get_all_math_dtypes: (device: unknown) => DType[] = pythonic(
  'get_all_math_dtypes(device)',
  (): DType[] => [...integral, ...floating, ...complex],
)
/** The devices that tests run on. */
export const get_all_device_types = (): string[] => ['cpu']
