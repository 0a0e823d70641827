import { Trans, useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import type { AnyRecord } from '../../shared/records/field.ts'
import { records } from '../../shared/records/index.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'

export type Conflict = Output<'conflicts.get'>
export type Option = Conflict['options'][number]
export type Row = Output<'conflicts.list'>['rows'][number]
export type Group = Output<'conflicts.list'>['groups'][number]

/** What tells one disagreement from the others. */
export const keyOf = ({ record, id, field }: Pick<Row, 'record' | 'id' | 'field'>): string => `${record} ${id} ${field}`

/** The record by its name. */
export const recordOf = (name: Row['record']): AnyRecord => records[name]

/** What a field is called; whether a record is removed has a name of its own. */
export function useFieldName(): (record: string, field: string) => string {
  const { t } = useLingui()
  const label = useLabel()
  return (record, field) => (field === 'deleted' ? t`Removed or kept` : label.field(record, field))
}

/** Says in plain words what happened, and what the choice means. */
export const Explained = ({ kind }: { readonly kind: Conflict['kind'] }) =>
  kind === 'removal' ? (
    <Trans>
      Somebody removed this while somebody else, who did not know of it, changed it. Until you decide it stays, so that
      no change is lost.
    </Trans>
  ) : kind === 'status' ? (
    <Trans>
      Two steps were taken in two places at the same time. Both stay in the list of steps; choose where it stands now.
    </Trans>
  ) : (
    <Trans>Different values were written in two places at the same time. Choose the one that is right.</Trans>
  )

/** Who wrote something, where and when. */
export function Author({ by }: { readonly by: Option['by'][number] }) {
  const format = useFormat()
  return (
    <>
      <span>
        <bdi>{by.user ?? <Trans>somebody not on record here</Trans>}</bdi>
      </span>
      {by.office ? (
        <span>
          <bdi>{format.text(by.office)}</bdi>
        </span>
      ) : null}
      <span>{format.time(by.at)}</span>
      <span>
        {by.here ? (
          <Trans>on this computer</Trans>
        ) : (
          <Trans>
            on another computer (<bdi className="ltr">{by.device}</bdi>)
          </Trans>
        )}
      </span>
    </>
  )
}
