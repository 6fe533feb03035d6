// What is not drawn is said once, and the program goes on.
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { runProgram } from '../../python/run-program.js'
import { plt } from './shown.js'

afterEach(() => void plt.close('all'))

test('axes of three dimensions take what is drawn on them, and are no part of the picture', () => {
  const { stdout } = runProgram(`
import matplotlib.pyplot as plt
from mpl_toolkits.mplot3d import Axes3D
figure = plt.figure()
axes = figure.add_subplot(111, projection='3d')
points = axes.scatter([1], [2], [3], c='r')
surface = axes.plot_surface([[1]], [[2]], [[3]], cmap='viridis')
figure.colorbar(surface, shrink=0.5)
line, = axes.plot([1], [2], [3])
line.set_color('b')
axes.set_zlabel('z')
axes.set_zlim(0, 1)
axes.view_init(30, 40)
axes.set_title('t')
print(callable(Axes3D(plt.figure()).plot3D), plt.axes(projection='3d') is None, plt.gca(projection='3d') is plt.gca())
figure, all = plt.subplots(1, 2, subplot_kw={'projection': '3d'})
print(len(all))
`)
  assert.equal(stdout, 'True False True\n2\n')
})

test('a second axis, boxes and arrows', () => {
  const { stdout } = runProgram(`
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
other = axes.twinx()
other.plot([1, 2], 'r')
other.set_ylabel('y')
axes.boxplot([1, 2, 3])
axes.quiver([0], [0], [1], [1])
axes.xaxis.set_label_coords(1, -0.025)
axes.yaxis.set_tick_params(rotation=45)
print(len(figure.axes), len(axes.lines), len(other.lines))
`)
  assert.equal(stdout, '1 0 1\n')
})

test('frames of an animation are computed', () => {
  const { stdout } = runProgram(`
import matplotlib.pyplot as plt
from matplotlib import animation
seen = []
moving = animation.FuncAnimation(plt.figure(), lambda i, k: seen.append(i * k), frames=3, fargs=(2,), interval=20)
animation.FuncAnimation(plt.figure(), seen.append, frames=iter('ab'), init_func=lambda: seen.append('first'))
print(seen)
`)
  assert.equal(stdout, "[0, 2, 4, 'first', 'a', 'b']\n")
})
