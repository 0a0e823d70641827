import { Alert, List, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { WriteAnswer } from '../shell/write-answer.tsx'
import { StepFrame } from './step-frame.tsx'

/** The last step of joining: the answer by which the office signs this laptop. */
export function AnswerStep({ onFinish }: { readonly onFinish: () => void }) {
  const [written, setWritten] = useState(false)
  return (
    <StepFrame
      title={<Trans>The answer</Trans>}
      hint={<Trans>It tells the office the keys of this laptop. Nothing in it is secret.</Trans>}
      next={written ? <Trans>Finish</Trans> : <Trans>Later</Trans>}
      onNext={onFinish}
    >
      <WriteAnswer onWritten={() => setWritten(true)} />
      <div>
        <Text size="sm" fw={500} mb={4}>
          <Trans>What comes next</Trans>
        </Text>
        <List size="sm" type="ordered">
          <List.Item>
            <Trans>
              Bring the stick to the laptop where the office was set up. “Finish adding” stands under “Bundles”.
            </Trans>
          </List.Item>
          <List.Item>
            <Trans>Let them write a bundle for this office itself, with everything.</Trans>
          </List.Item>
          <List.Item>
            <Trans>Receive it here. The records are on this laptop then.</Trans>
          </List.Item>
        </List>
      </div>
      {written ? (
        <Alert color="river" icon={<IconCheck size={20} />}>
          <Trans>The answer is on the stick. It can be written again under “Bundles”.</Trans>
        </Alert>
      ) : null}
    </StepFrame>
  )
}
