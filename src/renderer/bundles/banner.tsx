import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './bundles.module.css'

interface BannerProps {
  readonly tone: 'info' | 'good' | 'warn'
  readonly icon: ReactNode
  readonly title: ReactNode
  readonly detail: ReactNode
}

/** One sentence that decides what a person does next. */
export const Banner = ({ tone, icon, title, detail }: BannerProps) => (
  <div className={classes.banner} data-tone={tone} role="status">
    {icon}
    <div>
      <Text fw={700}>{title}</Text>
      <Text size="sm" component="div">
        {detail}
      </Text>
    </div>
  </div>
)
