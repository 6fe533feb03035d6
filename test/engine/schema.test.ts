// Names with dots: a namespace that nobody declared is refused, never taken for the name of an overload.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../src/index.js'
import { op, ops } from '../../src/engine/op.js'
import { checkOverloadName, parseSchema } from '../../src/engine/schema.js'

const namespaces = ['_C._nn', 'nn.functional', 'linalg', 'special', 'fft', 'nn.init', 'nn.utils.rnn']

test('an op of an unknown namespace is refused, with the place where to add it', () => {
  for (const text of [
    'sparse.mm(Tensor mat1, Tensor mat2) -> Tensor',
    'sparse.sum(Tensor input, int[1]? dim=None, *, ScalarType? dtype=None) -> Tensor',
    'distributions.kl_divergence(any p, any q) -> Tensor',
    'signal.windows.hann(int M, *, ...options) -> Tensor',
    'utils.stack(Tensor[] tensors) -> Tensor',
  ]) {
    const space = text.slice(0, text.indexOf('.'))
    const entry = { doc: '', forward: () => null }
    assert.throws(() => op(text, entry), new RegExp(`add '${space}\\.' to \`namespaces\``), text)
    assert.throws(() => checkOverloadName(parseSchema(text)), /is no word of its signature/)
  }
})

test('an op of a known namespace is read with and without an overload', () => {
  for (const space of namespaces) {
    const plain = parseSchema(`${space}.f(Tensor self) -> Tensor`)
    assert.deepEqual([plain.path, plain.name, plain.overload], [`${space}.f`, 'f', ''])
    const named = parseSchema(`${space}.f.dim(Tensor self, int dim) -> Tensor`)
    assert.deepEqual([named.path, named.name, named.overload], [`${space}.f`, 'f', 'dim'])
  }
})

test('overloads are named by words of their signatures', () => {
  for (const text of [
    'f.dim(Tensor self, int dim) -> Tensor',
    'f.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor',
    'f.dim_IntList(Tensor self, int[1]? dim) -> Tensor',
    'f.low_dtype(Tensor self, int low, *, ...options) -> Tensor',
    'f.tensor_indices_or_sections(Tensor self, Tensor tensor_indices_or_sections) -> Tensor[]',
  ])
    checkOverloadName(parseSchema(text))
  for (const op of ops.values())
    for (const { schema } of op.overloads) if (schema.overload !== '') checkOverloadName(schema)
})
