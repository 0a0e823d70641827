import { Accordion, Badge, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { BundlePreview, BundleSample } from '../../shared/contract/exchange.ts'
import { records } from '../../shared/records/index.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { useFormat } from '../format.ts'
import { Stood } from '../history/stood.tsx'
import { useLabel } from '../i18n.ts'
import classes from './bundles.module.css'

interface Finding {
  readonly id: string
  readonly count: number
  readonly warn?: boolean
  readonly title: ReactNode
  readonly detail: ReactNode
  readonly samples: ReactNode[]
}

/** What a bundle would do, a group at a time, with some of each; what needs a person's thought comes first and is open. */
export function Findings({ preview }: { readonly preview: BundlePreview }) {
  const format = useFormat()
  const found = findingsIn(preview).filter(({ count }) => count > 0)
  if (found.length === 0) return null
  return (
    <Accordion
      multiple
      defaultValue={found.filter(({ warn }) => warn).map(({ id }) => id)}
      variant="separated"
      classNames={{ item: classes.finding ?? '', content: classes.findingContent ?? '' }}
    >
      {found.map(({ id, count, warn, title, detail, samples }) => (
        <Accordion.Item key={id} value={id}>
          <Accordion.Control>
            <span className={classes.findingTitle}>
              <span>{title}</span>
              <Badge size="lg" variant="light" color={warn ? 'orange' : 'gray'} className="tabular">
                {format.number(count)}
              </Badge>
            </span>
          </Accordion.Control>
          <Accordion.Panel>
            <Text size="sm" c="dimmed">
              {detail}
            </Text>
            <ul className={classes.samples}>{samples}</ul>
            {count > samples.length && samples.length > 0 ? (
              <Text size="sm" c="dimmed">
                <Trans>Only some of them are shown.</Trans>
              </Text>
            ) : null}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

const plain = (samples: readonly BundleSample[]): ReactNode[] =>
  samples.map((one, at) => (
    <li key={`${one.id} ${String(at)}`}>
      <Named sample={one} />
    </li>
  ))

function findingsIn(preview: BundlePreview): Finding[] {
  const { conflicts, duplicates, removed, erased, setAside, added, changed, same, newer, elsewhere, waiting } = preview
  return [
    {
      id: 'conflicts',
      warn: true,
      count: conflicts.count,
      title: <Trans>Values to decide</Trans>,
      detail: (
        <Trans>Both offices changed these without knowing of each other. Both values are kept until you decide.</Trans>
      ),
      samples: conflicts.samples.map((one) => <Differing key={`${one.id} ${one.field}`} one={one} />),
    },
    {
      id: 'duplicates',
      warn: true,
      count: duplicates.count,
      title: <Trans>Perhaps here already</Trans>,
      detail: <Compared duplicates={duplicates} />,
      samples: duplicates.samples.map((one) => (
        <li key={one.id} className={classes.pair}>
          <Named sample={one} />
          <Text span size="sm" c="dimmed">
            <Trans>here:</Trans>
          </Text>
          <Named sample={one.like} />
        </li>
      )),
    },
    {
      id: 'removed',
      warn: true,
      count: removed.count,
      title: <Trans>Removed by the other office</Trans>,
      detail: <Trans>They leave the lists here too. Their history stays.</Trans>,
      samples: plain(removed.samples),
    },
    {
      id: 'erased',
      warn: true,
      count: erased.count,
      title: <Trans>Records erased for good</Trans>,
      detail: <Trans>Two people there agreed to erase them. This import could not be taken back.</Trans>,
      samples: plain(erased.samples),
    },
    {
      id: 'setAside',
      warn: true,
      count: setAside.count,
      title: <Trans>Contradictions set aside</Trans>,
      detail: (
        <Trans>These changes do not fit the ones before them. They are kept apart and never shown; tell support.</Trans>
      ),
      samples: plain(setAside.samples),
    },
    {
      id: 'added',
      count: added.count,
      title: <Trans>New records</Trans>,
      detail: <Trans>Not on this laptop yet.</Trans>,
      samples: plain(added.samples),
    },
    {
      id: 'changed',
      count: changed.count,
      title: <Trans>Changed records</Trans>,
      detail: <Trans>They are here and will look different.</Trans>,
      samples: plain(changed.samples),
    },
    {
      id: 'same',
      count: same.count,
      title: <Trans>Records that stay as they are</Trans>,
      detail: <Trans>They come along and are the same here.</Trans>,
      samples: plain(same.samples),
    },
    {
      id: 'newer',
      count: newer.count,
      title: <Trans>From a newer version</Trans>,
      detail: <Trans>They are kept and passed on, and shown here after the next update of Waypost.</Trans>,
      samples: plain(newer.samples),
    },
    {
      id: 'elsewhere',
      count: elsewhere.count,
      title: <Trans>Not for these records</Trans>,
      detail: <Trans>Their kind belongs elsewhere in this office. They are kept and passed on, and never shown.</Trans>,
      samples: plain(elsewhere.samples),
    },
    {
      id: 'waiting',
      count: waiting.count,
      title: <Trans>Changes whose beginning is missing</Trans>,
      detail: <Trans>They are kept, and shown once an earlier bundle brings the rest of the record.</Trans>,
      samples: plain(waiting.samples),
    },
  ]
}

/** Kind, number and name of a record, as far as the reader may see them. */
const Named = ({ sample }: { readonly sample: BundleSample }) => {
  const format = useFormat()
  const label = useLabel()
  return (
    <span className={classes.named}>
      <Text span size="sm" c="dimmed">
        {label.record(sample.record)}
      </Text>
      {sample.name ? <bdi>{format.text(sample.name)}</bdi> : null}
      {sample.number ? <bdi className={`ltr tabular ${classes.number ?? ''}`}>{sample.number}</bdi> : null}
    </span>
  )
}

const nobody = (): null => null

/** A value that would have to be decided: the one here and the one that comes. */
const Differing = ({ one }: { readonly one: BundlePreview['conflicts']['samples'][number] }) => {
  const label = useLabel()
  const known: Readonly<Record<string, AnyRecord>> = records
  const shown = (value: unknown): ReactNode =>
    one.field === 'deleted' ? (
      value === true ? (
        <Trans>removed</Trans>
      ) : (
        <Trans>kept, with changes</Trans>
      )
    ) : (
      <Stood record={known[one.record]} field={one.field} value={value} called={nobody} />
    )
  return (
    <li>
      <Named sample={one} />
      <span className={classes.differing}>
        <Text span size="sm" c="dimmed">
          {one.field === 'deleted' ? <Trans>Removed or not</Trans> : label.field(one.record, one.field)}
        </Text>
        {one.withheld ? (
          <Text span size="sm" c="dimmed">
            <Trans>hidden: your role does not show it</Trans>
          </Text>
        ) : (
          <>
            <span className={classes.value}>
              <Text span size="xs" c="dimmed">
                <Trans>here</Trans>
              </Text>
              {shown(one.here)}
            </span>
            <IconArrowRight size={15} className="mirror" aria-hidden />
            <span className={classes.value}>
              <Text span size="xs" c="dimmed">
                <Trans>in the bundle</Trans>
              </Text>
              {shown(one.there)}
            </span>
          </>
        )}
      </span>
    </li>
  )
}

/** What two records have in common, and how many were looked at where not all were. */
const Compared = ({ duplicates }: { readonly duplicates: BundlePreview['duplicates'] }) => {
  const format = useFormat()
  const [compared, all] = [format.number(duplicates.compared), format.number(duplicates.all)]
  return (
    <>
      <Trans>New people whose name sounds like somebody’s here, of the same sex and born in the same year.</Trans>{' '}
      {duplicates.compared < duplicates.all ? (
        <Trans>
          The first {compared} of {all} new people were compared.
        </Trans>
      ) : null}
    </>
  )
}
