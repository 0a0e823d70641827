import { SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCheck } from '@tabler/icons-react'
import { startLanguage, useLocale } from '../i18n.ts'
import { languageNames, usualDigits } from '../shell/language-switch.tsx'
import { StepFrame } from './step-frame.tsx'
import classes from './wizard.module.css'

/** The language comes first, so that the rest can be read. */
export function LanguageStep({ onNext }: { readonly onNext: () => void }) {
  const { t } = useLingui()
  const { language, digits } = useLocale()
  return (
    <StepFrame
      title={<Trans>Welcome to Waypost</Trans>}
      hint={<Trans>Choose the language you work in. It can be changed at any time, for each person.</Trans>}
      next={<Trans>Go on</Trans>}
      onNext={onNext}
    >
      <Stack gap="xs" role="radiogroup" aria-label={t`Language`}>
        {(['en', 'ar', 'ckb'] as const).map((code) => (
          <UnstyledButton
            key={code}
            role="radio"
            aria-checked={code === language}
            data-checked={code === language}
            className={classes.choice}
            lang={code}
            onClick={() => void startLanguage({ language: code, digits: usualDigits[code] })}
          >
            <span style={{ flex: 1 }}>{languageNames[code]}</span>
            {code === language ? <IconCheck size={20} color="var(--mantine-color-river-7)" aria-hidden /> : null}
          </UnstyledButton>
        ))}
      </Stack>
      <div>
        <Text size="sm" fw={500} mb={4}>
          <Trans>Digits</Trans>
        </Text>
        <SegmentedControl
          aria-label={t`Digits`}
          value={digits}
          onChange={(next) => void startLanguage({ language, digits: next === 'arab' ? 'arab' : 'latn' })}
          data={[
            { value: 'latn', label: '0 1 2 3' },
            { value: 'arab', label: '٠ ١ ٢ ٣' },
          ]}
        />
      </div>
    </StepFrame>
  )
}
