import { Alert, List } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { issuesIn, useErrorText } from '../errors.ts'
import { ErrorNote } from '../records/states.tsx'

/** Everything that stands against an action, in words; nothing when nothing does. */
export function IssueList({ error }: { readonly error: unknown }) {
  const text = useErrorText()
  const issues = issuesIn(error)
  if (!error) return null
  if (issues.length === 0) return <ErrorNote error={error} />
  return (
    <Alert color="red" role="alert" title={<Trans>This is not possible yet</Trans>}>
      <List size="sm">
        {[...new Set(issues.map((issue) => text.issue(issue)))].map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
