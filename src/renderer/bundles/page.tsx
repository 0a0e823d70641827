import { Button, Group } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconPackageExport, IconPackageImport } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import classes from './bundles.module.css'
import { Gaps } from './gaps.tsx'
import { History } from './history.tsx'
import { Offices } from './offices.tsx'
import { OwnCard } from './own-card.tsx'
import { OwnLaptops } from './own-laptops.tsx'

/** How records pass between offices: this office's card, the offices known here, and what was carried so far. */
export function BundlesPage() {
  const { may } = useMay()
  if (!may('bundle.export') && !may('bundle.import') && !may('office.write')) return <NoPermission />
  return (
    <>
      <PageHeader
        title={<Trans>Bundles</Trans>}
        subtitle={<Trans>Records pass between offices on a stick: encrypted, signed, and for one office only.</Trans>}
        actions={
          <Group gap="xs">
            {may('bundle.import') ? (
              <Button
                variant="default"
                leftSection={<IconPackageImport size={17} />}
                renderRoot={(props) => <Link to="/bundles/receive" {...props} />}
              >
                <Trans>Receive a bundle</Trans>
              </Button>
            ) : null}
            {may('bundle.export') ? (
              <Button
                leftSection={<IconPackageExport size={17} />}
                renderRoot={(props) => <Link to="/bundles/send" {...props} />}
              >
                <Trans>Send a bundle</Trans>
              </Button>
            ) : null}
          </Group>
        }
      />
      <Gaps />
      <div className={classes.columns}>
        {may('bundle.export') ? <OwnCard /> : null}
        <Offices />
      </div>
      {may('office.write') ? <OwnLaptops /> : null}
      <History />
    </>
  )
}
