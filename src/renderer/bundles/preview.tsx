import { Button, Skeleton, Stack, Table, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconInfoCircle, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { BundlePreview } from '../../shared/contract/exchange.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { Banner } from './banner.tsx'
import classes from './bundles.module.css'
import { Findings } from './findings.tsx'
import { PhotoCount } from './photo-count.tsx'
import { useBundleWords } from './words.ts'

interface Decision {
  readonly busy: boolean
  readonly error: Error | null
  readonly onApply: () => void
  readonly onDiscard: () => void
}

/** What a checked bundle would do. Nothing has happened yet. */
export function Preview({ preview, ...decision }: Decision & { readonly preview: BundlePreview }) {
  const format = useFormat()
  const words = useBundleWords()
  const [volume, volumes] = [format.number(preview.volume), format.number(preview.volumes)]
  const before = preview.importedBefore
  const fresh = format.number(preview.photos.fresh)
  const day = before === null ? '' : format.time(before)
  return (
    <section className={`surface ${classes.form ?? ''}`}>
      {before === null ? (
        <Banner
          tone="info"
          icon={<IconInfoCircle size={24} aria-hidden />}
          title={<Trans>The bundle is genuine. Nothing has been changed yet.</Trans>}
          detail={<Trans>Signature and content were checked. Look at what it holds, then decide.</Trans>}
        />
      ) : (
        <Banner
          tone="warn"
          icon={<IconRepeat size={24} aria-hidden />}
          title={<Trans>This bundle was imported before</Trans>}
          detail={<Trans>On {day}. Taking it in once more changes nothing and does no harm.</Trans>}
        />
      )}
      <dl className={classes.facts}>
        <dt>
          <Trans>From</Trans>
        </dt>
        <dd>
          <OfficeName code={preview.senderOffice} />
        </dd>
        <dt>
          <Trans>Written</Trans>
        </dt>
        <dd>{format.time(preview.created)}</dd>
        <dt>
          <Trans>Content</Trans>
        </dt>
        <dd>{words.content(preview)}</dd>
        {preview.volumes > 1 ? (
          <>
            <dt>
              <Trans>File of the set</Trans>
            </dt>
            <dd className="tabular">
              <Trans>
                {volume} of {volumes}
              </Trans>
            </dd>
          </>
        ) : null}
        {preview.photos.count > 0 ? (
          <>
            <dt>
              <Trans>Photos and papers</Trans>
            </dt>
            <dd>
              <Stack gap={2}>
                <PhotoCount count={preview.photos.count} bytes={preview.photos.bytes} />
                <Text size="sm" c="dimmed">
                  <Trans>Not on this laptop yet: {fresh}</Trans>
                </Text>
              </Stack>
            </dd>
          </>
        ) : null}
      </dl>
      {preview.records.length > 0 ? <Records records={preview.records} /> : <NoRecords />}
      <Findings preview={preview} />
      {preview.missing.operations > 0 ? <Missing missing={preview.missing} /> : null}
      <Decide {...decision} again={before !== null} />
    </section>
  )
}

const OfficeName = ({ code }: { readonly code: string }) => {
  const format = useFormat()
  const { t } = useLingui()
  const offices = useQuery(query('bundles.offices', {}))
  const office = offices.data?.find((one) => one.code === code)
  return (
    <span className={classes.office}>
      <bdi>{office ? format.text(office.name) : t`an office not known here`}</bdi>
      <bdi className={`ltr ${classes.code ?? ''}`}>{code}</bdi>
    </span>
  )
}

const Records = ({ records }: { readonly records: BundlePreview['records'] }) => {
  const format = useFormat()
  const label = useLabel()
  return (
    <div className={classes.scroll}>
      <Table className={classes.table ?? ''} verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Record</Trans>
            </Table.Th>
            <Table.Th ta="end">
              <Trans>New</Trans>
            </Table.Th>
            <Table.Th ta="end">
              <Trans>Changed</Trans>
            </Table.Th>
            <Table.Th ta="end">
              <Trans>As they are</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {records.map((one) => (
            <Table.Tr key={one.record}>
              <Table.Td>{label.record(one.record)}</Table.Td>
              <Table.Td ta="end" className="tabular">
                {format.number(one.added)}
              </Table.Td>
              <Table.Td ta="end" className="tabular">
                {format.number(one.changed)}
              </Table.Td>
              <Table.Td ta="end" className="tabular">
                {format.number(one.same)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** A receipt, or photos alone. */
const NoRecords = () => (
  <Text size="sm" c="dimmed">
    <Trans>It brings no records; it says what the other office holds.</Trans>
  </Text>
)

/** What would still be missing after taking it in. */
const Missing = ({ missing }: { readonly missing: BundlePreview['missing'] }) => {
  const format = useFormat()
  const changes = format.number(missing.operations)
  const bundles = format.number(missing.bundles)
  return (
    <Banner
      tone="warn"
      icon={<IconAlertTriangle size={24} aria-hidden />}
      title={
        missing.bundles > 0 ? (
          <Plural
            value={missing.bundles}
            one={`${bundles} earlier bundle of theirs is missing`}
            other={`${bundles} earlier bundles of theirs are missing`}
          />
        ) : (
          <Trans>They hold more than this bundle brings</Trans>
        )
      }
      detail={
        <Plural
          value={missing.operations}
          one={`After taking it in, ${changes} change they know is still not here. This is remembered and shown on the page “Bundles”.`}
          other={`After taking it in, ${changes} changes they know are still not here. This is remembered and shown on the page “Bundles”.`}
        />
      }
    />
  )
}

const Decide = ({ busy, error, onApply, onDiscard, again }: Decision & { readonly again: boolean }) => (
  <>
    {error ? <ErrorNote error={error} /> : null}
    <div className={classes.end}>
      <Button variant="default" disabled={busy} onClick={onDiscard}>
        <Trans>Discard</Trans>
      </Button>
      <Button loading={busy} onClick={onApply}>
        {again ? <Trans>Take in once more</Trans> : <Trans>Take in</Trans>}
      </Button>
    </div>
  </>
)

/** A bundle checked before Waypost was last closed: what the history still knows, and the decision. */
export function Waiting({ bundle, ...decision }: Decision & { readonly bundle: string }) {
  const format = useFormat()
  const words = useBundleWords()
  const history = useQuery(query('bundles.history', {}))
  const row = history.data?.find((one) => one.bundle === bundle && one.direction === 'in')
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  if (!row) return <Skeleton h={220} radius="lg" aria-busy />
  return (
    <section className={`surface ${classes.form ?? ''}`}>
      <Banner
        tone="info"
        icon={<IconInfoCircle size={24} aria-hidden />}
        title={<Trans>The bundle is genuine. Nothing has been changed yet.</Trans>}
        detail={<Trans>It was checked earlier. To see what it holds record by record, choose the file again.</Trans>}
      />
      <dl className={classes.facts}>
        <dt>
          <Trans>From</Trans>
        </dt>
        <dd>
          <OfficeName code={row.office} />
        </dd>
        <dt>
          <Trans>Content</Trans>
        </dt>
        <dd>{words.store(row.store)}</dd>
        <dt>
          <Trans>Operations</Trans>
        </dt>
        <dd className="tabular">{format.number(row.operations)}</dd>
      </dl>
      <Decide {...decision} again={false} />
    </section>
  )
}
