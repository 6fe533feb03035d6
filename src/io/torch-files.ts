// `torch.save` and `torch.load`: PyTorch's own files, and safetensors where a file's name ends so. What comes out of a file
// is data; no code in it is run.
import { EOFError, RuntimeError, TypeError } from '../base/errors.js'
import type { Device } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { pythonic } from '../engine/python-call.js'
import { dictEntries, isDict } from '../nn/ordered-dict.js'
import { Tensor } from '../tensor/tensor.js'
import { type StreamLike, streamOf } from './byte-stream.js'
import { withFile } from './with-file.js'
import { readWholeFile } from './read-file.js'
import { decodeTensors, encodeTensors } from './safetensors.js'
import { decodeTorch, type MapLocation, settled } from './torch-read.js'
import { encodeTorch } from './torch-write.js'
import { writeWholeFile } from './whole-file.js'

/** More is not read: it would have to be in memory as a whole. */
const mostBytes = 2 ** 32 - 1

const isSafetensors = (path: string): boolean => path.endsWith('.safetensors')

function tensorsOf(obj: unknown): [string, Tensor][] {
  if (!(obj instanceof Map) && !isDict(obj))
    throw new TypeError(`safetensors files hold dicts of tensors, not ${typeName(obj)}`)
  const entries = dictEntries(obj as Record<string, Tensor>)
  const wrong = entries.find(([, value]) => !((value as unknown) instanceof Tensor))
  if (wrong)
    throw new TypeError(`safetensors files hold tensors alone, and '${wrong[0]}' is ${typeName(wrong[1])}`)
  return entries
}

type Save = (
  obj: unknown,
  f: string | StreamLike,
  keywords?: { pickle_protocol?: number; _use_new_zipfile_serialization?: boolean },
) => void

/**
 * Writes tensors, and nests of dicts, lists, tuples, numbers, texts and None that hold them, to a file that PyTorch reads.
 * Tensors that share memory share it in the file. A path is written whole or not at all; a file that is open, or a buffer in
 * memory, takes the bytes where it stands. A name that ends in
 * `.safetensors` makes such a file, of a dict of tensors.
 *
 * @throws TypeError for what is no data, such as a module: save its `state_dict()`
 * @example
 * torch.save(net.state_dict(), 'net.pt')
 */
export const save = pythonic<(...args: never[]) => void, Save>(
  'save(obj, f, pickle_module = None, pickle_protocol = 2, _use_new_zipfile_serialization = True)',
  (obj: unknown, f: unknown, _module: unknown, _protocol: unknown, isNew: unknown) => {
    if (isNew === false) throw new RuntimeError('files of the old format are read, and not written')
    const stream = streamOf(f)
    if (stream !== null) {
      for (const part of encodeTorch(obj)) stream.write(part)
      return
    }
    withFile(f, (path) => {
      writeWholeFile(path, isSafetensors(path) ? encodeTensors(tensorsOf(obj)) : encodeTorch(obj))
    })
  },
)

type Load = (
  f: string | Uint8Array | StreamLike,
  map_location?: MapLocation | { map_location?: MapLocation; weights_only?: boolean },
  keywords?: { weights_only?: boolean },
) => any

/**
 * Reads a file that `torch.save` wrote, here or in PyTorch, or a safetensors file.
 *
 * @param map_location where the tensors are to be: a device, a dict of devices, or a function
 * @throws UnpicklingError where the file asks for something that is no data, RuntimeError where it is damaged
 * @example
 * net.load_state_dict(torch.load('net.pt'))
 */
export const load = pythonic<(...args: never[]) => unknown, Load>(
  'load(f, map_location: dict = None, pickle_module = None, weights_only = False, encoding = None, mmap = None)',
  (f: unknown, map_location: MapLocation) => {
    if (f instanceof Uint8Array) return decodeTorch(f, map_location)
    const stream = streamOf(f)
    if (stream !== null) {
      const bytes = stream.read()
      if (bytes.length === 0) throw new EOFError('Ran out of input')
      return decodeTorch(bytes, map_location)
    }
    return withFile(f, (path) => {
      const bytes = readWholeFile(path, mostBytes)
      if (!isSafetensors(path)) return decodeTorch(bytes, map_location)
      const tensors = [...decodeTensors(bytes).tensors]
      const device = typeof map_location === 'string' || isDevice(map_location) ? map_location : null
      return settled(
        new Map(tensors.map(([name, tensor]) => [name, device === null ? tensor : tensor.to(device)])),
      )
    })
  },
)

const isDevice = (value: unknown): value is Device =>
  typeof value === 'object' && value !== null && 'type' in value && !isDict(value)

export { from_file } from './raw-file.js'
