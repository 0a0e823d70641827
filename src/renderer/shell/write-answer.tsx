import { Button, Group, Stack, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconFolderOpen } from '@tabler/icons-react'
import { useCall } from '../api.ts'
import { ErrorNote } from '../records/states.tsx'

/** On a laptop that joined: writes the answer by which its office signs it; as often as wanted. */
export const WriteAnswer = ({ onWritten }: { readonly onWritten?: () => void }) => {
  const choose = useCall('files.choose')
  const answer = useCall('roster.answer')
  const error = choose.error ?? answer.error
  return (
    <Stack gap="sm">
      {error ? <ErrorNote error={error} /> : null}
      <Group>
        <Button
          leftSection={<IconFolderOpen size={17} />}
          loading={choose.isPending || answer.isPending}
          onClick={() =>
            choose.mutate(
              { purpose: 'folder' },
              {
                onSuccess: (chosen) => {
                  if (chosen) answer.mutate({ folder: chosen.file }, { onSuccess: () => onWritten?.() })
                },
              },
            )
          }
        >
          <Trans>Write the answer to the stick</Trans>
        </Button>
        {answer.data ? (
          <Text size="sm" c="dimmed" role="status">
            <Trans>
              Written: <bdi className="ltr">{answer.data.file}</bdi>
            </Trans>
          </Text>
        ) : null}
      </Group>
    </Stack>
  )
}
