// NumPy's files: there and back, files that NumPy wrote, and files that are damaged or hostile.
import { deepEqual, equal, throws } from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'

const np = loadNumpy() as Record<string, (...args: any[]) => any>
const folder = mkdtempSync(join(tmpdir(), 'numpy-files-'))
after(() => {
  rmSync(folder, { recursive: true })
})
const at = (name: string): string => join(folder, name)

const transposed = Buffer.from(
  'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAg' +
    'ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAQAAAQEAAAIBA',
  'base64',
)
const archive = Buffer.from(
  'UEsDBBQAAAAIAAAAIQC6NC5zRQAAAIEAAAAFABQAeC5ucHkBABAAgQAAAAAAAABFAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6l' +
    'oF6TZKiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6mjoKtQoUAC5GAFBLAwQUAAAACAAAACEA90AS6kwAAACYAAAA' +
    'CQAUAGFycl8wLm5weQEAEACYAAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoS' +
    'd0vMKU4FihdnJBakAvkaxjqaOgq1ChQALgYoYITSTFAaAFBLAQIUAxQAAAAIAAAAIQC6NC5zRQAAAIEAAAAFAAAAAAAAAAAAAACA' +
    'AQAAAAB4Lm5weVBLAQIUAxQAAAAIAAAAIQD3QBLqTAAAAJgAAAAJAAAAAAAAAAAAAACAAXwAAABhcnJfMC5ucHlQSwUGAAAAAAIA' +
    'AgBqAAAAAwEAAAAA',
  'base64',
)
const objects = Buffer.from(
  'k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwpLCB9ICAgICAgICAg' +
    'ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAA2NudW1weS5jb3JlLm11bHRpYXJy' +
    'YXkKX3JlY29uc3RydWN0CnEAY251bXB5Cm5kYXJyYXkKcQFLAIVxAkMBYnEDh3EEUnEFKEsBSwGFcQZjbnVtcHkKZHR5cGUKcQdY' +
    'AgAAAE84cQiJiIdxCVJxCihLA1gBAAAAfHELTk5OSv////9K/////0s/dHEMYoldcQ19cQ5YAQAAAGFxD0sBc2F0cRBiLg==',
  'base64',
)

test('files of NumPy: one array, several, and such as would run code', () => {
  deepEqual(np.load(transposed).tolist(), [
    [1.5, 3],
    [2, 4],
  ])
  const several = np.load(archive)
  deepEqual(several.files, ['x', 'arr_0'])
  deepEqual(several.get('arr_0').tolist(), [0n, 1n, 2n])
  throws(() => np.load(objects), /Object arrays cannot be loaded when allow_pickle=False/)
})

test('what is saved comes back, with its type and shape', () => {
  for (const type of ['float64', 'float32', 'int64', 'uint8', 'bool', 'complex128']) {
    const array = np.array([[1, 0, 1]], type)
    np.save(at('one'), array)
    const back = np.load(at('one.npy'))
    deepEqual([[...back.shape], String(back.dtype), back.tolist()], [[1, 3], type, array.tolist()])
  }
  np.savez(at('all'), np.array([1]), { b: np.array([2]) })
  deepEqual([...np.load(at('all.npz')).keys()], ['b', 'arr_0'])
  throws(() => np.savez(at('twice'), np.array([1]), { arr_0: np.array([2]) }), /keyword arr_0/)
  equal(existsSync(at('twice.npz')), false)
})

test('a damaged file is refused, before memory is taken for what it claims', () => {
  const whole = readFileSync(at('one.npy'))
  const claims = (text: string): Buffer => {
    const head = Buffer.from(text.padEnd(117) + '\n', 'latin1')
    const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1')
    start.writeUInt16LE(head.length, 8)
    return Buffer.concat([start, head, Buffer.alloc(16)])
  }
  throws(() => np.load(whole.subarray(0, whole.length - 1)), /cannot reshape array/)
  throws(() => np.load(whole.subarray(0, 40)), /EOF: reading array header/)
  throws(() => np.load(Buffer.from('some text, no array')), /Cannot load file containing pickled data/)
  throws(
    () => np.load(claims("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 9999), }")),
    /cannot reshape array of size 2/,
  )
  throws(() => np.load(claims("{'descr': '|V8', 'fortran_order': False, 'shape': (1,), }")), /not read here/)
  throws(() => np.load(claims("__import__('os').system('true')")), /header of the array cannot be read/)
  throws(() => np.load(at('nothing.npy')), { name: 'FileNotFoundError' })
})

test('tables of text', () => {
  const table = np.array([
    [1.5, 2],
    [3, 4],
  ])
  np.savetxt(at('table.csv'), table, { fmt: '%.2f', delimiter: ',', header: 'x,y' })
  equal(readFileSync(at('table.csv'), 'utf8'), '# x,y\n1.50,2.00\n3.00,4.00\n')
  deepEqual(np.loadtxt(at('table.csv'), { delimiter: ',' }).tolist(), table.tolist())
  deepEqual(np.loadtxt(at('table.csv'), { delimiter: ',', usecols: 1 }).tolist(), [2, 4])
  deepEqual(np.loadtxt(['1 2', '3 4'], { unpack: true }).tolist(), [
    [1, 3],
    [2, 4],
  ])
  writeFileSync(at('gap.csv'), 'a,b\n1,2\n3,\n')
  deepEqual(np.genfromtxt(at('gap.csv'), { delimiter: ',', skip_header: 1 }).tolist(), [
    [1, 2],
    [3, NaN],
  ])
})
