import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { LanguageSwitch } from './language-switch.tsx'
import { Mark } from './mark.tsx'
import classes from './door.module.css'

/** The frame of every screen before sign-in: one card, the languages, nothing else. */
export const Door = ({ wide, children, version }: { wide?: boolean; children: ReactNode; version?: string }) => (
  <div className={classes.door}>
    <header className={classes.head}>
      <div className={classes.brand}>
        <Mark size={30} />
        <span>Waypost</span>
      </div>
      <LanguageSwitch />
    </header>
    <main className={classes.middle}>
      <div className={`surface ${classes.card ?? ''}`} data-wide={wide ?? false}>
        {children}
      </div>
    </main>
    <footer className={classes.foot}>
      <Text size="xs" c="dimmed">
        <Trans>Works without any network. Records stay encrypted on this computer.</Trans>
        {version ? (
          <>
            {' '}
            <bdi className="ltr">{version}</bdi>
          </>
        ) : null}
      </Text>
    </footer>
  </div>
)
