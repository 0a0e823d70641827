import { Trans } from '@lingui/react/macro'
import { PageHeader } from '../records/page-header.tsx'

/** The first page of this folder. */
export const HouseholdsPage = () => <PageHeader title={<Trans>Households</Trans>} />
