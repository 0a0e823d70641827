import { Button, SegmentedControl, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ImportReport } from '../../shared/contract/exchange.ts'
import { useFormat } from '../format.ts'
import { EmptyState } from '../records/states.tsx'
import classes from './imports.module.css'
import { isKind, kinds } from './kinds.ts'
import { useProblemText } from './problem-text.ts'

const step = 100
const severities = ['all', 'rejected', 'warning'] as const
type Shown = (typeof severities)[number]

/** Every problem with where it is, what was found there, why it matters and what to do. */
export function Problems({ report }: { readonly report: ImportReport }) {
  const { t } = useLingui()
  const format = useFormat()
  const [shown, setShown] = useState<Shown>('all')
  const [limit, setLimit] = useState(step)
  const count = (severity: 'rejected' | 'warning') =>
    report.problems.filter((problem) => problem.severity === severity).length
  const listed = report.problems.filter((problem) => shown === 'all' || problem.severity === shown)
  const carried = format.number(report.problems.length)
  const total = format.number(report.problemTotal)
  const label = (word: string, many: number) => `${word} (${format.number(many)})`
  return (
    <section className="surface" aria-labelledby="problems-title">
      <div className={classes.filters}>
        <Title order={2} id="problems-title">
          <Trans>What was found</Trans>
        </Title>
        {report.problems.length > 0 ? (
          <SegmentedControl
            size="xs"
            aria-label={t`Show`}
            value={shown}
            onChange={(value) => {
              setShown(severities.find((one) => one === value) ?? 'all')
              setLimit(step)
            }}
            data={[
              { value: 'all', label: label(t`All`, report.problems.length) },
              { value: 'rejected', label: label(t`Rejected`, count('rejected')) },
              { value: 'warning', label: label(t`Warnings`, count('warning')) },
            ]}
          />
        ) : null}
      </div>
      {listed.length === 0 ? (
        <EmptyState
          icon={<IconCircleCheck size={24} />}
          title={report.problems.length === 0 ? <Trans>No problems</Trans> : <Trans>None of this kind</Trans>}
          detail={<Trans>Every row could be read.</Trans>}
        />
      ) : (
        <Rows problems={listed.slice(0, limit)} />
      )}
      {listed.length > limit ? (
        <div className={classes.head}>
          <Button variant="light" onClick={() => setLimit(limit + step)}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      ) : null}
      {report.problemTotal > report.problems.length ? (
        <Text size="sm" c="dimmed" className={classes.head ?? ''}>
          <Trans>
            The first {carried} of {total} are listed, rejected rows before warnings. Correct these first.
          </Trans>
        </Text>
      ) : null}
    </section>
  )
}

const Rows = ({ problems }: { readonly problems: ImportReport['problems'] }) => {
  const { i18n } = useLingui()
  const format = useFormat()
  const text = useProblemText()
  return (
    <div className={classes.scroll}>
      <Table className={classes.table ?? ''} horizontalSpacing={20} verticalSpacing={9}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Outcome</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Sheet and row</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Column</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Found</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Why, and what to do</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {problems.map((problem, at) => (
            <Table.Tr key={`${problem.sheet}:${problem.row}:${problem.column ?? ''}:${problem.code}:${at}`}>
              <Table.Td>
                <span className={classes.severity} data-tone={problem.severity}>
                  {problem.severity === 'rejected' ? (
                    <IconCircleX size={16} aria-hidden />
                  ) : (
                    <IconAlertTriangle size={16} aria-hidden />
                  )}
                  {problem.severity === 'rejected' ? <Trans>Rejected</Trans> : <Trans>Warning</Trans>}
                </span>
              </Table.Td>
              <Table.Td className="tabular">
                <bdi>{isKind(problem.sheet) ? i18n._(kinds[problem.sheet].title) : problem.sheet}</bdi>{' '}
                <b>{format.number(problem.row)}</b>
              </Table.Td>
              <Table.Td className={classes.found ?? ''}>
                <bdi>{problem.column ?? '–'}</bdi>
              </Table.Td>
              <Table.Td className={classes.found ?? ''}>
                {problem.found === null || problem.found === '' ? '–' : <bdi>{problem.found}</bdi>}
              </Table.Td>
              <Table.Td className={classes.why ?? ''}>{text(problem.code)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
