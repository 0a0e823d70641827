import { Alert, PasswordInput, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { holdsMedical } from '../../shared/permissions.ts'
import { useCall } from '../api.ts'
import { issuesIn } from '../errors.ts'
import { useSession } from '../shell/session.tsx'
import { Dialog } from '../records/dialog.tsx'
import { HandOver, MedicalInput, NameInput, RoleInput, useIssueAt, useNewPassphrase } from './person-fields.tsx'

export type Colleague = Output<'accounts.people'>[number]

interface PersonDialogProps {
  readonly person: Colleague
  readonly onClose: () => void
}

const useTold = (onClose: () => void) => (message: string) => {
  notifications.show({ message })
  onClose()
}

/** Changes name and role. */
export function EditPerson({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const session = useSession()
  const told = useTold(onClose)
  const change = useCall('accounts.changeUser')
  const at = useIssueAt(change.error)
  const { user } = person
  const [name, setName] = useState(user.name)
  const [role, setRole] = useState(user.role)
  const own = user.id === session.user.id
  const typed = name.trim()
  const submit = () => {
    if (typed === '') return
    const changes = { ...(typed === user.name ? {} : { name: typed }), ...(role === user.role ? {} : { role }) }
    change.mutate({ id: user.id, ...changes }, { onSuccess: () => told(t`The change is saved.`) })
  }
  return (
    <Dialog
      title={<Trans>Name and role</Trans>}
      action={<Trans>Save</Trans>}
      busy={change.isPending}
      error={issuesIn(change.error).length > 0 ? null : change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NameInput
        value={name}
        onChange={setName}
        error={at('name') ?? (typed === '' ? t`Please fill this in.` : null)}
      />
      <RoleInput value={role} disabled={own} onChange={setRole} />
      {own ? (
        <Text size="sm" c="dimmed">
          <Trans>Nobody changes their own role. Another administrator can.</Trans>
        </Text>
      ) : null}
      {person.medical && !holdsMedical(role) ? (
        <Alert color="yellow">
          <Trans>This role does not work with patients: medical access ends with the change.</Trans>
        </Alert>
      ) : null}
    </Dialog>
  )
}

/** Gives somebody the medical records. */
export function GrantMedical({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const told = useTold(onClose)
  const grant = useCall('accounts.grantMedical')
  const [passphrase, setPassphrase] = useState('')
  const [tried, setTried] = useState(false)
  const { id, name } = person.user
  const submit = () => {
    setTried(true)
    if (passphrase === '') return
    const onError = () => setPassphrase('')
    grant.mutate({ id, passphrase }, { onSuccess: () => told(t`${name} has medical access now.`), onError })
  }
  return (
    <Dialog
      title={<Trans>Grant medical access</Trans>}
      action={<Trans>Grant medical access</Trans>}
      busy={grant.isPending}
      error={grant.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Text size="sm">
        <Trans>
          The patients’ files have a key of their own. You have it, and hand it on to <bdi>{name}</bdi>, who can read
          them from the next sign-in on.
        </Trans>
      </Text>
      <HandOver name={name} />
      <PasswordInput
        label={
          <Trans>
            Passphrase of <bdi>{name}</bdi>
          </Trans>
        }
        withAsterisk
        data-autofocus
        autoComplete="off"
        value={passphrase}
        error={tried && passphrase === '' ? t`Please fill this in.` : null}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
      />
    </Dialog>
  )
}

/** Takes the medical records from somebody. */
export function WithdrawMedical({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const told = useTold(onClose)
  const withdraw = useCall('accounts.withdrawMedical')
  const { id, name } = person.user
  return (
    <Dialog
      title={<Trans>Withdraw medical access</Trans>}
      action={<Trans>Withdraw medical access</Trans>}
      color="red"
      busy={withdraw.isPending}
      error={withdraw.error}
      onClose={onClose}
      onSubmit={() => withdraw.mutate({ id }, { onSuccess: () => told(t`Medical access is withdrawn.`) })}
    >
      <Text size="sm">
        <Trans>
          <bdi>{name}</bdi> keeps the rest of their work and can no longer open the patients’ files. If they could have
          copied files of this computer, change the key of the medical records afterwards, under “Keys”.
        </Trans>
      </Text>
    </Dialog>
  )
}

/** Ends somebody's work on this computer. */
export function DisablePerson({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const told = useTold(onClose)
  const disable = useCall('accounts.disableUser')
  const { id, name } = person.user
  return (
    <Dialog
      title={<Trans>End access</Trans>}
      action={<Trans>End access</Trans>}
      color="red"
      busy={disable.isPending}
      error={disable.error}
      onClose={onClose}
      onSubmit={() => disable.mutate({ id }, { onSuccess: () => told(t`${name} can no longer sign in.`) })}
    >
      <Text size="sm">
        <Trans>
          <bdi>{name}</bdi> can no longer sign in; their key is removed. Everything they wrote stays under their name,
          and access can be given back.
        </Trans>
      </Text>
      <Text size="sm">
        <Trans>
          Copies of the files that they made before stay readable to them. If that is possible, change the keys
          afterwards, under “Keys”.
        </Trans>
      </Text>
    </Dialog>
  )
}

/** Lets somebody sign in again. */
export function EnablePerson({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const told = useTold(onClose)
  const session = useSession()
  const enable = useCall('accounts.enableUser')
  const at = useIssueAt(enable.error)
  const [medical, setMedical] = useState(false)
  const passphrase = useNewPassphrase()
  const { id, name, role } = person.user
  const submit = () => {
    if (!passphrase.check()) return
    const access = medical && session.medical && holdsMedical(role)
    enable.mutate(
      { id, passphrase: passphrase.value, medical: access },
      { onSuccess: () => told(t`${name} can sign in on this computer now.`) },
    )
  }
  return (
    <Dialog
      title={<Trans>Give access again</Trans>}
      action={<Trans>Give access again</Trans>}
      busy={enable.isPending}
      error={issuesIn(enable.error).length > 0 ? null : enable.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <MedicalInput role={role} checked={medical} onChange={setMedical} />
      <HandOver name={name} />
      {passphrase.field(at('passphrase'))}
    </Dialog>
  )
}

/** A new passphrase for somebody who forgot theirs. */
export function ResetPassphrase({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const told = useTold(onClose)
  const session = useSession()
  const reset = useCall('accounts.resetPassphrase')
  const at = useIssueAt(reset.error)
  const passphrase = useNewPassphrase()
  const { id, name } = person.user
  const submit = () => {
    if (!passphrase.check()) return
    reset.mutate(
      { id, passphrase: passphrase.value },
      { onSuccess: () => told(t`${name} has a new passphrase. The old one opens nothing any more.`) },
    )
  }
  return (
    <Dialog
      title={<Trans>New passphrase</Trans>}
      action={<Trans>Set the new passphrase</Trans>}
      busy={reset.isPending}
      error={issuesIn(reset.error).length > 0 ? null : reset.error}
      onClose={onClose}
      onSubmit={submit}
    >
      {person.medical && !session.medical ? (
        <Alert color="yellow">
          <Trans>
            You have no medical access yourself: <bdi>{name}</bdi> loses it with the old passphrase, and somebody who
            has it must grant it again.
          </Trans>
        </Alert>
      ) : null}
      {person.medical && session.medical ? (
        <Text size="sm" c="dimmed">
          <Trans>Medical access is kept.</Trans>
        </Text>
      ) : null}
      <HandOver name={name} />
      {passphrase.field(at('passphrase'))}
    </Dialog>
  )
}
