// The forms of named kernels that a device has, by name. See Note [Named kernels] in engine/run.ts.
import type { KernelName } from '../kernels/kernel.js'
import type { DeviceForm } from './forms/form.js'
import { productForms } from './forms/gemm.js'
import { laneForms } from './forms/lanes.js'
import { nllForms } from './forms/nll.js'
import { pickingForms } from './forms/picking.js'
import { lossForms } from './forms/pointwise-loss.js'

export const forms: Partial<Record<KernelName, DeviceForm>> = {
  ...laneForms,
  ...productForms,
  ...nllForms,
  ...lossForms,
  ...(pickingForms as Record<string, DeviceForm>),
}
