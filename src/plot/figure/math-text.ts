// Formulas in labels, between dollars, as text: `$x^2$` is x², `$\alpha_1$` α₁. What has no character stays as it is written.

const names: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π ' +
    'rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ ' +
    'Psi Ψ Omega Ω times × cdot · pm ± leq ≤ le ≤ geq ≥ ge ≥ neq ≠ approx ≈ infty ∞ partial ∂ nabla ∇ sum Σ int ∫ sqrt √ ' +
    'rightarrow → to → leftarrow ← in ∈ ldots … dots … circ ° degree ° ell ℓ prime ′'
  )
    .split(' ')
    .flatMap((name, i, all) => (i % 2 === 0 ? [[name, all[i + 1]]] : [])),
)

const pairs = (from: string, to: string): Readonly<Record<string, string>> => {
  const high = [...to]
  return Object.fromEntries([...from].map((character, i) => [character, high[i]]))
}
const above = pairs('0123456789+-=()niTx', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀˣ')
const below = pairs('0123456789+-=()aeijkmnoprtuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₜᵤᵥₓ')

function moved(sign: string, text: string): string {
  const table = sign === '^' ? above : below
  const characters = [...text]
  return characters.every((one) => one in table)
    ? characters.map((one) => table[one]).join('')
    : `${sign}${characters.length > 1 ? `(${text})` : text}`
}

function formula(text: string): string {
  return text
    .replace(/\\(?:mathrm|mathbf|mathit|text|operatorname|rm|bf)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\hat\s*\{?(\w)\}?/g, '$1\u0302')
    .replace(/\\bar\s*\{?(\w)\}?/g, '$1\u0304')
    .replace(
      /\\([A-Za-z]+) ?/g,
      (whole, name: string) => names[name] ?? (/^(left|right|,|;)$/.test(name) ? '' : whole.slice(1)),
    )
    .replace(/\\[,;!% ]/g, (whole) => (whole === '\\%' ? '%' : ' '))
    .replace(/([\^_])(?:\{([^{}]*)\}|(\S))/g, (_, sign: string, group?: string, one?: string) =>
      moved(sign, group ?? one!),
    )
    .replace(/[{}]/g, '')
}

/** The text with its formulas written out. */
export const withFormulas = (text: string): string =>
  text
    .replace(/\\\$/g, '\u0000')
    .replace(/\$([^$]+)\$/g, (_, inner: string) => formula(inner))
    .replaceAll('\u0000', '$')
