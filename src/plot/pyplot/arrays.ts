// Arrays that are given back, as `hist` gives its counts: NumPy's, which who makes pyplot for people brings along.
import { rememberFloats } from '../../base/scalar.js'

type Nested = readonly number[] | readonly (readonly number[])[]

export const arrays: { make: (numbers: Nested, dtype: 'float32' | 'float64') => unknown } = {
  make: (numbers) =>
    typeof numbers[0] === 'object' ? numbers : rememberFloats([...(numbers as readonly number[])]),
}
