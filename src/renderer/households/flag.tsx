import { Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface FlagProps {
  readonly title: ReactNode
  readonly icon?: ReactNode
  readonly children?: ReactNode
}

/** One thing that somebody should look at. */
export const Flag = ({ title, icon, children }: FlagProps) => (
  <div className={classes.flag}>
    {icon ?? <IconAlertTriangle size={19} aria-hidden />}
    <div>
      <Text fw={700} size="sm">
        {title}
      </Text>
      {children ? (
        <Text size="sm" component="div">
          {children}
        </Text>
      ) : null}
    </div>
  </div>
)
