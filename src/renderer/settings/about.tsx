import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { query } from '../api.ts'
import { FormPart } from '../records/record-form.tsx'
import { useSession } from '../shell/session.tsx'

/** Which version this is, which laptop, and what it promises. */
export function About() {
  const session = useSession()
  const status = useQuery(query('accounts.status', {}))
  const version = status.data?.version ?? ''
  const tag = session.deviceTag
  return (
    <FormPart title="Waypost">
      <Text size="sm" maw={620}>
        <Trans>
          Records of displaced people, community assistance projects and patient evacuation, for offices that often have
          no network. Everything is encrypted on this computer; offices exchange sealed bundles by USB stick.
        </Trans>
      </Text>
      <Text size="sm" c="dimmed">
        <Trans>
          Version <bdi className="ltr">{version}</bdi>
        </Trans>
        {' · '}
        <Trans>
          Tag of this computer in record numbers: <bdi className="ltr">{tag}</bdi>
        </Trans>
      </Text>
    </FormPart>
  )
}
