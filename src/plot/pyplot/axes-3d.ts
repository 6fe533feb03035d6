// Axes of three dimensions, which are not drawn: a program that plots on them goes on, and its figure lacks them.
import { Axes } from './axes.js'
import { sayUndrawn, undrawn } from './undrawn.js'

const drawing =
  'scatter scatter3D plot_surface plot_wireframe plot_trisurf contour contourf contour3D contourf3D bar bar3d text text3D ' +
  'quiver voxels stem tricontour tricontourf annotate imshow errorbar view_init set_box_aspect set_proj_type mouse_init ' +
  'set_zlabel set_zlim set_zlim3d set_xlim3d set_ylim3d set_zticks set_zticklabels set_zscale set_zbound set_xlim set_ylim ' +
  'invert_zaxis set_axis_off add_collection3d clabel'

export class Axes3D extends Axes {
  readonly zaxis = this.xaxis
  readonly azim = -60
  readonly elev = 30
  override plot(): never[] {
    return [undrawn() as never]
  }
  plot3D(): never[] {
    return this.plot()
  }
  get_zlim(): number[] {
    return [0, 1]
  }
}
for (const name of drawing.split(' '))
  Object.defineProperty(Axes3D.prototype, name, {
    value: { [name]: () => undrawn() }[name],
    configurable: true,
  })

export const sayFlat = (): void => {
  sayUndrawn("projection='3d' is not drawn here; imshow, contour and scatter with c= show a third number.")
}
