// Values and what Python's repr, str, format and print gave for them.
import { equal, match, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { Node } from '../../src/tensor/node.js'
import * as dtypes from '../../src/base/dtype.js'
import { RuntimeError, ValueError } from '../../src/base/errors.js'
import { format, instanceRepr, printed, repr, reprSymbol, str } from '../../src/text/repr.js'
import { channels_last, Complex, Device, Float, Slice, strided } from '../../src/base/scalar.js'
import { type Element } from '../../src/memory/elements.js'
import { Tensor, zerosTensor } from '../../src/tensor/tensor.js'
import { namedTuple, Size, Tuple } from '../../src/base/tuple.js'

function tensor(data: Element[], dtype = dtypes.float32, sizes = [data.length]): Tensor {
  const result = zerosTensor(sizes, dtype)
  data.forEach((value, i) => result.setElementAt(i, value))
  return result
}
class OrderedDict<K, V> extends Map<K, V> {}

/** `str` is given only where it differs. */
function prints(value: unknown, text: string, asString = text): void {
  test(text.split('\n')[0], () => {
    equal(repr(value), text)
    equal(str(value), asString)
  })
}

// Numbers.
prints(2, '2')
prints(2.5, '2.5')
prints(new Float(2), '2.0')
prints(new Float(-0), '-0.0')
prints(10n ** 20n, '100000000000000000000')
prints(1e20, '1e+20')
prints(new Float(1e16), '1e+16')
prints(new Float(1e15), '1000000000000000.0')
prints(0.0001, '0.0001')
prints(1e-5, '1e-05')
prints(1e-7, '1e-07')
prints(0.1 + 0.2, '0.30000000000000004')
prints(123456789012345680, '1.2345678901234568e+17')
prints(NaN, 'nan')
prints(-Infinity, '-inf')
prints(new Complex(1, 2), '(1+2j)')
prints(new Complex(0, -2.5), '-2.5j')
prints(new Complex(-0, NaN), '(-0+nanj)')
prints(true, 'True')
prints(false, 'False')
prints(null, 'None')
prints(undefined, 'None')

// Strings.
prints('abc', "'abc'", 'abc')
prints("it's", '"it\'s"', "it's")
prints('a"b', `'a"b'`, 'a"b')
prints(`it's "q"`, `'it\\'s "q"'`, `it's "q"`)
prints(
  'tab\t nl\n bs\\ \x00 \x7f é \u200b 😀 \xa0',
  "'tab\\t nl\\n bs\\\\ \\x00 \\x7f é \\u200b 😀 \\xa0'",
  'tab\t nl\n bs\\ \x00 \x7f é \u200b 😀 \xa0',
)

// Containers.
prints([1, [2, Tuple.of(3)], { a: 1 }], "[1, [2, (3,)], {'a': 1}]")
prints(['a'], "['a']")
prints([], '[]')
prints(new Tuple(), '()')
prints(Tuple.of<unknown>(1, 'a'), "(1, 'a')")
prints({}, '{}')
prints({ a: null, 'b c': [1.5] }, "{'a': None, 'b c': [1.5]}")
prints(
  new Map<unknown, unknown>([
    ['a', 1],
    [2, null],
  ]),
  "{'a': 1, 2: None}",
)
prints(new OrderedDict(), 'OrderedDict()')
prints(new OrderedDict([['a', tensor([1])]]), "OrderedDict([('a', tensor([1.]))])")
prints(new Set([1, 2]), '{1, 2}')
prints(new Set(), 'set()')
prints(Float32Array.of(0.1), "array('f', [0.10000000149011612])")
prints(new Float64Array(), "array('d')")
prints(BigInt64Array.of(2n), "array('q', [2])")
test('a container inside itself', () => {
  const items: unknown[] = [1]
  items.push(items)
  equal(repr(items), '[1, [...]]')
  equal(repr(items), '[1, [...]]')
  const dict: Record<string, unknown> = {}
  dict.d = dict
  equal(repr(dict), "{'d': {...}}")
})
test('the same list twice is no circle', () => {
  const inner = [1]
  equal(repr([inner, inner]), '[[1], [1]]')
})

// Tensors in containers keep their own indentation.
const eye = tensor([1, 0, 0, 1], dtypes.float32, [2, 2])
prints([eye, tensor([2], dtypes.int64, [])], '[tensor([[1., 0.],\n        [0., 1.]]), tensor(2)]')
prints({ a: tensor([1.5, 2]) }, "{'a': tensor([1.5000, 2.0000])}")
prints(
  namedTuple('torch.return_types.max', ['values', 'indices'], [tensor([1.5]), tensor([0], dtypes.int64)]),
  'torch.return_types.max(\nvalues=tensor([1.5000]),\nindices=tensor([0]))',
)
prints(namedTuple('Point', ['x', 'y'], [1, 2]), 'Point(x=1, y=2)')

// What torch has besides tensors.
prints(Size.from([2, 3]), 'torch.Size([2, 3])')
prints(Size.from([]), 'torch.Size([])')
prints(dtypes.float32, 'torch.float32')
prints(new Device('cpu'), "device(type='cpu')", 'cpu')
prints(new Device('gpu:1'), "device(type='gpu', index=1)", 'gpu:1')
prints([new Device('cpu')], "[device(type='cpu')]")
prints(strided, 'torch.strided')
prints(channels_last, 'torch.channels_last')
prints(new Slice(0, 2), 'slice(0, 2, None)')
prints(Tensor, "<class 'torch.Tensor'>")
prints(Number, "<class 'int'>")
prints(RuntimeError, "<class 'RuntimeError'>")

// Errors.
prints(new ValueError('x'), "ValueError('x')", 'x')
prints(new RuntimeError("it's"), 'RuntimeError("it\'s")', "it's")
prints(new ValueError(), 'ValueError()', '')

// Objects with an address: the same one each time.
class AddBackward extends Node {
  readonly className = 'AddBackward0'
  apply(): [] {
    return []
  }
}
test('nodes and other objects', () => {
  const node = new AddBackward()
  match(repr(node), /^<AddBackward0 object at 0x7f[0-9a-f]{10}>$/)
  equal(repr(node), repr(node))
  equal(repr(node) === repr(new AddBackward()), false)
  class Animal {}
  match(repr(new Animal()), /^<Animal object at 0x7f[0-9a-f]{10}>$/)
  match(instanceRepr({}, 'torch._C.Generator'), /^<torch._C.Generator object at 0x7f/)
  match(
    repr(() => 1),
    /^<function <lambda> at 0x7f/,
  )
  match(repr(Math.max), /^<function max at 0x7f/)
})

// Objects with a text of their own.
prints({ [reprSymbol]: () => 'Linear(in_features=1)' }, 'Linear(in_features=1)')
prints(
  Object.assign(() => 1, { [reprSymbol]: () => 'ReLU()' }),
  'ReLU()',
)
prints({ [reprSymbol]: (inner: typeof repr) => `Pair(${inner('a')})` }, "Pair('a')")
test('a text of its own that names itself', () => {
  const loop: object = { [reprSymbol]: (inner: typeof repr): string => `Loop(${inner([loop])})` }
  equal(repr(loop), 'Loop([...])')
})
prints(/a+/, '/a+/')

// format
test('format', () => {
  equal(format(3.14159, '.2f'), '3.14')
  equal(format(tensor([2], dtypes.float32, [])), '2.0')
  equal(format(tensor([2], dtypes.float32, []), '.3f'), '2.000')
  equal(format(tensor([3], dtypes.int64, []), 'd'), '3')
  equal(format(tensor([true], dtypes.bool, [])), 'True')
  equal(format(tensor([true], dtypes.bool, []), '.2f'), '1.00')
  equal(format(tensor([new Complex(2, 1)], dtypes.complex64, []), '.2f'), '2.00+1.00j')
  equal(format(tensor([1])), 'tensor([1.])')
  equal(format([1]), '[1]')
  equal(format(null), 'None')
  equal(format('a', '>3'), '  a')
})
test('format of a parameter', () => {
  const parameter = tensor([0.5], dtypes.float32, [])
  parameter.isParameter = true
  parameter.leafRequiresGrad = true
  equal(format(parameter), 'Parameter containing:\ntensor(0.5000, requires_grad=True)')
})
test('what takes no spec', () => {
  const unsupported = (type: string, hint = '') => ({
    name: 'TypeError',
    message: `unsupported format string passed to ${type}.__format__${hint}`,
  })
  throws(() => format(null, '.2f'), unsupported('NoneType'))
  throws(() => format([1], '.2f'), unsupported('list'))
  throws(() => format({}, '.2f'), unsupported('dict'))
  throws(() => format(tensor([1, 2]), '.2f'), unsupported('Tensor'))
  throws(() => format(tensor([1]), '.2f'), unsupported('Tensor', ': format its number, x.item()'))
})

// print
test('print', () => {
  equal(printed(), '\n')
  equal(printed(1, 'a', null, [new Float(1)]), '1 a None [1.0]\n')
  equal(printed(1, 'a', { sep: '-', end: '!\n' }), '1-a!\n')
  equal(printed('x', { end: '' }), 'x')
  equal(printed({ a: 1 }), "{'a': 1}\n")
  equal(printed({ sep: 1 }), "{'sep': 1}\n")
})
