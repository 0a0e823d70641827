import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconCheck, IconDeviceLaptop, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { WriteAnswer } from '../shell/write-answer.tsx'
import { AddLaptop, FinishAdding } from './add-laptop.tsx'
import { Banner } from './banner.tsx'
import classes from './bundles.module.css'
import { Laptops, type Laptop } from './laptops.tsx'
import { RenewInvitation } from './renew-invitation.tsx'
import { Revoke } from './revoke.tsx'

/** The laptops of this office: adding one, and withdrawing one that is lost. For administrators. */
export function OwnLaptops() {
  const offices = useQuery(query('bundles.offices', {}))
  const status = useQuery(query('roster.status', {}))
  const [adding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<Laptop | null>(null)
  const [added, setAdded] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const own = offices.data?.find((office) => office.own)
  const failed = offices.isError ? offices : status.isError ? status : null
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
  const signs = status.data?.signs === true
  return (
    <section className={`surface ${classes.section ?? ''}`} aria-labelledby="laptops-title">
      <div className={`${classes.head ?? ''} ${classes.split ?? ''}`}>
        <div>
          <Title order={2} id="laptops-title">
            <Trans>Laptops of this office</Trans>
          </Title>
          <Text size="sm" c="dimmed">
            {signs || !status.data ? (
              <Trans>They share the office’s letters and exchange bundles with each other.</Trans>
            ) : (
              <Trans>Laptops are added and withdrawn on the laptop where the office was set up.</Trans>
            )}
          </Text>
        </div>
        {signs ? (
          <Group gap="xs" wrap="nowrap">
            <FinishAdding onFinished={setAdded} onError={setError} />
            <Button variant="light" leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>
              <Trans>Add a laptop</Trans>
            </Button>
          </Group>
        ) : null}
      </div>
      <Stack className={classes.notes ?? ''} gap="sm">
        {error ? <ErrorNote error={error} /> : null}
        {added !== null ? (
          <Banner
            tone="good"
            icon={<IconCheck size={22} />}
            title={<Trans>“{added}” belongs to this office now</Trans>}
            detail={
              <Trans>
                Now{' '}
                <Anchor inherit underline="always" renderRoot={(props) => <Link to="/bundles/send" {...props} />}>
                  send a bundle
                </Anchor>{' '}
                to this office itself, with everything, so that the records arrive there. Other offices know the laptop
                after your next bundle to them.
              </Trans>
            }
          />
        ) : null}
        {status.data?.joining ? <Joining until={status.data.joining.until} /> : null}
        <Waiting invitations={status.data?.invitations ?? []} />
      </Stack>
      {own ? (
        <Laptops laptops={own.laptops} onRevoke={signs ? setRevoking : null} />
      ) : (
        <Skeleton h={22} mx={20} mb={20} aria-busy />
      )}
      {adding ? <AddLaptop onClose={() => setAdding(false)} /> : null}
      {own && revoking ? <Revoke office={own} laptop={revoking} onClose={() => setRevoking(null)} /> : null}
    </section>
  )
}

const Joining = ({ until }: { readonly until: string }) => (
  <Banner
    tone="warn"
    icon={<IconDeviceLaptop size={22} />}
    title={<Trans>This laptop is not fully added yet</Trans>}
    detail={
      <Stack gap="xs">
        <Trans>
          Bring the answer to the laptop where the office was set up, let them finish adding this one, and receive the
          bundle they write for it. Until then other laptops refuse what is sent from here.
        </Trans>
        <WriteAnswer />
        <RenewInvitation until={until} />
      </Stack>
    }
  />
)

/** Invitations that were written and not answered yet. */
const Waiting = ({ invitations }: { readonly invitations: Output<'roster.status'>['invitations'] }) => {
  const format = useFormat()
  const [now] = useState(() => new Date().toISOString())
  return invitations
    .filter(({ used, until }) => !used && until > now)
    .map(({ id, name, until }) => {
      const day = format.date(until.slice(0, 10))
      return (
        <Text key={id} size="sm" c="dimmed">
          <Trans>
            Invited: <bdi>{name}</bdi>, until {day}
          </Trans>
        </Text>
      )
    })
}
