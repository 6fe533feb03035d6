// NumPy's signatures of the functions that numpy-ts takes as JavaScript functions: by them calls are bound in Python's way, so that
// keywords go where they belong, and what is missing or too much is said in Python's words.
import { TypeError } from '../../base/errors.js'
import { pythonBinder, signedAs } from '../../engine/python-call.js'
import { argumentOf, isDraw, type Takers } from './numpy-arguments.js'

type AnyFunction = (...args: any[]) => any

/**
 * By namespace: functions of one signature, the signature (`?` may be left out, behind `*` by name alone), and how many
 * of the parameters numpy-ts takes, or which in what order.
 */
const tables: Readonly<Record<string, string>> = {
  numpy: `
    angle | z deg? | 2
    append | arr values axis? | 3
    apply_over_axes | func a axes | 3
    argpartition partition | a kth axis? kind? order? | 3
    argsort | a axis? kind? order? | 2
    argwhere flatnonzero isfortran min_scalar_type ndim nonzero shape sort_complex | a | 1
    around round | a decimals? out? | 2
    array2string | a max_line_width? precision? suppress_small? separator? prefix? style? formatter? threshold? edgeitems? sign? floatmode? suffix? * legacy? | 2
    array_equal | a1 a2 equal_nan? | 3
    array_equiv polyadd polymul polysub | a1 a2 | 2
    array_repr | arr max_line_width? precision? suppress_small? | 4
    array_split split | ary indices_or_sections axis? | 3
    array_str | a max_line_width? precision? suppress_small? | 3
    asanyarray asarray_chkfinite | a dtype? order? | 2
    ascontiguousarray asfortranarray | a dtype? | 2
    base_repr | number base? padding? | 3
    binary_repr | num width? | 2
    bincount | x weights? minlength? | 3
    bitwise_not conj conjugate fabs frexp invert isnat isneginf isposinf modf spacing | x out? | 1
    block | arrays | 1
    broadcast_to | array shape subok? | 2
    can_cast | from_ to casting? | 3
    choose | a choices out? mode? | 2
    compress | condition a axis? out? | 3
    convolve correlate | a v mode? | 3
    copy | a order? subok? | 1
    copyto | dst src casting? where? | 2
    corrcoef | x y? rowvar? bias? ddof? * dtype? | 3
    count_nonzero | a axis? * keepdims? | 2
    cov | m y? rowvar? bias? ddof? fweights? aweights? * dtype? | 5
    cross | a b axisa? axisb? axisc? axis? | 6
    delete | arr obj axis? | 3
    diag diagflat | v k? | 2
    diag_indices | n ndim? | 2
    diag_indices_from | arr | 1
    diagonal | a offset? axis1? axis2? | 4
    diff | a n? axis? prepend? append? | 5
    digitize | x bins right? | 3
    divmod | x1 x2 out1? out2? | 2
    dsplit hsplit vsplit | ary indices_or_sections | 2
    ediff1d | ary to_end? to_begin? | 3
    empty_like | prototype dtype? order? subok? shape? | 2
    expand_dims | a axis | 2
    extract | condition arr | 2
    fill_diagonal | a val wrap? | 3
    flip | m axis? | 2
    fliplr flipud | m | 1
    format_float_positional | x precision? unique? fractional? trim? sign? pad_left? pad_right? min_digits? | 9
    format_float_scientific | x precision? unique? trim? sign? pad_left? exp_digits? min_digits? | 8
    frombuffer | buffer dtype? count? offset? | 4
    fromfunction | function shape * dtype? | function shape dtype
    fromiter | iter dtype count? | 3
    fromstring | string dtype? count? * sep | string dtype count sep
    full_like | a fill_value dtype? order? subok? shape? | 3
    gcd heaviside lcm ldexp nextafter | x1 x2 out? | 2
    geomspace | start stop num? endpoint? dtype? axis? | start stop num dtype
    histogram | a bins? range? density? weights? | 5
    histogram2d | x y bins? range? density? weights? | 6
    histogram_bin_edges | a bins? range? weights? | 4
    histogramdd | sample bins? range? density? weights? | 5
    i0 iscomplex iscomplexobj isreal isrealobj sinc | x | 1
    identity | n dtype? | 2
    imag real | val | 1
    in1d | ar1 ar2 assume_unique? invert? * kind? | 2
    indices | dimensions dtype? sparse? | 2
    inner kron vdot | a b | 2
    insert | arr obj values axis? | 4
    interp | x xp fp left? right? period? | 6
    intersect1d | ar1 ar2 assume_unique? return_indices? | 2
    isclose | a b rtol? atol? equal_nan? | 4
    isin | element test_elements assume_unique? invert? * kind? | 2
    isscalar | element | 1
    issubdtype | arg1 arg2 | 2
    iterable | y | 1
    lexsort | keys axis? | 1
    logspace | start stop num? endpoint? base? dtype? axis? | start stop num base dtype
    mask_indices | n mask_func k? | 3
    may_share_memory shares_memory | a b max_work? | 2
    mintypecode | typechars typeset? default? | 3
    moveaxis | a source destination | 3
    nan_to_num | x copy? nan? posinf? neginf? | x nan posinf neginf
    nanargmax nanargmin | a axis? out? * keepdims? | 2
    nancumprod nancumsum | a axis? dtype? out? | 2
    nanmax nanmin | a axis? out? keepdims? initial? where? | a axis keepdims
    nanmean | a axis? dtype? out? keepdims? * where? | a axis keepdims
    nanmedian | a axis? out? overwrite_input? keepdims? | a axis keepdims
    nanpercentile nanquantile percentile quantile | a q axis? out? overwrite_input? method? keepdims? * interpolation? | a q axis keepdims
    nanprod nansum | a axis? dtype? out? keepdims? initial? where? | a axis keepdims
    nanstd nanvar | a axis? dtype? out? ddof? keepdims? * where? | a axis ddof keepdims
    ones_like zeros_like | a dtype? order? subok? shape? | 2
    outer | a b out? | 2
    packbits | a axis? bitorder? | 3
    pad | array pad_width mode? * constant_values? | array pad_width mode constant_values
    place | arr mask vals | 3
    poly | seq_of_zeros | 1
    polyder | p m? | 2
    polydiv | u v | 2
    polyfit | x y deg rcond? full? w? cov? | 3
    polyint | p m? k? | 3
    polyval | p x | 2
    promote_types | type1 type2 | 2
    ptp | a axis? out? keepdims? | a axis keepdims
    put | a ind v mode? | 3
    put_along_axis | arr indices values axis | 4
    putmask | a mask values | 3
    ravel | a order? | 1
    ravel_multi_index | multi_index dims mode? order? | 3
    real_if_close | a tol? | 2
    repeat | a repeats axis? | 3
    require | a dtype? requirements? | 3
    resize | a new_shape | 2
    roll | a shift axis? | 3
    rollaxis | a axis start? | 3
    roots | p | 1
    rot90 | m k? axes? | 3
    searchsorted | a v side? sorter? | 3
    select | condlist choicelist default? | 3
    setdiff1d setxor1d | ar1 ar2 assume_unique? | 2
    seterr | all? divide? over? under? invalid? | 5
    size | a axis? | 1
    squeeze | a axis? | 2
    swapaxes | a axis1 axis2 | 3
    take | a indices axis? out? mode? | 3
    take_along_axis | arr indices axis | 3
    tensordot | a b axes? | 3
    tile | A reps | 2
    trace | a offset? axis1? axis2? dtype? out? | 4
    tri | N M? k? dtype? | 4
    tril triu | m k? | 2
    tril_indices triu_indices | n k? m? | 3
    tril_indices_from triu_indices_from | arr k? | 2
    trim_zeros | filt trim? | 2
    typename | char | 1
    union1d | ar1 ar2 | 2
    unique | ar return_index? return_inverse? return_counts? axis? * equal_nan? | 5
    unpackbits | a axis? count? bitorder? | 4
    unravel_index | indices shape order? | 2
    unwrap | p discont? axis? * period? | p discont axis period
    vander | x N? increasing? | 3
  `,
  linalg: `
    det inv eig eigvals slogdet | a | 1
    solve | a b | 2
    lstsq | a b rcond? | 3
    norm | x ord? axis? keepdims? | 4
    cond | x p? | 2
    matrix_rank | A tol? hermitian? | 2
    matrix_power | a n | 2
    pinv | a rcond? hermitian? | 2
    qr | a mode? | 2
    cholesky | a | 1
    svd | a full_matrices? compute_uv? hermitian? | 3
    eigh eigvalsh | a UPLO? | 2
    multi_dot | arrays * out? | 1
    diagonal | a offset? axis1? axis2? | 4
    trace | a | 1
    tensorinv | a ind? | 2
    tensorsolve | a b axes? | 3
  `,
  fft: `
    fft ifft rfft irfft hfft ihfft | a n? axis? norm? | 4
    fft2 ifft2 fftn ifftn rfft2 irfft2 rfftn irfftn | a s? axes? norm? | 4
    fftfreq rfftfreq | n d? | 2
    fftshift ifftshift | x axes? | 2
  `,
  generator: `
    random standard_normal | size? | 1
    integers | low high? size? | 3
    normal | loc? scale? size? | 3
    uniform | low? high? size? | 3
    exponential | scale? size? | 2
    poisson | lam? size? | 2
    binomial | n p size? | 3
    choice | a size? replace? p? | 4
    permutation shuffle | x | 1
  `,
  random: `
    seed | seed? | 1
    get_state | legacy? | 0
    set_state | state | 1
    random random_sample standard_normal standard_exponential standard_cauchy | size? | 1
    randint | low high? size? dtype? | 4
    random_integers | low high? size? | 3
    bytes | length | 1
    uniform | low? high? size? | 3
    normal laplace logistic gumbel | loc? scale? size? | 3
    exponential rayleigh | scale? size? | 2
    gamma | shape scale? size? | 3
    standard_gamma | shape size? | 2
    beta | a b size? | 3
    chisquare standard_t | df size? | 2
    noncentral_chisquare | df nonc size? | 3
    f | dfnum dfden size? | 3
    noncentral_f | dfnum dfden nonc size? | 4
    lognormal | mean? sigma? size? | 3
    pareto weibull zipf | a size? | 2
    triangular | left mode right size? | 4
    wald | mean scale size? | 3
    poisson | lam? size? | 2
    binomial negative_binomial | n p size? | 3
    geometric logseries | p size? | 2
    hypergeometric | ngood nbad nsample size? | 4
    multinomial | n pvals size? | 3
    multivariate_normal | mean cov size? check_valid? tol? | 5
    dirichlet | alpha size? | 2
    vonmises | mu kappa size? | 3
    choice | a size? replace? p? | 4
    permutation shuffle | x | 1
  `,
}

