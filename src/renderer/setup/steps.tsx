import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../format.ts'
import classes from './wizard.module.css'

/** The steps of a wizard, and where it stands. */
export const Steps = ({ names, step }: { readonly names: readonly string[]; readonly step: number }) => {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <ol className={`${classes.steps ?? ''} no-print`} aria-label={t`Steps`}>
      {names.map((name, index) => (
        <li
          key={name}
          className={classes.step}
          data-state={index < step ? 'done' : index === step ? 'now' : 'later'}
          {...(index === step ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={classes.number}>{format.number(index + 1)}</span>
          <span>{name}</span>
        </li>
      ))}
    </ol>
  )
}
