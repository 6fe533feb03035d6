// What is assigned to an attribute of an array of NumPy's: `a.shape = 2, 3`, `a.flat = 0`, `c.imag = 1`. Others are refused, as
// no array has fields of its own.
import { AttributeError, TypeError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import torch from '../../torch.js'
import { core } from './core.js'
import { arrayNames } from './fields.js'
import { call } from './functions.js'
import { Ellipsis } from './types.js'

type Any = any

const fixed = new Set('T base ctypes flags itemsize nbytes ndim size'.split(' '))
const own = 'numpy.ndarray'

const numpy = (name: string, ...args: Any[]): Any =>
  call(core.getattr(core.importModule('numpy'), name), args, null)

/** The same numbers in another shape, or read as another type: the array itself changes. */
function become(array: Any, method: 'reshape' | 'view', given: Any): void {
  const other: Any = call(core.getattr(array, method), [given], null)
  if (method === 'reshape' && array.flags.C_CONTIGUOUS !== true)
    throw new AttributeError(
      'Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.',
    )
  array._storage = other._storage
}

/** The real or the imaginary parts become others; the other parts stay. */
function setPart(array: Any, name: 'real' | 'imag', item: Any): void {
  if (!String(array.dtype).startsWith('complex')) {
    if (name === 'imag') throw new TypeError('array does not have imaginary part to set')
    core.setitem(array, Ellipsis, item)
    return
  }
  const parts = { real: numpy('real', array).copy() as Any, imag: numpy('imag', array).copy() as Any }
  core.setitem(parts[name], Ellipsis, item)
  const tensors = [parts.real, parts.imag].map((part: Any) => torch.from_numpy(part as never))
  core.setitem(array, Ellipsis, torch.complex(tensors[0], tensors[1]).numpy())
}

/** Assigns to an attribute of an array; false for what is none. */
export function setArrayField(array: Any, name: string, item: Any): boolean {
  if (!isNumpyArray(array)) return false
  if (name === 'shape' || name === 'dtype') become(array, name === 'shape' ? 'reshape' : 'view', item)
  else if (name === 'flat') core.setitem(core.getattr(array, 'flat'), Ellipsis, item)
  else if (name === 'real' || name === 'imag') setPart(array, name, item)
  else if (fixed.has(name))
    throw new AttributeError(`attribute '${name}' of '${own}' objects is not writable`)
  else if (arrayNames.has(name)) throw new AttributeError(`'${own}' object attribute '${name}' is read-only`)
  else throw new AttributeError(`'${own}' object has no attribute '${name}'`)
  return true
}
