import { Button, Skeleton, Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconDeviceFloppy, IconId } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import classes from './bundles.module.css'
import { Fingerprint } from './fingerprint.tsx'

/** This office's card: what another office needs before bundles can pass between the two. */
export function OwnCard() {
  const format = useFormat()
  const card = useQuery(query('bundles.card', {}))
  const offices = useQuery(query('bundles.offices', {}))
  const save = useCall('files.saveCard')
  const [saved, setSaved] = useState(false)
  const own = offices.data?.find((office) => office.own)
  if (card.isError) return <ErrorState error={card.error} onRetry={() => void card.refetch()} />
  if (offices.isError) return <ErrorState error={offices.error} onRetry={() => void offices.refetch()} />
  const store = () => {
    if (!card.data) return
    save.mutate(
      {
        text: `${JSON.stringify(card.data, null, 2)}\n`,
        suggestedName: `waypost-card-${card.data.code.toLowerCase()}.json`,
      },
      { onSuccess: (answer) => setSaved(answer.saved) },
    )
  }
  return (
    <section className={`surface ${classes.own ?? ''}`} aria-labelledby="own-title">
      <div className={classes.split}>
        <div>
          <Title order={2} id="own-title">
            <Trans>This office’s card</Trans>
          </Title>
          <Text size="sm" c="dimmed">
            <Trans>Give the file to another office; nothing in it is secret. Read the fingerprint by phone.</Trans>
          </Text>
        </div>
        <IconId size={26} stroke={1.5} className={classes.quiet} aria-hidden />
      </div>
      {own ? (
        <>
          <div className={classes.office}>
            <bdi className={classes.officeName}>{format.text(own.name)}</bdi>
            <bdi className={`ltr ${classes.code ?? ''}`}>{own.code}</bdi>
          </div>
          <Fingerprint text={own.fingerprint} />
        </>
      ) : (
        <Skeleton h={88} aria-busy />
      )}
      {save.isError ? <ErrorNote error={save.error} /> : null}
      <div className={classes.split}>
        <Button
          variant="light"
          leftSection={<IconDeviceFloppy size={17} />}
          disabled={!card.data}
          loading={save.isPending}
          onClick={store}
        >
          <Trans>Save the card to a file</Trans>
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {saved ? <Trans>The card is saved.</Trans> : null}
        </Text>
      </div>
    </section>
  )
}
