import { Badge } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { Place } from '../../shared/records/place.ts'
import { useFormat } from '../format.ts'
import { useLevelName } from './level.ts'
import classes from './places.module.css'

/** Moves the focus between the rows of a list with the arrow keys. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp' && event.key !== 'Home' && event.key !== 'End') return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  const from = event.target
  // In the search box Home and End move the cursor, as everywhere.
  if (from instanceof HTMLInputElement && event.key !== 'ArrowDown') return
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
  event.preventDefault()
  if (next === -1) event.currentTarget.querySelector('input')?.focus()
  else rows[Math.min(next, rows.length - 1)]?.focus()
}

interface PlaceRowsProps {
  readonly hits: readonly { readonly place: Place; readonly above: readonly Place[] }[]
  readonly label: string
  /** Leaves out the level where all rows have the same. */
  readonly sameLevel?: boolean
}

/** Places as a list of links: the name for the reader, the other names, and the code. */
export function PlaceRows({ hits, label, sameLevel }: PlaceRowsProps) {
  const format = useFormat()
  const levelName = useLevelName()
  return (
    <ul className={classes.rows} aria-label={label}>
      {hits.map(({ place, above }) => {
        const shown = format.place(place)
        const others = [place.nameEn, place.nameAr, place.nameKu].filter(
          (name, index, all): name is string => name !== null && name !== shown && all.indexOf(name) === index,
        )
        return (
          <li key={place.id}>
            <Link to="/places/$id" params={{ id: place.id }} className={classes.row} data-row>
              <span className={classes.names}>
                <span className={classes.name}>
                  <bdi>{shown}</bdi>
                  {sameLevel ? null : (
                    <Badge variant="light" color="gray" size="sm" tt="none" fw={500}>
                      {levelName(place.level)}
                    </Badge>
                  )}
                </span>
                <span className={classes.others}>
                  {others.map((name) => (
                    <span key={name}>
                      <bdi>{name}</bdi>
                    </span>
                  ))}
                  {above.length > 0 ? (
                    <span>{above.map((unit) => format.place(unit)).join(format.language === 'en' ? ', ' : '، ')}</span>
                  ) : null}
                </span>
              </span>
              <bdi className={`ltr ${classes.code ?? ''}`}>{place.id}</bdi>
              <IconChevronRight size={16} className={`mirror ${classes.chevron ?? ''}`} aria-hidden />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
