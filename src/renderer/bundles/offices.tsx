import { Badge, Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react'
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
  const format = useFormat()
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
            <li key={office.id} className={classes.row}>
              <div className={classes.grow}>
                <span className={classes.office}>
                  <bdi className={classes.officeName}>{format.text(office.name)}</bdi>
                  <bdi className={`ltr ${classes.code ?? ''}`}>{office.code}</bdi>
                </span>
                <Text span size="sm" c="dimmed" ff="monospace" className="ltr">
                  {office.fingerprint}
                </Text>
              </div>
              {office.receivesMedical ? (
                <Badge variant="light" tt="none" fw={500}>
                  <Trans>receives medical records</Trans>
                </Badge>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <AddOffice candidate={candidate} onClose={() => setCandidate(null)} />
    </section>
  )
}
