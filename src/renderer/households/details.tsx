import { Trans, useLingui } from '@lingui/react/macro'
import { household, type Household } from '../../shared/records/household.ts'
import { call } from '../api.ts'
import { RecordForm } from '../records/record-form.tsx'
import { RecordView } from '../records/record-view.tsx'
import { changeOf } from '../records/change.ts'
import { useUndo } from '../records/undo.tsx'

const where = ['place', 'address', 'shelter', 'gps'] as const
const whereUnknown = ['place', 'placeUnknown', 'address', 'shelter', 'gps'] as const
const family = ['residenceStatus', 'sizeReported', 'femaleHeaded', 'childHeaded', 'pregnantOrLactating'] as const
const contact = ['phone', 'rationCard', 'unhcrNumber'] as const
const registered = ['registered', 'consent', 'consentDate', 'notes'] as const

/** Everything about the household as a whole, to read. */
export function Details({ stored }: { readonly stored: Household }) {
  return (
    <RecordView
      record={household}
      values={stored}
      sections={[
        {
          title: <Trans>Where they live</Trans>,
          fields: stored.placeUnknown === null ? where : whereUnknown,
        },
        { title: <Trans>Family</Trans>, fields: family },
        { title: <Trans>Contact and papers</Trans>, fields: contact },
        {
          title: <Trans>Registration and consent</Trans>,
          fields: stored.statusReason === null ? registered : [...registered, 'statusReason'],
        },
      ]}
    />
  )
}

/** The same to edit; only what was changed is sent. */
export function DetailsForm({ stored, onDone }: { readonly stored: Household; readonly onDone: () => void }) {
  const { t } = useLingui()
  const undoable = useUndo()
  return (
    <RecordForm
      record={household}
      initial={stored}
      sections={[
        { title: <Trans>Where they live</Trans>, fields: stored.placeUnknown === null ? where : whereUnknown },
        { title: <Trans>Family</Trans>, fields: family },
        { title: <Trans>Contact and papers</Trans>, fields: contact },
        { title: <Trans>Registration and consent</Trans>, fields: registered },
      ]}
      onSubmit={async (draft) => {
        const { patch, back, empty } = changeOf(household, stored, draft)
        if (!empty) {
          await call('households.update', { id: stored.id, patch })
          undoable(t`The household was changed.`, () => call('households.update', { id: stored.id, patch: back }))
        }
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
