// The module `matplotlib`, and `matplotlib.pyplot` below it: the plots of plot/, with what they give back as NumPy's arrays.
import { loadPyplot } from '../../plot/pyplot/load.js'
import { core } from '../runtime/core.js'
import { functionsOf } from '../runtime/functions.js'
import { PyModule } from '../runtime/types.js'

type Any = any

const version = '3.6.3'

function part(name: string, names: Record<string, Any>): PyModule {
  return Object.assign(new PyModule(`matplotlib.${name}`), names)
}

const asArray = (numbers: unknown, dtype: string): unknown =>
  core.call(core.getattr(core.importModule('numpy'), 'array'), [numbers], { dtype })

const names = (): Record<string, Any> => loadPyplot(asArray)

export function load(): Record<string, Any> {
  const { cm, style, colors, ticker, rcParams, GridSpec, Axes, Figure, ...others } = names()
  const module = new PyModule('matplotlib')
  return Object.assign(module, {
    // A package: its parts are imported by their own names.
    __path__: [],
    __version__: version,
    pyplot: part('pyplot', { cm, style, rcParams, GridSpec, Axes, Figure, ...others }),
    cm: part('cm', cm as Record<string, Any>),
    style: part('style', style as Record<string, Any>),
    colors: part('colors', colors as Record<string, Any>),
    ticker: part('ticker', ticker as Record<string, Any>),
    gridspec: part('gridspec', { GridSpec }),
    axes: part('axes', { Axes }),
    figure: part('figure', { Figure }),
    rcParams,
    ...functionsOf({
      'use(backend, *, force=True)': () => null,
      'get_backend()': () => 'dltorch',
      'rc(group, **kwargs)': () => null,
    }),
  })
}
