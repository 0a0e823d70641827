import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { capProject } from '../../shared/records/project.ts'
import { call } from '../api.ts'
import { PageHeader } from '../records/page-header.tsx'
import { RecordForm } from '../records/record-form.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { overrides, sections } from './sections.tsx'

/** Enters a new project. */
export function NewProjectPage() {
  const { may } = useMay()
  return may('project.write') ? <NewProject /> : <NoPermission />
}

const NewProject = () => {
  const { t } = useLingui()
  const navigate = useNavigate()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('input[type="text"], input:not([type])')?.focus()
  }, [])
  return (
    <div ref={element}>
      <PageHeader
        title={<Trans>New project</Trans>}
        subtitle={<Trans>It starts as “Identified”. What is not known yet can be added later.</Trans>}
      />
      <RecordForm
        record={capProject}
        initial={{ status: 'identified' }}
        sections={sections(null)}
        overrides={overrides}
        saveLabel={<Trans>Save project</Trans>}
        onSubmit={async (draft) => {
          const { id, number } = await call('projects.create', { draft })
          notifications.show({
            color: 'teal',
            withCloseButton: false,
            title: t`Project saved`,
            message: <bdi className="ltr">{number}</bdi>,
            autoClose: 8000,
          })
          await navigate({ to: '/projects/$id', params: { id } })
        }}
        onCancel={() => void navigate({ to: '/projects' })}
      />
    </div>
  )
}
