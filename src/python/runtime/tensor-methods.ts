// Methods of tensors that only Python has: what its functions, its copying and NumPy call, and old names of its operators.
import { RuntimeError, TypeError } from '../../base/errors.js'
import torch, { type Tensor } from '../../torch.js'
import { core } from './core.js'
import { builtin } from './functions.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { bool, complex, int } from './types.js'

type Any = any

const methods: Record<string, readonly [parameters: string, run: (self: Tensor, ...args: Any[]) => Any]> = {
  __setitem__: ['key, value, /', (self, key, item) => (core.setitem(self, key, item), null)],
  __delitem__: [
    'key, /',
    () => {
      throw new TypeError('Tensor does not support deleting items')
    },
  ],
  __reversed__: ['', (self) => (self.dim() === 0 ? self : self.flip(0))],
  __array__: [
    'dtype=None',
    (self, dtype) => {
      const array = core.call(core.getattr(self, 'numpy'), [], null)
      return dtype === null ? array : core.call(core.getattr(array, 'astype'), [dtype], { copy: false })
    },
  ],
  __array_wrap__: [
    'array',
    (_self, array) => {
      if (!isNumpyArray(array)) throw new RuntimeError('expected np.ndarray')
      const plain: Any =
        String((array as Any).dtype) === 'bool'
          ? core.call(core.getattr(array, 'astype'), ['uint8'], null)
          : array
      return core.call(torch.from_numpy, [plain], null)
    },
  ],
  __div__: ['other', (self, other) => self.div(other)],
  __idiv__: ['other', (self, other) => self.div_(other)],
  __long__: ['', (self) => core.call(int, [self], null)],
  __nonzero__: ['', (self) => core.call(bool, [self], null)],
  __complex__: ['', (self) => core.call(complex, [self], null)],
  __deepcopy__: [
    'memo',
    (self, memo) => core.call(core.getattr(core.importModule('copy'), 'deepcopy'), [self, memo], null),
  ],
  _is_view: ['', (self) => self.viewInfo !== null],
}

/** The names, for those who look into the class. */
export const tensorMethodNames: readonly string[] = Object.keys(methods)

/** Such a method, bound; undefined for all else. */
export function tensorMethod(self: Tensor, name: string): Any {
  if (name === '__array_priority__') return 1000
  if (!Object.hasOwn(methods, name)) return undefined
  const [parameters, run] = methods[name]
  return builtin(name, parameters, (...args: Any[]) => run(self, ...args))
}
