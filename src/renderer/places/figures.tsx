import { Badge, Button, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Figure } from '../../shared/records/place.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { Trend } from './trend.tsx'
import classes from './places.module.css'

/** The published estimates for a place: a line, its source, and the same as a table. */
export function Figures({ figures, name }: { readonly figures: readonly Figure[]; readonly name: string }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const sources = [...new Set(figures.map((one) => one.source))].join('; ')
  return (
    <section className="surface" aria-labelledby="trend-title">
      <div className={`${classes.cardHead ?? ''} ${classes.split ?? ''}`}>
        <div>
          <Title order={2} id="trend-title">
            <Trans>Displaced people over time</Trans>{' '}
            <Badge variant="light" tt="none" c="#6b4207" bg="#fcf2dd">
              <Trans>Estimates</Trans>
            </Badge>
          </Title>
          <Text size="sm" c="dimmed">
            <Trans>Published figures for orientation. They are never added to the people on record.</Trans>
          </Text>
        </div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconTable size={16} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <Trans>Hide the table</Trans> : <Trans>Show as a table</Trans>}
        </Button>
      </div>
      <Trend figures={figures} title={t`Estimated number of displaced people in ${name} over time`} />
      <Text size="xs" c="dimmed" px={20} pb={16} pt={4}>
        <Trans>
          Source: <bdi>{sources}</bdi>
        </Trans>
      </Text>
      {open ? (
        <div className={classes.tableBox} tabIndex={0} role="region" aria-label={t`Published figures`}>
          <table className={classes.table}>
            <thead>
              <tr>
                {(['reported', 'round', 'individuals', 'basis'] as const).map((field) => (
                  <th key={field} scope="col">
                    {label.field('figure', field)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {figures.toReversed().map((one) => (
                <tr key={one.id}>
                  <td>{format.date(one.reported)}</td>
                  <td>{format.digitsIn(String(one.round))}</td>
                  <td className="tabular">{format.number(one.individuals)}</td>
                  <td>{label.code('countBasis', one.basis)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  )
}
