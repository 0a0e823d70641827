import { Button, Menu } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import type { Digits, Language } from '../../shared/codes/core.ts'
import { call } from '../api.ts'
import { startLanguage, useLocale } from '../i18n.ts'

/** The languages in their own names, so that everybody finds theirs. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ar: 'العربية', ckb: 'کوردیی ناوەندی' }

/** Most readers of a language expect its own digits; either can be chosen. */
export const usualDigits: Readonly<Record<Language, Digits>> = { en: 'latn', ar: 'arab', ckb: 'arab' }

/** Turns the window to another language at once; with `save` the signed-in user keeps it. */
export function LanguageSwitch({ save }: { readonly save?: boolean }) {
  const { t } = useLingui()
  const { language, digits } = useLocale()
  const name = languageNames[language]
  const choose = async (next: Language) => {
    // Before anybody is signed in nobody has chosen digits apart from the language.
    await startLanguage({ language: next, digits: save ? digits : usualDigits[next] })
    if (save) await call('accounts.setPreferences', { language: next, digits })
  }
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          fw={400}
          leftSection={<IconLanguage size={18} stroke={1.7} />}
          aria-label={t`Language: ${name}`}
        >
          {languageNames[language]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['en', 'ar', 'ckb'] as const).map((code) => (
          <Menu.Item
            key={code}
            lang={code}
            onClick={() => void choose(code)}
            rightSection={code === language ? <IconCheck size={16} /> : null}
          >
            {languageNames[code]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
