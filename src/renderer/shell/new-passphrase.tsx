import { Button, Group, PasswordInput, Progress, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSparkles } from '@tabler/icons-react'
import { useState } from 'react'
import { makePassphrase, strengthOf, type Strength } from './passphrase.ts'

interface NewPassphraseProps {
  readonly value: string
  readonly again: string
  readonly onChange: (value: string, again: string) => void
  readonly errors: { readonly value?: string | undefined; readonly again?: string | undefined }
}

const fill: Readonly<Record<Strength, number>> = { short: 12, weak: 35, fair: 65, strong: 100 }
const colours: Readonly<Record<Strength, string>> = { short: 'red', weak: 'red', fair: 'yellow.7', strong: 'teal.8' }

/** A new passphrase typed twice, with its strength in words and an offer to make one up. */
export function NewPassphrase({ value, again, onChange, errors }: NewPassphraseProps) {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  const strength = strengthOf(value)
  const words: Record<Strength, string> = {
    short: t`Too short: at least 12 characters`,
    weak: t`Weak: add more words`,
    fair: t`Fair: one more word would help`,
    strong: t`Strong`,
  }
  const make = () => {
    const made = makePassphrase(4)
    setShown(true)
    onChange(made, made)
  }
  const toggle = {
    visible: shown,
    onVisibilityChange: setShown,
    visibilityToggleButtonProps: { 'aria-label': t`Show what is typed` },
  }
  return (
    <Stack gap="sm">
      <PasswordInput
        label={<Trans>Passphrase</Trans>}
        withAsterisk
        autoComplete="new-password"
        value={value}
        error={errors.value}
        onChange={(event) => onChange(event.currentTarget.value, again)}
        {...toggle}
      />
      <Group justify="space-between" gap="md" wrap="nowrap" align="center">
        <div style={{ flex: 1 }} aria-live="polite">
          <Progress
            value={value === '' ? 0 : fill[strength]}
            color={colours[strength]}
            size="sm"
            aria-label={t`Strength`}
          />
          <Text size="xs" c="dimmed" mt={4} mih={18}>
            {value === '' ? <Trans>Four or more words that do not belong together.</Trans> : words[strength]}
          </Text>
        </div>
        <Button variant="light" size="compact-sm" leftSection={<IconSparkles size={15} />} onClick={make}>
          <Trans>Make one up</Trans>
        </Button>
      </Group>
      <PasswordInput
        label={<Trans>The same once more</Trans>}
        withAsterisk
        autoComplete="new-password"
        value={again}
        error={errors.again}
        onChange={(event) => onChange(value, event.currentTarget.value)}
        {...toggle}
      />
    </Stack>
  )
}
