// The safetensors format: what is written is read again, the bytes are those of the format, and damaged ones are refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { decodeTensors, encodeTensors } from '../../src/io/safetensors.js'

const bytesOf = (...parameters: Parameters<typeof encodeTensors>): Buffer =>
  Buffer.concat(encodeTensors(...parameters))

test('every dtype comes back as it was', () => {
  const names = [
    'bool',
    'uint8',
    'int8',
    'int16',
    'int32',
    'int64',
    'float16',
    'bfloat16',
    'float32',
    'float64',
  ] as const
  const tensors = names.map(
    (name) =>
      [
        name,
        torch
          .tensor([
            [0, 1, 1],
            [1, 0, 1],
          ])
          .to(torch[name]),
      ] as const,
  )
  const { tensors: read, metadata } = decodeTensors(bytesOf(tensors, { who: 'me' }))
  assert.deepEqual(metadata, { who: 'me' })
  for (const [name, tensor] of tensors) {
    assert.equal(read.get(name)!.dtype, tensor.dtype)
    assert.equal(torch.equal(read.get(name)!, tensor), true, name)
  }
})

test('large integers, tiny numbers, empty tensors, scalars, views', () => {
  const tensors = new Map([
    ['long', torch.tensor([9007199254740993n, -(2n ** 63n)])],
    ['tiny', torch.tensor([5e-324, -0, Infinity, NaN], { dtype: torch.float64 })],
    ['empty', torch.zeros(0, 3)],
    ['scalar', torch.tensor(2.5)],
    ['turned', torch.arange(6).view(2, 3).t()],
    ['part', torch.arange(10).narrow(0, 4, 3)],
  ])
  const { tensors: read } = decodeTensors(bytesOf(tensors))
  for (const [name, tensor] of tensors) assert.equal(torch.repr(read.get(name)), torch.repr(tensor))
  assert.ok(Object.is(read.get('tiny')!.tolist()[1], -0))
})

test('the bytes are those of the format', () => {
  const bytes = bytesOf([
    ['b', torch.tensor([true])],
    ['a', torch.tensor([1.5])],
  ])
  const length = Number(bytes.readBigUInt64LE())
  assert.equal(length % 8, 0)
  const header = bytes.subarray(8, 8 + length).toString()
  // The wider elements come first, so that they begin at a multiple of their size.
  assert.equal(
    header.trimEnd(),
    '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[4,5]}}',
  )
  assert.deepEqual([...bytes.subarray(8 + length)], [0, 0, 0xc0, 0x3f, 1])
})

test('what cannot be written is refused', () => {
  assert.throws(
    () => encodeTensors([['z', torch.zeros(1, { dtype: torch.complex64 })]]),
    /z is torch\.complex64, and safetensors has no such dtype/,
  )
  const twice = [
    ['a', torch.ones(1)],
    ['a', torch.ones(1)],
  ] as const
  assert.throws(() => encodeTensors(twice), /two tensors cannot both be named a/)
})

test('damaged bytes are refused with the reason', () => {
  const whole = bytesOf([['a', torch.ones(3)]])
  const length = Number(whole.readBigUInt64LE())
  const withHeader = (header: string): Buffer => {
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(header.length))
    return Buffer.concat([size, Buffer.from(header), whole.subarray(8 + length)])
  }
  const entry = (dtype: string, shape: string, offsets: string): Buffer =>
    withHeader(`{"a":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`)
  const cases: [Buffer, RegExp][] = [
    [Buffer.alloc(0), /it has 0 bytes/],
    [Buffer.from('a,b\n1,2\n3,4\n'), /its first bytes are not the length of a header/],
    [whole.subarray(0, -1), /it ends before a does; was it written to its end\?/],
    [withHeader('[1]'), /its header is no JSON object/],
    [withHeader('{"a":'), /its header is no JSON object/],
    [entry('F32', '[3]', '[0,8]'), /a has 8 bytes, and its shape \[3\] asks for 12/],
    [entry('F32', '[-3]', '[0,12]'), /the shape of a is damaged/],
    [entry('F32', '[3]', '[12]'), /the place of a is damaged/],
    [entry('F8_E4M3', '[3]', '[0,3]'), /elements of type F8_E4M3, which torch does not have/],
    [withHeader('{"a":null}'), /the shape of a is damaged/],
    [
      withHeader(
        '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}',
      ),
      /b lies where another tensor does/,
    ],
    [withHeader('{"__metadata__":{"a":1}}'), /its metadata are not text/],
  ]
  for (const [bytes, reason] of cases) assert.throws(() => decodeTensors(bytes), reason)
})
