import { Button, Select, Stack, Table, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconChevronUp, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { Input, Output } from '../../shared/contract/index.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import classes from './imports.module.css'
import { useTargetName } from './target-name.ts'

export type Mapping = NonNullable<Input<'imports.start'>['mapping']>
type Inspected = Output<'imports.inspect'>

interface ColumnsProps {
  readonly inspected: Inspected
  readonly mapping: Mapping
  readonly onChange: (next: Mapping) => void
  readonly starting: boolean
  readonly onBack: () => void
  readonly onNext: () => void
}

/** Says where each column of a workbook goes; the proposal stands there already. */
export function Columns({ inspected, mapping, onChange, starting, onBack, onNext }: ColumnsProps) {
  const format = useFormat()
  const left = mapping.filter(({ target }) => target === null)
  const taken = format.number(mapping.length - left.length)
  const total = format.number(mapping.length)
  const proposed = (sheet: Inspected['sheets'][number]) => sheet.columns.filter(({ target }) => target !== null).length
  // Cover sheets and lists of codes stand after the sheets that hold records.
  const sheets = inspected.sheets.toSorted((a, b) => Number(proposed(b) > 0) - Number(proposed(a) > 0))
  return (
    <Stack gap="lg">
      <div className={classes.banner}>
        <Text size="sm">
          <Trans>
            Columns with a place in Waypost: {taken} of {total}. Change what is not right; the rest is left out.
          </Trans>
        </Text>
      </div>
      {sheets.map((sheet) => (
        <SheetColumns
          key={sheet.sheet}
          sheet={sheet}
          targets={inspected.targets}
          mapping={mapping}
          onChange={onChange}
        />
      ))}
      <div className={`surface ${classes.footer ?? ''}`}>
        <Button variant="default" onClick={onBack}>
          <Trans>Choose another file</Trans>
        </Button>
        <Button
          leftSection={<IconPlayerPlay size={17} className="mirror" />}
          loading={starting}
          disabled={left.length === mapping.length}
          onClick={onNext}
        >
          <Trans>Start the trial run</Trans>
        </Button>
      </div>
    </Stack>
  )
}

interface SheetColumnsProps {
  readonly sheet: Inspected['sheets'][number]
  readonly targets: Inspected['targets']
  readonly mapping: Mapping
  readonly onChange: (next: Mapping) => void
}

const SheetColumns = ({ sheet, targets, mapping, onChange }: SheetColumnsProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const nameOf = useTargetName()
  const rows = format.number(sheet.rows)
  const groups = [...Map.groupBy(targets, ({ record }) => record)].map(([record, items]) => ({
    group: label.record(record),
    items: items.map((item) => ({ value: item.target, label: nameOf(item) })),
  }))
  const targetOf = (column: string): string | null =>
    mapping.find((one) => one.sheet === sheet.sheet && one.column === column)?.target ?? null
  const left = sheet.columns.filter(({ column }) => targetOf(column) === null)
  const leftCount = format.number(left.length)
  const [whole, setWhole] = useState(false)
  const shown = sheet.columns.filter(({ column, target }) => whole || target !== null || targetOf(column) !== null)
  const set = (column: string, target: string | null) => {
    onChange(mapping.map((one) => (one.sheet === sheet.sheet && one.column === column ? { ...one, target } : one)))
  }
  return (
    <section className="surface" aria-label={sheet.sheet}>
      <div className={classes.head}>
        <Title order={2}>
          <bdi>{sheet.sheet}</bdi>{' '}
          <Text span size="sm" c="dimmed" fw={400}>
            <Trans>Rows: {rows}</Trans>
          </Text>
        </Title>
      </div>
      {shown.length > 0 ? (
        <div className={classes.scroll}>
          <Table className={classes.table ?? ''} horizontalSpacing={20} verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  <Trans>Column in the file</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>Examples</Trans>
                </Table.Th>
                <Table.Th w={320}>
                  <Trans>Goes to</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ column, examples }) => (
                <Table.Tr key={column}>
                  <Table.Td className={classes.columnName ?? ''}>
                    <bdi>{column}</bdi>
                  </Table.Td>
                  <Table.Td>
                    <span className={classes.examples} title={examples.join(' · ')}>
                      {examples.length === 0 ? <Trans>empty</Trans> : <bdi>{examples.join(' · ')}</bdi>}
                    </span>
                  </Table.Td>
                  <Table.Td>
                    <Select
                      size="xs"
                      searchable
                      clearable
                      aria-label={t`Where “${column}” goes`}
                      placeholder={t`Left out`}
                      data={groups}
                      value={targetOf(column)}
                      onChange={(target) => set(column, target)}
                      nothingFoundMessage={t`Nothing of this name`}
                      clearButtonProps={{ 'aria-label': t`Leave “${column}” out` }}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
      {left.length > 0 ? (
        <div className={classes.leftOut}>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={whole}
            leftSection={whole ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
            onClick={() => setWhole(!whole)}
          >
            {whole ? <Trans>Hide the columns left out</Trans> : <Trans>Show the columns left out ({leftCount})</Trans>}
          </Button>
          <Text size="sm" c="dimmed" lineClamp={2}>
            <bdi>{left.map(({ column }) => column).join(' · ')}</bdi>
          </Text>
        </div>
      ) : null}
    </section>
  )
}
