import { Button, Group, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { Dialog } from '../records/dialog.tsx'
import { ErrorNote } from '../records/states.tsx'
import classes from './bundles.module.css'

/**
 * The code that tells the sender by phone that a bundle has arrived; nobody without the bundle can know it. It is shown
 * when it is asked for: who has read it out can no longer take the import back.
 */
export function ReceiptCode({ bundle }: { readonly bundle: string }) {
  const code = useCall('bundles.receiptCode')
  const groups = code.data?.code.match(/.{4}/g) ?? []
  return (
    <section aria-labelledby={`receipt-${bundle}`} className={classes.receipt}>
      <Text fw={600} id={`receipt-${bundle}`}>
        <Trans>Tell them that it has arrived</Trans>
      </Text>
      <Text size="sm" c="dimmed">
        <Trans>
          Read them this code by phone, or send them a bundle or a receipt. Their next bundle is then smaller.
        </Trans>
      </Text>
      {code.isError ? <ErrorNote error={code.error} /> : null}
      {code.data === undefined ? (
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            <Trans>Once you have seen the code, this import cannot be taken back any more.</Trans>
          </Text>
          <Button variant="default" loading={code.isPending} onClick={() => code.mutate({ bundle })}>
            <Trans>Show the code</Trans>
          </Button>
        </Group>
      ) : (
        <div className={classes.groups} dir="ltr">
          {groups.map((group, at) => (
            <span key={`${at}:${group}`} className={classes.group}>
              {group}
            </span>
          ))}
        </div>
      )}
    </section>
  )
}

interface ConfirmProps {
  readonly bundle: string
  readonly office: string
  readonly onClose: () => void
}

/** Asks for the code that the other office read out for a bundle written here. */
export function ConfirmReceipt({ bundle, office, onClose }: ConfirmProps) {
  const { t } = useLingui()
  const confirm = useCall('bundles.confirm')
  const [code, setCode] = useState('')
  const typed = code.replace(/[\s-]/g, '')
  return (
    <Dialog
      title={<Trans>Has it arrived?</Trans>}
      action={<Trans>It has arrived</Trans>}
      busy={confirm.isPending}
      ready={typed.length === 12}
      error={confirm.error}
      onClose={onClose}
      onSubmit={() => confirm.mutate({ bundle, code }, { onSuccess: onClose })}
    >
      <Text size="sm">
        <Trans>
          <bdi>{office}</bdi> sees a code of 12 letters and digits once the bundle is taken in. Let them read it to you.
        </Trans>
      </Text>
      <TextInput
        label={t`Code`}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        placeholder="XXXX XXXX XXXX"
        dir="ltr"
        maxLength={20}
        data-autofocus
        classNames={{ input: classes.codeInput ?? '' }}
      />
    </Dialog>
  )
}
