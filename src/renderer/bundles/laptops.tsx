import { Badge, Button, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import { useFormat } from '../format.ts'
import classes from './bundles.module.css'

export type KnownOffice = Output<'bundles.offices'>[number]
export type Laptop = KnownOffice['laptops'][number]

interface LaptopsProps {
  readonly laptops: readonly Laptop[]
  /** Shown beside a laptop that may be withdrawn here. */
  readonly onRevoke: ((laptop: Laptop) => void) | null
}

/** The laptops of an office: what each is called, since when it is signed, and whether it still is. */
export const Laptops = ({ laptops, onRevoke }: LaptopsProps) => {
  const format = useFormat()
  const { t } = useLingui()
  return (
    <ul className={classes.laptops} aria-label={t`Laptops`}>
      {laptops.map((laptop) => {
        const since = format.date(laptop.since.slice(0, 10))
        const name = laptop.name
        return (
          <li key={laptop.device} className={classes.laptop}>
            <div className={classes.grow}>
              <bdi className={classes.laptopName}>{name}</bdi>
              <Text span size="xs" c="dimmed">
                {laptop.receivesMedical ? (
                  <Trans>since {since}, reads medical records too</Trans>
                ) : (
                  <Trans>since {since}, registry records only</Trans>
                )}
              </Text>
            </div>
            {laptop.own ? (
              <Badge variant="light" tt="none" fw={500}>
                <Trans>this laptop</Trans>
              </Badge>
            ) : laptop.revoked !== null ? (
              <Badge variant="light" color="red" tt="none" fw={500}>
                <Withdrawn at={laptop.revoked} />
              </Badge>
            ) : onRevoke ? (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                aria-label={t`Withdraw ${name}`}
                onClick={() => onRevoke(laptop)}
              >
                <Trans>Withdraw…</Trans>
              </Button>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

/** Since when somebody is not trusted any more. */
export const Withdrawn = ({ at }: { readonly at: string }) => {
  const day = useFormat().date(at.slice(0, 10))
  return <Trans>withdrawn on {day}</Trans>
}
