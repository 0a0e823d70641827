import { Alert } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useStopped } from '../api.ts'

/** Says that a worker died; nothing can be saved any more until Waypost is started again. */
export function Stopped() {
  const incident = useStopped()
  if (incident === null) return null
  return (
    <Alert
      color="red"
      radius={0}
      role="alert"
      icon={<IconPlugConnectedX size={20} />}
      title={<Trans>Waypost has stopped working</Trans>}
      pos="sticky"
      top={0}
      style={{ zIndex: 400 }}
    >
      <Trans>
        Everything saved is kept. What you are typing now is not saved: note it down, close Waypost and start it again.
        Incident <bdi className="ltr">{incident}</bdi>.
      </Trans>
    </Alert>
  )
}
