import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconAmbulance, IconFilterOff, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'

/** Stands where filters leave nothing. */
export const NothingFits = ({ onClear }: { readonly onClear: () => void }) => (
  <div className="surface">
    <EmptyState
      icon={<IconFilterOff size={24} />}
      title={<Trans>No case fits</Trans>}
      detail={<Trans>Try fewer letters, another spelling or script, or take off a filter.</Trans>}
      action={
        <Button variant="light" onClick={onClear}>
          <Trans>Show all cases</Trans>
        </Button>
      }
    />
  </div>
)

/** Stands where no case is on record yet. */
export const NoCases = () => {
  const { may } = useMay()
  return (
    <div className="surface">
      <EmptyState
        icon={<IconAmbulance size={24} />}
        title={<Trans>No cases on record yet</Trans>}
        detail={<Trans>Enter a case once a doctor has referred a patient and consent has been asked.</Trans>}
        action={
          may('case.write') ? (
            <Button
              leftSection={<IconPlus size={18} />}
              renderRoot={(props) => <Link to="/evacuations/new" {...props} />}
            >
              <Trans>New case</Trans>
            </Button>
          ) : null
        }
      />
    </div>
  )
}
