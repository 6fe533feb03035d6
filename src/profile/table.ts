// The table of a profiler: one row a name, as torch/autograd/profiler_util.py prints it.
import { AttributeError } from '../base/errors.js'

/** A row: one call, or all of a name. Times are in microseconds. */
interface Row {
  readonly key: string
  readonly count: number
  readonly cpu_time: number
  readonly cpu_time_total: number
  readonly self_cpu_time_total: number
  readonly input_shapes: readonly (readonly number[])[]
}

export interface TableOptions {
  /** By what rows are sorted, largest first: `cpu_time_total`, `self_cpu_time_total`, `cpu_time`, `count`. */
  sort_by?: string | null
  row_limit?: number
  max_name_column_width?: number
  max_shapes_column_width?: number
  header?: string | null
  top_level_events_only?: boolean
}

const timeText = (microseconds: number): string =>
  microseconds >= 1e6
    ? `${(microseconds / 1e6).toFixed(3)}s`
    : microseconds >= 1e3
      ? `${(microseconds / 1e3).toFixed(3)}ms`
      : `${microseconds.toFixed(3)}us`
const shareText = (part: number, whole: number): string =>
  whole === 0 ? 'NaN' : `${((100 * part) / whole).toFixed(2)}%`

const sortable = ['cpu_time_total', 'self_cpu_time_total', 'cpu_time', 'count', 'key', 'name']

function sorted<E extends Row>(events: readonly E[], by: string | null | undefined): readonly E[] {
  if (by === null || by === undefined) return events
  // Memory and times of other devices are not measured: they are 0 for all.
  if (/cuda|memory/.test(by)) return events
  if (!sortable.includes(by)) throw new AttributeError(`'FunctionEventAvg' object has no attribute '${by}'`)
  const value = (event: E): number => Number(event[by as 'count'])
  return [...events].sort((a, b) => value(b) - value(a))
}

const columnWidth = 12
const titles = ['Self CPU %', 'Self CPU', 'CPU total %', 'CPU total', 'CPU time avg', '# of Calls']

/** Room for a name or for sizes: as much as the longest takes, and four more, up to a limit. */
function widthOf(texts: readonly string[], most: number): number {
  const longest = Math.max(0, ...texts.map((text) => text.length)) + 4
  return most > 0 ? Math.min(longest, most) : longest
}
const cut = (name: string, most: number): string =>
  name.length >= most - 3 ? `${name.slice(0, most - 3)}...` : name

export function tableOf(list: readonly Row[], options: TableOptions): string {
  const {
    sort_by = null,
    row_limit = 100,
    max_name_column_width = 55,
    max_shapes_column_width = 80,
  } = options
  if (list.length === 0) return ''
  const whole = list.reduce((sum, row) => sum + row.self_cpu_time_total, 0)
  const events = sorted(list, sort_by).filter(
    (event) => options.top_level_events_only !== true || !('parent' in event) || event.parent === null,
  )
  const shapeTexts = events.map(({ input_shapes }) =>
    input_shapes.length > 0 ? `[${input_shapes.map((sizes) => `[${sizes.join(', ')}]`).join(', ')}]` : '',
  )
  const hasShapes = shapeTexts.some((text) => text !== '')
  const nameWidth = widthOf(
    list.map(({ key }) => key),
    max_name_column_width,
  )
  const shapesWidth = widthOf(shapeTexts, max_shapes_column_width)
  const widths = [nameWidth, ...titles.map(() => columnWidth), ...(hasShapes ? [shapesWidth] : [])]
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => `${cell.padStart(widths[i])}  `).join('')
  const rule = widths.map((width) => `${'-'.repeat(width)}  `).join('')
  const rows = events
    .slice(0, row_limit < 0 ? undefined : row_limit)
    .map((event, i) =>
      line([
        cut(event.key, max_name_column_width),
        shareText(event.self_cpu_time_total, whole),
        timeText(event.self_cpu_time_total),
        shareText(event.cpu_time_total, whole),
        timeText(event.cpu_time_total),
        timeText(event.cpu_time),
        String(event.count),
        ...(hasShapes ? [shapeTexts[i].slice(0, shapesWidth)] : []),
      ]),
    )
  const head = options.header ? ['='.repeat(rule.length), options.header] : []
  const names = line(['Name', ...titles, ...(hasShapes ? ['Input Shapes'] : [])])
  return (
    [...head, rule, names, rule, ...rows, rule, `Self CPU time total: ${timeText(whole)}`].join('\n') + '\n'
  )
}
