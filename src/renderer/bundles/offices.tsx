import { Alert, Anchor, Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconBuildingCommunity, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { officeCard, type OfficeCard } from '../../shared/contract/exchange.ts'
import type { Output } from '../../shared/contract/index.ts'
import { Failure } from '../../shared/errors.ts'
import { call, query } from '../api.ts'
import { useFormat } from '../format.ts'
import { EmptyState, ErrorNote, ErrorState } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { AddOffice } from './add-office.tsx'
import classes from './bundles.module.css'
import { Laptops, Withdrawn, type KnownOffice, type Laptop } from './laptops.tsx'
import { Revoke } from './revoke.tsx'

export interface Candidate {
  readonly card: OfficeCard
  readonly office: Output<'bundles.checkCard'>
}

const parseCard = (text: string): OfficeCard => {
  let json: unknown = null
  try {
    json = JSON.parse(text)
  } catch {
    // Not even JSON: said below as what it is, not a card.
  }
  const card = officeCard.safeParse(json)
  if (!card.success) throw new Failure({ kind: 'refused', reason: 'not_a_card' })
  return card.data
}

/** Asks for a card file and reads it; null when the person closed the dialog. Adds nothing. */
const chooseCard = async (): Promise<Candidate | null> => {
  const chosen = await call('files.choose', { purpose: 'card' })
  if (!chosen) return null
  const card = parseCard((await call('files.readCard', { file: chosen.file })).text)
  return { card, office: await call('bundles.checkCard', { card }) }
}

/** The offices known here, and adding one by its card. */
export function Offices() {
  const { may } = useMay()
  const offices = useQuery(query('bundles.offices', {}))
  const [candidate, setCandidate] = useState<Candidate | null>(null)
  const [error, setError] = useState<unknown>(null)
  const others = offices.data?.filter((office) => !office.own)
  const add = () => {
    setError(null)
    chooseCard().then(setCandidate, setError)
  }
  const button = may('office.write') ? (
    <Button variant="light" leftSection={<IconPlus size={17} />} onClick={add}>
      <Trans>Add an office by its card</Trans>
    </Button>
  ) : null
  return (
    <section className="surface" aria-labelledby="offices-title">
      <div className={`${classes.head ?? ''} ${classes.split ?? ''}`}>
        <Title order={2} id="offices-title">
          <Trans>Offices</Trans>
        </Title>
        {others && others.length > 0 ? button : null}
      </div>
      {error ? (
        <div className={classes.note}>
          <ErrorNote error={error} />
        </div>
      ) : null}
      {offices.isPending ? (
        <Stack p={20} aria-busy>
          <Skeleton h={18} w="70%" />
          <Skeleton h={18} w="55%" />
        </Stack>
      ) : null}
      {offices.isError ? <ErrorState error={offices.error} onRetry={() => void offices.refetch()} /> : null}
      {others?.length === 0 ? (
        <EmptyState
          icon={<IconBuildingCommunity size={24} />}
          title={<Trans>No other office is known yet</Trans>}
          detail={
            may('office.write') ? (
              <Trans>Ask the other office for its card file, and give them yours.</Trans>
            ) : (
              <Trans>The administrator of your office adds them.</Trans>
            )
          }
          action={button}
        />
      ) : null}
      {others && others.length > 0 ? (
        <ul className={classes.list}>
          {others.map((office) => (
            <Entry key={office.id} office={office} />
          ))}
        </ul>
      ) : null}
      <AddOffice candidate={candidate} onClose={() => setCandidate(null)} />
    </section>
  )
}

/** One office: who says that it is the right one, and its laptops. Headquarters may withdraw them. */
const Entry = ({ office }: { readonly office: KnownOffice }) => {
  const format = useFormat()
  const { t } = useLingui()
  const { may } = useMay()
  const administrator = may('office.write')
  const status = useQuery({ ...query('roster.status', {}), enabled: administrator })
  const [open, setOpen] = useState(false)
  const [revoking, setRevoking] = useState<{ readonly laptop: Laptop | null } | null>(null)
  const root = status.data?.headquarters === true && office.revoked === null
  const name = format.text(office.name)
  const count = format.number(office.laptops.length)
  return (
    <li className={classes.entry}>
      <div className={classes.split}>
        <div className={classes.grow}>
          <span className={classes.office}>
            <bdi className={classes.officeName}>{name}</bdi>
            {office.code === '' ? null : <bdi className={`ltr ${classes.code ?? ''}`}>{office.code}</bdi>}
          </span>
          {office.by === 'card' ? (
            <Text span size="sm" c="dimmed" ff="monospace" className="ltr">
              {office.fingerprint}
            </Text>
          ) : (
            <Text span size="sm" c="dimmed">
              <Trans>known by headquarters’ signature</Trans>
            </Text>
          )}
        </div>
        <Group gap={6} justify="flex-end">
          {office.headquarters ? (
            <Badge variant="light" tt="none" fw={500} color="grape">
              <Trans>headquarters</Trans>
            </Badge>
          ) : null}
          {office.revoked !== null ? (
            <Badge variant="light" tt="none" fw={500} color="red">
              <Withdrawn at={office.revoked} />
            </Badge>
          ) : office.receivesMedical ? (
            <Badge variant="light" tt="none" fw={500}>
              <Trans>receives medical records</Trans>
            </Badge>
          ) : null}
        </Group>
      </div>
      {office.disputed ? (
        <Alert
          color="red"
          mt={8}
          icon={<IconAlertTriangle size={20} />}
          title={t`Two statements contradict each other`}
        >
          <Trans>
            Somebody signed two different things about this office. What was known first still holds. Call the office
            and headquarters: one of their keys may be in other hands.
          </Trans>
        </Alert>
      ) : null}
      {office.laptops.length > 0 || root ? (
        <Group gap="md" mt={4}>
          {office.laptops.length > 0 ? (
            <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? <Trans>Hide the laptops</Trans> : <Trans>Laptops ({count})</Trans>}
            </Anchor>
          ) : null}
          {root && (open || office.laptops.length === 0) ? (
            <Anchor component="button" type="button" size="sm" c="red.9" onClick={() => setRevoking({ laptop: null })}>
              <Trans>Withdraw the whole office…</Trans>
            </Anchor>
          ) : null}
        </Group>
      ) : null}
      {open ? (
        <div className={classes.nested}>
          <Laptops laptops={office.laptops} onRevoke={root ? (laptop) => setRevoking({ laptop }) : null} />
        </div>
      ) : null}
      {revoking ? <Revoke office={office} laptop={revoking.laptop} onClose={() => setRevoking(null)} /> : null}
    </li>
  )
}
