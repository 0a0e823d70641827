import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { office } from '../../shared/records/office.ts'
import { call } from '../api.ts'
import { RecordForm } from '../records/record-form.tsx'
import { RecordView } from '../records/record-view.tsx'
import { useMay, useSession } from '../shell/session.tsx'

/** The office's own details: a form for those who may change them, otherwise to read. */
export function OfficeDetails() {
  const { t } = useLingui()
  const session = useSession()
  const { may } = useMay()
  if (!may('office.write')) {
    return (
      <RecordView
        record={office}
        values={{ ...session.office }}
        sections={[{ fields: ['code', 'name', 'type', 'place', 'phone', 'address'] }]}
      />
    )
  }
  return (
    <RecordForm
      record={office}
      initial={session.office}
      sections={[
        {
          title: <Trans>Office details</Trans>,
          hint: <Trans>They stand at the head of every printed paper. The three letters never change.</Trans>,
          fields: ['name', 'type', 'place', 'phone', 'address'],
        },
      ]}
      onSubmit={async ({ name, type, place, phone, address }) => {
        await call('accounts.updateOffice', { patch: { name, type, place, phone, address } })
        notifications.show({ message: t`The office details are saved.` })
      }}
    />
  )
}
