import { Trans } from '@lingui/react/macro'
import classes from './bundles.module.css'

/** The groups two people read to each other; always from left to right and in Latin letters and digits. */
export const Fingerprint = ({ text }: { readonly text: string }) => (
  <div>
    <div className={classes.label}>
      <Trans>Fingerprint</Trans>
    </div>
    <div className={classes.groups} dir="ltr">
      {text.split(' ').map((group, at) => (
        <span key={`${at}:${group}`} className={classes.group}>
          {group}
        </span>
      ))}
    </div>
  </div>
)
