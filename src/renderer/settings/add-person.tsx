import { Select, SimpleGrid } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { language as languages, type Language } from '../../shared/codes/core.ts'
import { holdsMedical, type Role } from '../../shared/permissions.ts'
import { useCall } from '../api.ts'
import { issuesIn } from '../errors.ts'
import { useLocale } from '../i18n.ts'
import { languageNames } from '../shell/language-switch.tsx'
import { useSession } from '../shell/session.tsx'
import { Dialog } from '../records/dialog.tsx'
import { HandOver, MedicalInput, NameInput, RoleInput, useIssueAt, useNewPassphrase } from './person-fields.tsx'

/** Adds somebody who signs in on this computer. */
export function AddPerson({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const session = useSession()
  const { language } = useLocale()
  const add = useCall('accounts.addUser')
  const at = useIssueAt(add.error)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('registrar')
  const [speaks, setSpeaks] = useState<Language>(language)
  const [medical, setMedical] = useState(false)
  const passphrase = useNewPassphrase()
  const typed = name.trim()
  const submit = () => {
    if (!passphrase.check() || typed === '') return
    const digits = speaks === 'en' ? 'latn' : 'arab'
    const access = medical && session.medical && holdsMedical(role)
    const person = {
      name: typed,
      role,
      language: speaks,
      digits,
      passphrase: passphrase.value,
      medical: access,
    } as const
    add.mutate(person, {
      onSuccess: () => {
        notifications.show({ message: t`${typed} can sign in on this computer now.` })
        onClose()
      },
    })
  }
  return (
    <Dialog
      title={<Trans>Add a person</Trans>}
      action={<Trans>Add this person</Trans>}
      busy={add.isPending}
      error={issuesIn(add.error).length > 0 ? null : add.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NameInput
        value={name}
        onChange={setName}
        error={at('name') ?? (passphrase.tried && typed === '' ? t`Please fill this in.` : null)}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <RoleInput value={role} disabled={false} onChange={setRole} />
        <Select
          label={<Trans>Language</Trans>}
          allowDeselect={false}
          data={languages.codes.map((code) => ({ value: code, label: languageNames[code] }))}
          value={speaks}
          onChange={(next) => setSpeaks(languages.codes.find((code) => code === next) ?? speaks)}
        />
      </SimpleGrid>
      <MedicalInput role={role} checked={medical} onChange={setMedical} />
      <HandOver name={typed} />
      {passphrase.field(at('passphrase'))}
    </Dialog>
  )
}
