// The forms of named kernels that a device has, by name. See Note [Named kernels] in engine/run.ts.
import type { KernelName } from '../kernels/kernel.js'
import type { DeviceForm } from './forms/form.js'
import { columnForms } from './forms/columns.js'
import { convolutionForms } from './forms/convolution.js'
import { productForms } from './forms/gemm.js'
import { laneForms } from './forms/lanes.js'
import { joinForms } from './forms/join.js'
import { nllForms } from './forms/nll.js'
import { normalizationForms } from './forms/normalization.js'
import { orderForms } from './forms/order.js'
import { pickingForms } from './forms/picking.js'
import { lossForms } from './forms/pointwise-loss.js'
import { poolForms } from './forms/pool.js'
import { recurrenceForms } from './forms/recurrence.js'
import { resampleForms } from './forms/resample.js'

export const forms: Partial<Record<KernelName, DeviceForm>> = {
  ...laneForms,
  ...productForms,
  ...nllForms,
  ...lossForms,
  ...columnForms,
  ...convolutionForms,
  ...normalizationForms,
  ...joinForms,
  ...orderForms,
  ...poolForms,
  ...recurrenceForms,
  ...resampleForms,
  ...(pickingForms as Record<string, DeviceForm>),
}