/** `x y? * z?` as `x, y = None, *, z = None`. */
const written = (signature: string): string =>
  signature
    .split(' ')
    .map((part) => part.replace('?', ' = None'))
    .join(', ')

/**
 * What changes an answer, by its default: where numpy-ts does not take it, any other value is refused, as leaving it out
 * would give another answer in silence.
 */
const telling: Readonly<Record<string, unknown>> = {
  method: 'linear', interpolation: 'linear', fweights: null, aweights: null, return_indices: false, keepdims: false,
  endpoint: true, mode: 'raise', sparse: false,
} // prettier-ignore

function refuseUntaken(name: string, parameter: string, value: unknown): void {
  if (value === undefined || value === null || value === telling[parameter]) return
  throw new TypeError(`${name}(): '${parameter}' is not taken here; without it the call works`)
}

/** The functions of a namespace, called in Python's way. */
export function boundAs<T extends object>(space: string, functions: T, takers: Takers): T {
  const result = { ...functions } as Record<string, unknown>
  const isRandom = space === 'random' || space === 'generator'
  for (const line of tables[space].trim().split('\n')) {
    const [names, signature, order] = line.split('|').map((part) => part.trim())
    const parameters = signature
      .split(' ')
      .filter((part) => part !== '*')
      .map((part) => part.replace('?', ''))
    const wanted = /^\d+$/.test(order) ? parameters.slice(0, Number(order)) : order.split(' ')
    for (const name of names.split(' ')) {
      const run = result[name] as AnyFunction | undefined
      if (typeof run !== 'function') continue
      const text = `${name}(${written(signature)})`
      const bind = pythonBinder(text)
      const take = wanted.map((parameter) => {
        const place = parameters.indexOf(parameter)
        // None stands for what may be left out; numpy-ts draws for ever where it stands for a number that may not.
        const isNeeded = isRandom && !isDraw(name) && signature.split(' ').includes(parameter)
        return (values: readonly unknown[]): unknown => {
          const value = values[place]
          if (value === undefined || (value === null && !isNeeded)) return undefined
          return argumentOf(name, parameter, value, { isRandom, first: values[0], takers })
        }
      })
      const untaken = parameters.filter((one) => !wanted.includes(one) && Object.hasOwn(telling, one))
      result[name] = {
        [name](...args: unknown[]): unknown {
          const values = bind(args)
          for (const one of untaken) refuseUntaken(name, one, values[parameters.indexOf(one)])
          const given = take.map((one) => one(values))
          while (given.length > 0 && given.at(-1) === undefined) given.pop()
          return run(...given)
        },
      }[name]
      signedAs(result[name] as object, text)
    }
  }
  return result as T
}
