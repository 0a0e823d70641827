import { Alert, Button, Checkbox, Group, List, Modal, Stack, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { Dialog } from '../records/dialog.tsx'
import { KeyCard, PrintSheet } from '../shell/recovery-key.tsx'
import { useSession } from '../shell/session.tsx'
import { FolderChoice, type Folder } from './folder-choice.tsx'

/** Writes an invitation for one more laptop and shows the code that opens it. */
export const AddLaptop = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useLingui()
  const session = useSession()
  const invite = useCall('roster.invite')
  const [name, setName] = useState('')
  const [medical, setMedical] = useState(false)
  const [folder, setFolder] = useState<Folder | null>(null)
  if (invite.data) return <Invited invited={invite.data} name={name} onClose={onClose} />
  return (
    <Dialog
      title={<Trans>Add a laptop to this office</Trans>}
      action={<Trans>Write the invitation</Trans>}
      busy={invite.isPending}
      ready={name.trim() !== '' && folder !== null}
      error={invite.error}
      onClose={onClose}
      onSubmit={() => {
        if (folder) invite.mutate({ folder: folder.file, name, medical: medical && session.medical })
      }}
    >
      <TextInput
        label={<Trans>What is the laptop called?</Trans>}
        description={<Trans>A place or a task, such as “Front desk”. Other offices see it.</Trans>}
        withAsterisk
        data-autofocus
        dir="auto"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label={t`It may receive medical records`}
        description={
          session.medical
            ? t`Leave this out unless medical staff work on it.`
            : t`Only somebody with access to medical records can allow this.`
        }
        disabled={!session.medical}
        checked={medical}
        onChange={(event) => setMedical(event.currentTarget.checked)}
      />
      <FolderChoice folder={folder} onChoose={setFolder} />
    </Dialog>
  )
}

interface InvitedProps {
  readonly invited: Output<'roster.invite'>
  readonly name: string
  readonly onClose: () => void
}

const Invited = ({ invited, name, onClose }: InvitedProps) => {
  const { t } = useLingui()
  const until = useFormat().date(invited.until.slice(0, 10))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={<b>{t`The invitation is written`}</b>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md">
        <div data-print-alone>
          <KeyCard name={t`Code for the laptop “${name}”`} value={invited.code} />
        </div>
        <Alert color="river" icon={<IconShieldLock size={20} />} className="no-print">
          <Trans>
            The code is shown this one time. Print it or write it down, and carry it apart from the stick: together they
            let a laptop in. It works once, until {until}.
          </Trans>
        </Alert>
        <List size="sm" type="ordered" className="no-print">
          <List.Item>
            <Trans>
              On the new laptop, start Waypost, choose “Join an existing office” and open the file{' '}
              <bdi className="ltr">{invited.file}</bdi>.
            </Trans>
          </List.Item>
          <List.Item>
            <Trans>It writes an answer to the stick.</Trans>
          </List.Item>
          <List.Item>
            <Trans>Come back here, choose “Finish adding” and open the answer. Then send it a bundle.</Trans>
          </List.Item>
        </List>
        <Group justify="space-between" className="no-print">
          <PrintSheet />
          <Button onClick={onClose}>
            <Trans>I have the code</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Takes in the answer of a laptop that joined. */
export const FinishAdding = ({
  onFinished,
  onError,
}: {
  readonly onFinished: (name: string) => void
  readonly onError: (error: unknown) => void
}) => {
  const choose = useCall('files.choose')
  const finish = useCall('roster.finish')
  const start = () => {
    onError(null)
    choose.mutate(
      { purpose: 'invitation' },
      {
        onError,
        onSuccess: (chosen) => {
          if (chosen)
            finish.mutate({ file: chosen.file }, { onError, onSuccess: ({ name: added }) => onFinished(added) })
        },
      },
    )
  }
  return (
    <Button variant="default" loading={choose.isPending || finish.isPending} onClick={start}>
      <Trans>Finish adding</Trans>
    </Button>
  )
}
