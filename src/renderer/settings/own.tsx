import { Button, Group, PasswordInput, Select, SimpleGrid, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { digits as digitSets, language as languages } from '../../shared/codes/core.ts'
import { useCall } from '../api.ts'
import { startLanguage, useLocale, type Locale } from '../i18n.ts'
import { FormPart } from '../records/record-form.tsx'
import { ErrorNote } from '../records/states.tsx'
import { languageNames } from '../shell/language-switch.tsx'
import { NewPassphrase } from '../shell/new-passphrase.tsx'
import { strengthOf } from '../shell/passphrase.ts'

const Preferences = () => {
  const locale = useLocale()
  const save = useCall('accounts.setPreferences')
  const choose = (next: Locale) => {
    void startLanguage(next)
    save.mutate({ language: next.language, digits: next.digits })
  }
  return (
    <FormPart title={<Trans>Language</Trans>} hint={<Trans>Only for you, and it follows you to every window.</Trans>}>
      {save.isError ? <ErrorNote error={save.error} /> : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={620}>
        <Select
          label={<Trans>Language</Trans>}
          allowDeselect={false}
          data={languages.codes.map((code) => ({ value: code, label: languageNames[code] }))}
          value={locale.language}
          onChange={(next) =>
            choose({ ...locale, language: languages.codes.find((code) => code === next) ?? locale.language })
          }
        />
        <Select
          label={<Trans>Digits</Trans>}
          allowDeselect={false}
          data={[
            { value: 'latn', label: '0 1 2 3 4 5 6 7 8 9' },
            { value: 'arab', label: '٠ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩' },
          ]}
          value={locale.digits}
          onChange={(next) =>
            choose({ ...locale, digits: digitSets.codes.find((code) => code === next) ?? locale.digits })
          }
        />
      </SimpleGrid>
    </FormPart>
  )
}

const Passphrase = () => {
  const { t } = useLingui()
  const change = useCall('accounts.changePassphrase')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState({ value: '', again: '' })
  const [tried, setTried] = useState(false)
  const errors = {
    value: strengthOf(next.value) === 'short' ? t`At least 12 characters.` : undefined,
    again: next.value !== next.again ? t`The two are not the same.` : undefined,
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (current === '' || errors.value || errors.again) return
    change.mutate(
      { current, next: next.value },
      {
        onSuccess: () => {
          setCurrent('')
          setNext({ value: '', again: '' })
          setTried(false)
          notifications.show({ message: t`Your passphrase has been changed.` })
        },
      },
    )
  }
  return (
    <FormPart
      title={<Trans>Passphrase</Trans>}
      hint={<Trans>Change it when somebody may have seen it. The recovery keys stay the same.</Trans>}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" maw={440}>
          {change.isError ? <ErrorNote error={change.error} /> : null}
          <PasswordInput
            label={<Trans>Present passphrase</Trans>}
            withAsterisk
            autoComplete="current-password"
            value={current}
            error={tried && current === '' ? t`Please fill this in.` : null}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
          />
          <NewPassphrase
            {...next}
            errors={tried ? errors : {}}
            onChange={(value, again) => setNext({ value, again })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              <Trans>Change the passphrase</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </FormPart>
  )
}

/** What belongs to the signed-in person alone. */
export const Own = () => (
  <Stack gap="md">
    <Preferences />
    <Passphrase />
  </Stack>
)
