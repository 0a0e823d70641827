import { Text, Title } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { CodeList } from '../../shared/codes/code-list.ts'
import { useFormat } from '../format.ts'
import { StatusBadge } from './status-badge.tsx'
import { daysBetween, useDays } from './days.ts'
import { useToday } from './today.ts'
import classes from './timeline.module.css'

interface Step {
  readonly id: string
  readonly to: string
  readonly date: string
  readonly reason: string | null
}

interface TimelineProps {
  readonly list: CodeList<string, string, string>
  /** Oldest first. */
  readonly steps: readonly Step[]
  /** Whether the last step is an end, so that no days are counted any more. */
  readonly ended: boolean
}

/** The way of a record through its workflow, the newest step first, with the days each one took. */
export function Timeline({ list, steps, ended }: TimelineProps) {
  const format = useFormat()
  const days = useDays()
  const today = useToday()
  return (
    <section className="surface" aria-labelledby="steps-title">
      <Title order={2} id="steps-title" className={classes.head ?? ''}>
        <Trans>Steps so far</Trans>
      </Title>
      <ol className={classes.list} reversed>
        {steps
          .map((step, index) => ({ step, next: steps[index + 1] }))
          .toReversed()
          .map(({ step, next }) => (
            <li key={step.id} className={classes.step} data-last={next === undefined}>
              <StatusBadge list={list} code={step.to} />
              <Text size="sm" c="dimmed" mt={2}>
                {format.date(step.date)}
                {next === undefined && ended ? null : (
                  <span className={classes.took}>{days(daysBetween(step.date, next?.date ?? today))}</span>
                )}
              </Text>
              {step.reason === null ? null : (
                <Text size="sm" mt={2} className={classes.reason ?? ''}>
                  <bdi>{step.reason}</bdi>
                </Text>
              )}
            </li>
          ))}
      </ol>
    </section>
  )
}
