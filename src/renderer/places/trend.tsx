import { useElementSize } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { Figure } from '../../shared/records/place.ts'
import { directionOf } from '../i18n.ts'
import { useFormat } from '../format.ts'
import classes from './places.module.css'

const height = 240
const space = { top: 14, bottom: 28, start: 64, end: 18 }
const ticks = [0, 1, 2, 3, 4]

/** The next round number above the highest figure, so that the axis reads 0, 5,000, 10,000 and not 0, 4,317. */
function roundTop(highest: number): number {
  if (highest <= 4) return 4
  const unit = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10].find((times) => times * unit >= highest) ?? 10
  return step * unit
}

const dayOf = (date: string): number => Date.parse(date) / 86_400_000

/** Published estimates of displaced people over time, as a line; the table beneath says the same in words. */
export function Trend({ figures, title }: { readonly figures: readonly Figure[]; readonly title: string }) {
  const format = useFormat()
  const { t } = useLingui()
  const { ref, width } = useElementSize()
  const titleId = useId()
  const [at, setAt] = useState(figures.length - 1)
  const first = figures[0]
  const last = figures.at(-1)
  if (!first || !last) return null

  const rtl = directionOf(format.language) === 'rtl'
  const top = roundTop(Math.max(...figures.map((one) => one.individuals)))
  const [from, until] = [dayOf(first.reported), dayOf(last.reported)]
  const inner = { width: Math.max(1, width - space.start - space.end), height: height - space.top - space.bottom }
  // Time runs in the direction of reading.
  const across = (share: number): number =>
    rtl ? width - space.start - share * inner.width : space.start + share * inner.width
  const x = (date: string): number => across(until === from ? 0.5 : (dayOf(date) - from) / (until - from))
  const y = (people: number): number => space.top + inner.height * (1 - people / top)
  const points = figures.map((one) => `${x(one.reported).toFixed(1)},${y(one.individuals).toFixed(1)}`)
  const years = yearsBetween(first.reported, last.reported, inner.width)
  const current = figures[Math.min(at, figures.length - 1)] ?? last

  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const wanted = event.clientX - box.left
    const distances = figures.map((one) => Math.abs(x(one.reported) - wanted))
    setAt(distances.indexOf(Math.min(...distances)))
  }
  const keys = (event: KeyboardEvent) => {
    const onward = rtl ? 'ArrowLeft' : 'ArrowRight'
    const back = rtl ? 'ArrowRight' : 'ArrowLeft'
    const next = { [onward]: at + 1, [back]: at - 1, Home: 0, End: figures.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    setAt(Math.max(0, Math.min(figures.length - 1, next)))
  }
  const [people, day, round] = [
    format.number(current.individuals),
    format.date(current.reported),
    format.digitsIn(String(current.round)),
  ]
  return (
    <div ref={ref}>
      <p className={classes.readout} role="status">
        <strong>{t`about ${people} displaced people`}</strong> {t`on ${day}, round ${round} (estimate)`}
      </p>
      <svg
        className={classes.chart}
        height={height}
        viewBox={`0 0 ${Math.max(width, 1)} ${height}`}
        role="img"
        aria-labelledby={titleId}
        tabIndex={0}
        onPointerMove={point}
        onKeyDown={keys}
      >
        <title id={titleId}>{title}</title>
        {ticks.map((tick) => {
          const level = (top * tick) / 4
          return (
            <g key={tick}>
              <line className={classes.grid} x1={across(0)} x2={across(1)} y1={y(level)} y2={y(level)} />
              <text
                className={classes.axis}
                x={rtl ? across(0) + 10 : across(0) - 10}
                y={y(level) + 4}
                textAnchor={rtl ? 'start' : 'end'}
              >
                {format.number(Math.round(level))}
              </text>
            </g>
          )
        })}
        {years.map((year) => (
          <text key={year} className={classes.axis} x={x(`${year}-01-01`)} y={height - 8} textAnchor="middle">
            {format.digitsIn(String(year))}
          </text>
        ))}
        <polygon
          className={classes.area}
          points={[`${x(first.reported)},${y(0)}`, ...points, `${x(last.reported)},${y(0)}`].join(' ')}
        />
        <polyline className={classes.line} points={points.join(' ')} />
        <line className={classes.guide} x1={x(current.reported)} x2={x(current.reported)} y1={space.top} y2={y(0)} />
        <circle className={classes.dot} cx={x(current.reported)} cy={y(current.individuals)} r={5} />
      </svg>
    </div>
  )
}

/** The years whose beginning lies inside, as many as fit without touching. */
function yearsBetween(first: string, last: string, width: number): number[] {
  const [from, to] = [Number(first.slice(0, 4)) + (first.slice(5) === '01-01' ? 0 : 1), Number(last.slice(0, 4))]
  const every = Math.max(1, Math.ceil(((to - from + 1) * 52) / width))
  return Array.from({ length: Math.max(0, to - from + 1) }, (_year, index) => from + index).filter(
    (_year, index) => index % every === 0,
  )
}
