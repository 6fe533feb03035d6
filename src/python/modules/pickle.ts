// Python's module `pickle`: data, and objects of a program's own classes, as the bytes that CPython reads. What holds tensors
// is written as a file of PyTorch's, which `torch.load` reads, too. Nothing that a pickle names is called.
import { EOFError, UnpicklingError, ValueError } from '../../base/errors.js'
import { decodePickle } from '../../io/torch-read.js'
import { encodePickle } from '../../io/torch-write.js'
import { bytesArgument, sizeArgument } from '../runtime/arguments.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { functionsOf } from '../runtime/functions.js'
import { declare, exceptionClasses } from '../runtime/types.js'
import { fromPython } from './written.js'

type Any = any

const Exception = exceptionClasses.get('Exception') as unknown as new (message: string) => object
const PickleError: Any = { PickleError: class extends Exception {} }.PickleError
declare(PickleError, 'PickleError', [Exception as Any], { module: '_pickle', hasFields: true })
const PicklingError: Any = { PicklingError: class extends (PickleError as typeof Exception) {} }.PicklingError
declare(PicklingError, 'PicklingError', [PickleError], { module: '_pickle', hasFields: true })

/** A value as bytes, whichever protocol is asked for: each reads what is written here. */
function bytesOf(value: Any, protocol: Any = null): PyBytes {
  if (protocol !== null && sizeArgument(protocol) > highest)
    throw new ValueError(`pickle protocol must be <= ${highest}`)
  return new PyBytes(encodePickle(value))
}

const highest = 5

/** A value, and how many bytes it was made of. */
function read(data: Any): [Any, number] {
  const bytes = bytesArgument(data)
  if (bytes.length === 0) throw new EOFError('Ran out of input')
  const [value, used] = decodePickle(bytes)
  return [value, used]
}

export const module = {
  __getattr__: fromPython('pickle', '_pickle_classes', ['Pickler', 'Unpickler']),
  HIGHEST_PROTOCOL: highest,
  DEFAULT_PROTOCOL: 4,
  PickleError,
  PicklingError,
  UnpicklingError,
  ...functionsOf({
    'dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)': (value: Any, protocol: Any) =>
      bytesOf(value, protocol),
    'dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)': (
      value: Any,
      file: Any,
      protocol: Any,
    ) => {
      core.call(core.getattr(file, 'write'), [bytesOf(value, protocol)], null)
      return null
    },
    'loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None)': (data: Any) =>
      read(data)[0],
    'load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None)': (file: Any) => {
      const data: Any = core.call(core.getattr(file, 'read'), [], null)
      const [value, used] = read(data)
      // What stands behind it is for the next call.
      const left = (data as PyBytes).data.length - used
      if (left > 0) core.call(core.getattr(file, 'seek'), [-left, 1], null)
      return value
    },
  }),
}
