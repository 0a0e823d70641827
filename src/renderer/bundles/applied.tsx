import { Button } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { applyResult } from '../../shared/contract/exchange.ts'
import { useFormat } from '../format.ts'
import { Banner } from './banner.tsx'
import classes from './bundles.module.css'
import { ReceiptCode } from './receipt.tsx'
import { TakeBack } from './take-back.tsx'

/** What taking in a bundle did. */
export function Applied({ result, onAgain }: { readonly result: unknown; readonly onAgain: () => void }) {
  const format = useFormat()
  const navigate = useNavigate()
  const { bundle, applied, held, conflicts, newer, setAside, photos, missing } = applyResult.parse(result)
  // A receipt brings nothing whose arrival the other office would want to hear of.
  const brought = applied + held > 0
  const gap = format.number(missing)
  return (
    <section className={`surface ${classes.form ?? ''}`}>
      {conflicts === 0 ? (
        <Banner
          tone="good"
          icon={<IconCircleCheck size={24} aria-hidden />}
          title={<Trans>The bundle is taken in</Trans>}
          detail={<Trans>All operations are counted, and the records are on this computer.</Trans>}
        />
      ) : (
        <Banner
          tone="warn"
          icon={<IconAlertTriangle size={24} aria-hidden />}
          title={<Trans>The bundle is taken in; some values need a look</Trans>}
          detail={
            <Trans>
              Both offices changed the same values. Both are kept, and “To decide” in the list of pages asks which is
              right.
            </Trans>
          }
        />
      )}
      <dl className={classes.facts}>
        <dt>
          <Trans>Taken in</Trans>
        </dt>
        <dd className="tabular">{format.number(applied)}</dd>
        <dt>
          <Trans>Held here already</Trans>
        </dt>
        <dd className="tabular">{format.number(held)}</dd>
        <dt>
          <Trans>Changed on both sides</Trans>
        </dt>
        <dd className="tabular">{format.number(conflicts)}</dd>
        <dt>
          <Trans>Photos and papers that came along</Trans>
        </dt>
        <dd className="tabular">{format.number(photos)}</dd>
        {newer > 0 ? (
          <>
            <dt>
              <Trans>From a newer version, shown after the update</Trans>
            </dt>
            <dd className="tabular">{format.number(newer)}</dd>
          </>
        ) : null}
        {setAside > 0 ? (
          <>
            <dt>
              <Trans>Set aside, as they contradict what is here</Trans>
            </dt>
            <dd className="tabular">{format.number(setAside)}</dd>
          </>
        ) : null}
      </dl>
      {missing > 0 ? (
        <Banner
          tone="warn"
          icon={<IconAlertTriangle size={24} aria-hidden />}
          title={
            <Plural value={missing} one={`${gap} change is missing here`} other={`${gap} changes are missing here`} />
          }
          detail={
            <Trans>
              The other office left out what it thought you had. Send it a bundle first, so that it sees what you hold,
              then ask for another of theirs.
            </Trans>
          }
        />
      ) : null}
      {brought ? <ReceiptCode bundle={bundle} /> : null}
      <div className={classes.end}>
        <TakeBack bundle={bundle} onDone={() => void navigate({ to: '/bundles' })}>
          <Trans>Take this import back</Trans>
        </TakeBack>
        <Button variant="default" onClick={onAgain}>
          <Trans>Receive another</Trans>
        </Button>
        <Button renderRoot={(props) => <Link to="/bundles" {...props} />}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </section>
  )
}
