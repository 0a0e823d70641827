import { Anchor } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { query } from '../api.ts'
import classes from './page.module.css'

interface LinkedToProps {
  readonly person: string
  readonly household: string
}

/** Where else a member is on record, and which of the records is kept up; nothing for most people. */
export function LinkedTo({ person, household }: LinkedToProps) {
  const linked = useQuery(query('pairs.ofHousehold', { household }))
  const own = linked.data?.find((one) => one.person === person)
  if (!own) return null
  return (
    <span className={classes.sub}>
      {own.others.map((other) => {
        const number = <bdi className="ltr">{other.householdNumber ?? other.number}</bdi>
        return other.household ? (
          <Anchor
            key={other.id}
            size="xs"
            renderRoot={(props) => <Link to="/households/$id" params={{ id: other.household ?? '' }} {...props} />}
          >
            {own.main === other.id ? <Trans>Main record: {number}</Trans> : <Trans>Also on record: {number}</Trans>}
          </Anchor>
        ) : null
      })}
    </span>
  )
}
