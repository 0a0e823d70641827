import { Badge, Kbd, Text, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import { useFormat } from '../format.ts'
import { Stood } from '../history/stood.tsx'
import { useLabel } from '../i18n.ts'
import { Author, recordOf, type Conflict, type Option } from './words.tsx'
import classes from './conflicts.module.css'

interface ChoiceProps {
  readonly conflict: Conflict
  readonly option: Option
  /** The key that chooses it. */
  readonly digit: number
  readonly busy: boolean
  readonly onChoose: () => void
}

/** One of the values, as a button as large as what it says: value, who wrote it, where and when. */
export function Choice({ conflict, option, digit, busy, onChoose }: ChoiceProps) {
  const { t } = useLingui()
  const format = useFormat()
  const shown = format.number(digit)
  return (
    <li className={classes.option}>
      <UnstyledButton
        className={`surface ${classes.choice ?? ''}`}
        disabled={busy || !conflict.mayDecide}
        onClick={onChoose}
        aria-keyshortcuts={String(digit)}
      >
        <span className={classes.top}>
          <Kbd size="md" aria-label={t`Key ${shown}`}>
            {shown}
          </Kbd>
          {option.shown ? (
            <Badge variant="light" color="river" tt="none">
              <Trans>shown for now</Trans>
            </Badge>
          ) : null}
        </span>
        <span className={classes.value}>
          {conflict.kind === 'removal' ? (
            option.value === true ? (
              <Trans>Remove it</Trans>
            ) : (
              <Trans>Keep it, with these changes</Trans>
            )
          ) : (
            <ValueOf conflict={conflict} field={conflict.field} value={option.value} />
          )}
        </span>
        {option.edits.length > 0 ? <Edits conflict={conflict} edits={option.edits} /> : null}
        {option.by.map((by) => (
          <Text key={`${by.at} ${by.device} ${by.user ?? ''}`} size="sm" c="dimmed" className={classes.by ?? ''} span>
            <Author by={by} />
          </Text>
        ))}
      </UnstyledButton>
    </li>
  )
}

interface ValueProps {
  readonly conflict: Conflict
  readonly field: string
  readonly value: unknown
}

/** A value in every script it has; people by their names. */
export function ValueOf({ conflict, field, value }: ValueProps) {
  const format = useFormat()
  const called = (_record: string, id: string) => {
    const name = Object.hasOwn(conflict.names, id) ? conflict.names[id] : undefined
    return name === undefined ? null : format.text(name)
  }
  return <Stood record={recordOf(conflict.record)} field={field} value={value} called={called} />
}

/** What was changed by somebody who did not know of the removal. */
const Edits = ({ conflict, edits }: { readonly conflict: Conflict; readonly edits: Option['edits'] }) => {
  const label = useLabel()
  return (
    <span className={classes.edits}>
      {edits.map(({ field, before, after, withheld }, index) => (
        <span key={`${field} ${String(index)}`} className={classes.edit}>
          <Text span size="xs" c="dimmed">
            {label.field(conflict.record, field)}
          </Text>
          {withheld ? (
            <Text span size="sm" c="dimmed">
              <Trans>hidden: your role does not show it</Trans>
            </Text>
          ) : (
            <span className={classes.both}>
              <span className={classes.before}>
                <ValueOf conflict={conflict} field={field} value={before} />
              </span>
              <IconArrowRight size={15} className="mirror" aria-hidden />
              <span>
                <ValueOf conflict={conflict} field={field} value={after} />
              </span>
            </span>
          )}
        </span>
      ))}
    </span>
  )
}
