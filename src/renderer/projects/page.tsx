import { Trans } from '@lingui/react/macro'
import { PageHeader } from '../records/page-header.tsx'

/** The first page of this folder. */
export const ProjectsPage = () => <PageHeader title={<Trans>Projects</Trans>} />
