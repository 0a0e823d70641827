import { Stack, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ImportReport } from '../../shared/contract/exchange.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import classes from './imports.module.css'
import { isKind, kinds } from './kinds.ts'
import { Problems } from './problems.tsx'

const sumOf = (report: ImportReport, of: 'create' | 'update' | 'rejected'): number =>
  report.sheets.reduce((sum, sheet) => sum + sheet[of], 0)

/** What a trial run found, or what an import did: in one sentence, per sheet, and problem by problem. */
export const ReportView = ({ report }: { readonly report: ImportReport }) => (
  <Stack gap="lg">
    <Banner report={report} />
    <Sheets report={report} />
    <Problems report={report} />
  </Stack>
)

const Banner = ({ report }: { readonly report: ImportReport }) => {
  const format = useFormat()
  const label = useLabel()
  const rejected = sumOf(report, 'rejected')
  const shown = format.number(rejected)
  const changes = sumOf(report, 'create') + sumOf(report, 'update')
  const made = Object.entries(report.records)
    .map(([record, count]) => `${label.record(record)}: ${format.number(count)}`)
    .join(' · ')
  const tone = report.dryRun ? 'info' : rejected > 0 ? 'warn' : 'good'
  return (
    <div className={classes.banner} data-tone={tone} role="status">
      {tone === 'info' ? <IconInfoCircle size={24} aria-hidden /> : null}
      {tone === 'warn' ? <IconAlertTriangle size={24} aria-hidden /> : null}
      {tone === 'good' ? <IconCircleCheck size={24} aria-hidden /> : null}
      <div>
        <Text fw={700}>
          {report.dryRun ? <Trans>Nothing has been changed yet</Trans> : <Trans>The import is finished</Trans>}
        </Text>
        <Text size="sm" component="div">
          {report.dryRun ? (
            changes === 0 ? (
              <Trans>This file would change nothing: its rows are on record already, or were rejected.</Trans>
            ) : (
              <Trans>This is what the import would do. Look it over, then import or correct the file first.</Trans>
            )
          ) : made === '' ? (
            <Trans>No new records; what was on record already stayed or was updated.</Trans>
          ) : (
            <Trans>
              New on record: <bdi>{made}</bdi>
            </Trans>
          )}
        </Text>
        {rejected > 0 && !report.dryRun ? (
          <Text size="sm">
            <Trans>Rejected rows: {shown}. Correct them in the file and import it again; nothing is doubled.</Trans>
          </Text>
        ) : null}
      </div>
    </div>
  )
}

const counted = ['rows', 'create', 'update', 'unchanged', 'rejected', 'warnings'] as const

const Sheets = ({ report }: { readonly report: ImportReport }) => {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const words: Readonly<Record<(typeof counted)[number], string>> = {
    rows: t`Rows`,
    create: t`New`,
    update: t`Changed`,
    unchanged: t`Unchanged`,
    rejected: t`Rejected`,
    warnings: t`Warnings`,
  }
  return (
    <section className="surface" aria-labelledby="sheets-title">
      <div className={classes.head}>
        <Title order={2} id="sheets-title">
          <Trans>Row by row</Trans>
        </Title>
      </div>
      <div className={classes.scroll}>
        <Table className={classes.table ?? ''} horizontalSpacing={20} verticalSpacing={9}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Sheet</Trans>
              </Table.Th>
              {counted.map((name) => (
                <Table.Th key={name} ta="end">
                  {words[name]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.sheets.map((sheet) => (
              <Table.Tr key={sheet.sheet}>
                <Table.Td fw={500}>
                  <bdi>{isKind(sheet.sheet) ? i18n._(kinds[sheet.sheet].title) : sheet.sheet}</bdi>
                </Table.Td>
                {counted.map((name) => (
                  <Table.Td
                    key={name}
                    ta="end"
                    className="tabular"
                    {...(sheet[name] === 0 ? { c: 'dimmed' } : { fw: name === 'rows' ? 400 : 700 })}
                  >
                    {format.number(sheet[name])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}
