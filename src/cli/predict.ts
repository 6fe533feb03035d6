// `dltorch predict`: the rows of a CSV file with what a model predicts of them, in their order, as they come.
import { once } from 'node:events'
import { visible } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'
import { DataError, type Decimal } from '../train/table-cells.js'
import { loadModel } from '../train/model-file.js'
import { openData } from '../train/plan.js'
import { predictRows } from '../train/predict.js'
import { refuse } from './failure.js'

export interface PredictOptions {
  readonly model: string
  readonly data: string
  readonly header?: boolean
  readonly dropMissing?: boolean
  readonly decimal?: Decimal
  readonly encoding?: string
}

export async function predict({ model, data, ...options }: PredictOptions): Promise<void> {
  try {
    const saved = await loadModel(model)
    const { input, name } = openData(data)
    for await (const text of predictRows(saved, input, name, options))
      if (!process.stdout.write(process.stdout.isTTY ? visible(text) : text))
        await once(process.stdout, 'drain')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!(error instanceof DataError) && code === undefined) throw error
    const message =
      error instanceof DataError ? error.message : `cannot read ${data}: ${fileErrorText(error)}`
    refuse(message)
  }
}
