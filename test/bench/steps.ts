// How many vector instructions the code of some functions takes for four float32 numbers, as JSON by the names that are given. A
// process of its own, so that the measured one does not hold all ops twice.
import '../../src/ops/all.js'
import { float32 } from '../../src/base/dtype.js'
import { ops } from '../../src/engine/op.js'
import { programOf } from '../../src/kernels/wasm/pointwise.js'

const args = [{ dtype: float32, access: 'dense' }] as const
const steps = (name: string): number => {
  const { float32: single, kernel } = ops.get(name)!.overloads[0].entry
  const program = programOf((single ?? kernel)!, { lanes: 'f32', out: float32, outIsDense: true, args })
  return program?.steps ?? NaN
}
console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((name) => [name, steps(name)]))))
