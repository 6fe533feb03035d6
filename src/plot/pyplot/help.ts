// What `help(plt)` and `help(plt.scatter)` say.

/** An object that brings its own text for `help`. */
export const helpSymbol = Symbol.for('dltorch.help')

/** Each function: how it is called, and what it does. */
const lines: Readonly<Record<string, readonly [call: string, does: string]>> = {
  plot: ["plot(x, y, 'r--', label='loss')", 'curves and points; y alone counts from 0'],
  scatter: [
    "scatter(x, y, s=36, c='b', marker='o', cmap='viridis')",
    'points with sizes and colours of their own',
  ],
  bar: ['bar(names, heights)', 'upright bars; barh: bars to the right'],
  hist: ['hist(x, bins=10, density=False, alpha=1)', 'how often each size occurs; gives (n, bins, patches)'],
  imshow: [
    "imshow(matrix, cmap='gray')",
    'a matrix, or colours, as a picture; colorbar tells what they mean',
  ],
  contourf: ['contourf(X, Y, Z, levels)', 'bands of equal height; contour: lines of equal height'],
  fill_between: ['fill_between(x, y1, y2, alpha=0.3)', 'the area between two curves'],
  errorbar: ['errorbar(x, y, yerr, fmt="o")', 'points with the bars of their errors'],
  step: ['step(x, y, where="post")', 'stairs; stem: needles'],
  semilogy: [
    'semilogy(y)',
    'plot with powers of ten upwards; semilogx, loglog: along the other axis, along both',
  ],
  axhline: [
    "axhline(0, color='k', ls=':')",
    'a line along an axis; axvline, axhspan, axvspan, hlines, vlines',
  ],
  text: ["text(x, y, 'words')", 'words at a place; annotate: with an arrow'],
  title: ["title('words')", 'what stands above; xlabel, ylabel, suptitle: beside the axes, above all'],
  legend: ['legend()', 'what the labels of curves, points and bars are'],
  grid: ['grid(True)', 'lines at the marks'],
  xlim: ['xlim(low, high)', 'what is shown; ylim, axis, margins'],
  xticks: ['xticks(places, labels)', 'where an axis is marked; yticks'],
  subplot: ['subplot(2, 2, 1)', 'one of several axes of a figure'],
  subplots: [
    'fig, ax = subplots(2, 2, figsize=(8, 6))',
    'a figure with axes, which have plot, set_title, set_xlim …',
  ],
  show: ['show()', 'draws what is open, here in the terminal, and closes it'],
  pause: ['pause(0.1)', 'in a loop: draws over the last picture, and waits'],
  savefig: ["savefig('x.svg')", 'a file, SVG or PNG'],
  cla: ['cla()', 'empties the axes; clf, close: the figure'],
}

export const pyplotHelp = [
  "matplotlib's pyplot, in the terminal:",
  '',
  ...Object.values(lines).map(([call, does]) => `  ${call}\n      ${does}`),
  '',
  "In TypeScript names come last, in braces: plt.plot(x, y, 'r-', { lw: 2, label: 'loss' }).",
  'DLTORCH_PLOT=off draws nothing.',
].join('\n')

export const helpOfFunction = (name: string): string => {
  const line = Object.hasOwn(lines, name) ? lines[name] : undefined
  return line ? `plt.${line[0]}\n\n  ${line[1]}` : `plt.${name}: as in matplotlib. help(plt) lists many.`
}
