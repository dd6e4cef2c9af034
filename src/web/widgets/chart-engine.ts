import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { optionsOf, type Drawing } from './chart-options.ts'

// Only the parts that we draw with; this file is its own chunk and loads with the first chart.
use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

/** Draws into the element and keeps to its width. Out: what takes it away again. */
export function draw(room: HTMLElement, drawing: Drawing): () => void {
  const chart = init(room, null, { renderer: 'svg' })
  chart.setOption(optionsOf(drawing))
  chart.on('click', ({ dataIndex }: { dataIndex?: number }) => {
    const point = dataIndex === undefined ? undefined : drawing.points[dataIndex]
    if (point) drawing.pick(point.key)
  })
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(room)
  return () => {
    watch.disconnect()
    chart.dispose()
  }
}
