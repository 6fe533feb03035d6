// `torch.return_types`: the classes of the named tuples that ops give, `torch.return_types.max`.
import { TypeError } from '../base/errors.js'
import { NamedTuple, namedTuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { classOf } from './shape/storage-types.js'

/** The fields of each. */
const fieldsOf: Readonly<Record<string, string>> = {
  'min max': 'aminmax',
  'values indices': 'cummax cummin kthvalue max median min mode nanmedian sort topk',
  'mantissa exponent': 'frexp',
  'a tau': 'geqrf',
  'hist bin_edges': 'histogram histogramdd',
  'L info': 'linalg_cholesky_ex',
  'eigenvalues eigenvectors': 'linalg_eig linalg_eigh symeig',
  'inverse info': 'linalg_inv_ex',
  'LD pivots': 'linalg_ldl_factor',
  'LD pivots info': 'linalg_ldl_factor_ex',
  'solution residuals rank singular_values': 'linalg_lstsq',
  'P L U': 'linalg_lu lu_unpack',
  'LU pivots': 'linalg_lu_factor',
  'LU pivots info': 'linalg_lu_factor_ex',
  'Q R': 'linalg_qr qr',
  'sign logabsdet': 'linalg_slogdet slogdet',
  'result info': 'linalg_solve_ex',
  'U S Vh': 'linalg_svd',
  'U S V': 'svd',
  'solution cloned_coefficient': 'triangular_solve',
}

function typeOf(name: string, fields: readonly string[]): object {
  const path = `torch.return_types.${name}`
  const make = ([values]: readonly unknown[]): NamedTuple => {
    if (values === undefined) throw new TypeError("structseq() missing required argument 'sequence' (pos 1)")
    if (typeof values !== 'object' || values === null || !(Symbol.iterator in values))
      throw new TypeError(`constructor requires a sequence, not ${typeName(values)}`)
    const items = [...(values as Iterable<unknown>)]
    if (items.length !== fields.length)
      throw new TypeError(`${path}() takes a ${fields.length}-sequence (${items.length}-sequence given)`)
    return namedTuple(path, fields, items)
  }
  const isOne = (value: unknown): boolean => value instanceof NamedTuple && value.typeName === path
  return classOf(path, make, isOne, {})
}

/** `torch.return_types`. */
export const returnTypes: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(fieldsOf).flatMap(([fields, names]) =>
    names
      .split(' ')
      .flatMap((name) => [name, ...(name === 'histogramdd' ? [] : [`${name}_out`])])
      .map((name) => [name, typeOf(name, fields.split(' '))] as const),
  ),
)
