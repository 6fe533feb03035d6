// Functions of float32 to the bit at small sizes: what PyTorch gave, by its vector library or by C, and its gradients.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { numbersOf } from '../../src/engine/plan.js'
import torch from '../../src/index.js'
import { type Level, setLevel } from '../../src/kernels/wasm/level.js'

const t = torch as any
const sizes = [3, 16, 40, 300]

/** A sum of the bits of all elements, each times its place. */
function checksum(tensor: any): string {
  const { buffer, byteOffset, length } = numbersOf(tensor.contiguous())
  const bits = new Uint32Array(buffer as ArrayBuffer, byteOffset, length)
  let sum = 0
  for (let i = 0; i < bits.length; i++) sum = (sum + Math.imul(i + 1, bits[i])) >>> 0
  return sum.toString(16).padStart(8, '0')
}

/** For each of the sizes, the values and the gradients. */
const recorded = [
  ['exp', '7db926cf', '3bc2c319', 'e77c85bf', '70c48a5a', '636c7e63', 'e8f416e0', 'ba3837b1', 'b8a15e28'],
  ['expm1', '75caa580', '3bc2c319', '7a5a3dc6', '70c48a48', '7b39e591', 'e8f41701', '4fff8b5d', 'b8a16879'],
  ['log', '7eee75b7', '4046d0bb', '8d3d94fd', '96eb86c1', '7f231fa8', '3424bc33', '0e84ddd6', '0e5dfee3'],
  ['log1p', '7507a90b', '3a31c391', '4e0fe227', '1c3b9be6', '7bf8fef4', 'fcf661cc', '738dfedd', '76b44db0'],
  ['log2', '8079371b', '41817d64', 'ae7e9603', 'ba70deb2', '56eb5b83', '105452b7', 'fe392911', '4ef5bb53'],
  ['log10', '7b59611a', '3d52d00e', '39e11fa1', '4598ab3e', '92ef5241', '44499d02', 'f84d02f3', 'a70102b1'],
  ['sin', '7554e9f7', '3ab9c59e', '5b4c464f', '3047081b', 'cc360fa2', '72cc2055', 'af1b2eaf', '4a4cc815'],
  ['cos', '7cd64976', '35760128', 'a8ca0f47', 'e6696cbd', 'f37fdbab', '55de688a', '291cac4d', 'dda43f73'],
  ['tan', '756f32e9', '3b1029bc', '6b31c4d4', '60856155', '3166012d', '9454167c', '3d6510db', '092358ad'],
  ['tanh', '754cdcc2', '3aa0ce32', '57c850b6', '26132323', 'b687c505', '33934c67', '321a1156', 'fff6c5dd'],
  ['asin', '75665e79', '3af30198', '66e703a7', '5761d9de', '13e36b76', '53512f0f', '53c8f37d', 'ce81a06d'],
  ['acos', '7e124b99', '3af30198', 'b57cacb1', '5761d9de', '4c56aeba', '53512f0f', '590bb9e1', 'ce81a06d'],
  ['atan', '754d1e82', '3aa222ec', '585604c4', '297d3c21', 'ba026a7f', '470409ea', 'e6e4bd9d', '0050bc8f'],
  ['erf', '75c99b78', '3b06d27f', '631176b2', '2f53912b', 'faeff539', '6e1c1633', 'e1e133af', 'd0e72430'],
  ['erfc', '7b9b25c2', '3b06d27f', '6d435066', '2f53912b', 'a324eea0', '6e1c1633', 'f7f54b26', 'd0e72430'],
  ['sigmoid', '7a5081f5', '35c7a60f', '88018435', 'b1f9217f', '280a5a15', '754959ff', 'ebc4ccf9', '3594167f'],
  ['rsqrt', '808ecc80', '4071de19', 'e345f87c', '7e133fb6', '7e4a45cc', 'cd165156', '57dd2a61', '996a8693'],
  ['logit', '7dee0678', '41317de0', 'a379c1b8', 'ea02820c', 'bf009b23', '0b1060ce', '9bbc2fbd', 'de6a3c2b'],
  [
    'nn.functional.silu',
    '72c0d244',
    '3921888f',
    '314ab89c',
    '20dafc56',
    'c833ad7b',
    '063ee099',
    '580412ae',
    '9d993b9f',
  ],
  [
    'nn.functional.elu',
    '755d737f',
    '3ad55557',
    '6053ce0b',
    '41000000',
    'ea5e1dd9',
    'd3e6666b',
    'fc0677b1',
    'd7c44563',
  ],
  [
    'nn.functional.logsigmoid',
    '7a91233d',
    '37ee9530',
    '70098a10',
    'e23a7733',
    'a0e31559',
    '9ac0429e',
    '0bf6571d',
    '5a51bd9c',
  ],
  [
    'nn.functional.softmax',
    '782ba3eb',
    'efd1a486',
    'a47af3de',
    '03804f5b',
    'b16ee885',
    'd130b5ac',
    '8f05eb4f',
    '444a558a',
  ],
  [
    'nn.functional.log_softmax',
    '7d225937',
    'f289322c',
    '1b5c65ab',
    '242799ff',
    '61574df2',
    '6042d16f',
    '28c3883a',
    '165378f3',
  ],
] as const

for (const level of ['simd', 'relaxed'] as Level[])
  test(`small tensors have the bits of PyTorch's, ${level}`, () => {
    const before = setLevel(level)
    for (const [path, ...wanted] of recorded) {
      const call = path.split('.').reduce((at, name) => at[name], t)
      const found = sizes.flatMap((size) => {
        t.manual_seed(size)
        const x = t.rand(size).mul(0.9).add(0.05).requires_grad_()
        const y = path.endsWith('softmax') ? call(x, -1) : call(x)
        y.backward(t.arange(size).div(size))
        return [checksum(y.detach()), checksum(x.grad)]
      })
      assert.deepEqual(found, wanted, path)
    }
    setLevel(before)
  })

test('what is far from zero is left to the C library, and what lies apart is brought together', () => {
  const x = t.tensor([1, 200, 0.5, -300, 2])
  const near = t.tensor([1, 0.5, 2])
  assert.deepEqual(
    x.sin().tolist(),
    [1, 200, 0.5, -300, 2].map((one) => t.tensor(one).sin().item()),
  )
  const columns = t.stack([near, near], 1)
  assert.deepEqual(columns.select(1, 0).exp().tolist(), near.exp().tolist())
  const out = t.zeros(3, 2)
  t.exp(near, { out: out.select(1, 1) })
  assert.deepEqual(out.select(1, 1).tolist(), near.exp().tolist())
})
