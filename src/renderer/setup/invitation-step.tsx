import { Alert, Button, Group, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBuildingCommunity, IconFileInvoice } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'
import { StepFrame } from './step-frame.tsx'

export interface OpenedInvitation {
  readonly file: string
  readonly code: string
  readonly invitation: Output<'roster.readInvitation'>
}

interface InvitationStepProps {
  readonly onBack: () => void
  readonly onNext: (opened: OpenedInvitation) => void
}

/** The invitation file and the code that opens it; then whose office it is, before anything is made. */
export function InvitationStep({ onBack, onNext }: InvitationStepProps) {
  const { t } = useLingui()
  const format = useFormat()
  const choose = useCall('files.choose')
  const read = useCall('roster.readInvitation')
  const [file, setFile] = useState<NonNullable<Output<'files.choose'>> | null>(null)
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const invitation = read.data
  const until = invitation ? format.date(invitation.until.slice(0, 10)) : ''
  const next = () => {
    setTried(true)
    if (!file || code.trim() === '' || read.isPending) return
    if (invitation) onNext({ file: file.file, code, invitation })
    else read.mutate({ file: file.file, code })
  }
  return (
    <StepFrame
      title={<Trans>Join an existing office</Trans>}
      hint={
        <Trans>
          The office writes an invitation on its own laptop, under “Bundles”. You need its file and its code.
        </Trans>
      }
      next={invitation ? <Trans>Join this office</Trans> : <Trans>Open the invitation</Trans>}
      busy={read.isPending}
      onBack={onBack}
      onNext={next}
    >
      {choose.error || read.error ? <ErrorNote error={choose.error ?? read.error} /> : null}
      <div>
        <Text size="sm" fw={500} mb={8}>
          <Trans>Invitation file</Trans>
        </Text>
        <Group>
          <Button
            variant="default"
            leftSection={<IconFileInvoice size={17} />}
            loading={choose.isPending}
            onClick={() =>
              choose.mutate(
                { purpose: 'invitation' },
                {
                  onSuccess: (chosen) => {
                    if (!chosen) return
                    setFile(chosen)
                    read.reset()
                  },
                },
              )
            }
          >
            {file ? <Trans>Choose another file</Trans> : <Trans>Choose the invitation</Trans>}
          </Button>
          {file ? (
            <Text size="sm" fw={500} dir="ltr">
              {file.name}
            </Text>
          ) : null}
        </Group>
        {tried && !file ? (
          <Text size="xs" c="red" mt={4} role="alert">
            <Trans>Choose the file of the invitation.</Trans>
          </Text>
        ) : null}
      </div>
      <TextInput
        label={<Trans>Code of the invitation</Trans>}
        description={<Trans>As it is printed; small letters and missing dashes do not matter.</Trans>}
        withAsterisk
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        value={code}
        error={tried && code.trim() === '' ? t`Please fill this in.` : null}
        onChange={(event) => {
          setCode(event.currentTarget.value)
          read.reset()
        }}
      />
      {invitation ? (
        <Alert
          color="river"
          icon={<IconBuildingCommunity size={20} />}
          role="status"
          title={
            <>
              <bdi>{format.text(invitation.office.name)}</bdi> · <bdi dir="ltr">{invitation.office.code}</bdi>
            </>
          }
        >
          {invitation.medical ? (
            <Trans>
              This laptop will be called “{invitation.name}” and may receive medical records. The invitation is valid
              until {until}.
            </Trans>
          ) : (
            <Trans>
              This laptop will be called “{invitation.name}” and receives registry records only. The invitation is valid
              until {until}.
            </Trans>
          )}
        </Alert>
      ) : null}
    </StepFrame>
  )
}
