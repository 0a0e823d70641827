import { Anchor, Button, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowMerge } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { familyWarnings, type FamilyWarning } from '../../shared/families/warnings.ts'
import type { Person } from '../../shared/records/person.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'
import { useToday } from '../records/today.ts'
import { useMay } from '../shell/session.tsx'
import { Flag } from './flag.tsx'

/** What about a family can hardly be so; the flags tell, and nothing is held up. */
export function useFamilyFlags(members: readonly Person[]): ReactNode[] {
  const today = useToday()
  const format = useFormat()
  const { t } = useLingui()
  const { reads } = useMay()
  if (!reads('personal')) return []
  const nameOf = (id: string | undefined) => {
    const one = members.find((member) => member.id === id)
    return one ? format.name(one) : ''
  }
  const words = ({ code, people }: FamilyWarning): { title: string; detail: string } => {
    const [first, second] = [nameOf(people[0]), nameOf(people[1])]
    switch (code) {
      case 'twoHeads':
        return {
          title: t`Two members are head of household`,
          detail: t`Choose one of them with “Make head of household”.`,
        }
      case 'childOlder':
        return {
          title: t`${second} is older than ${first}, the parent`,
          detail: t`Check both birth dates and the relationship.`,
        }
      case 'parentYoung':
        return {
          title: t`${first} was under 12 when ${second} was born`,
          detail: t`Check both birth dates and the relationship.`,
        }
      case 'marriedChild':
        return {
          title: t`${first} is married and under 18`,
          detail: t`Offer a referral to child protection, as your office does it; write nothing about it here.`,
        }
      case 'veryOld':
        return { title: t`${first} would be over 110 years old`, detail: t`Check the birth date.` }
    }
  }
  return familyWarnings(members, today).map((warning) => {
    const { title, detail } = words(warning)
    return (
      <Flag key={`${warning.code} ${warning.people.join(' ')}`} title={title}>
        {detail}
      </Flag>
    )
  })
}

/** Says of a merged household where its members are, and lets the merging be taken back. */
export const MergedFlag = ({ file }: { readonly file: Output<'households.get'> }) => {
  const { may } = useMay()
  const takeBack = useCall('households.takeBack')
  const { household, members, related } = file
  const into = related.find(({ how }) => how === 'mergedInto')
  if (!into) return null
  const number = <Other of={into} />
  return (
    <Flag
      icon={<IconArrowMerge size={19} aria-hidden />}
      title={<Trans>This household was merged into {number}</Trans>}
    >
      <Text size="sm" component="p">
        {members.length > 0 ? (
          <Trans>Whoever stands below came later, from another office. Move them to the other household.</Trans>
        ) : (
          <Trans>Its members are there. What stands here can be read, and is no longer kept up.</Trans>
        )}
      </Text>
      {may('household.write') ? (
        <Button
          size="xs"
          mt={8}
          variant="default"
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate({ id: household.id, save: null })}
        >
          <Trans>Take the merging back</Trans>
        </Button>
      ) : null}
      {takeBack.isError ? <ErrorNote error={takeBack.error} /> : null}
    </Flag>
  )
}

type One = Output<'households.get'>['related'][number]

const Other = ({ of }: { readonly of: One }) => (
  <Anchor inherit renderRoot={(props) => <Link to="/households/$id" params={{ id: of.id }} {...props} />}>
    <bdi className="ltr">{of.number}</bdi>
  </Anchor>
)

/** The households that came into this one or parted from it, each with a way to its page. */
export const RelatedHouseholds = ({ related }: { readonly related: readonly One[] }) => {
  const shown = related.filter(({ how }) => how !== 'mergedInto')
  if (shown.length === 0) return null
  return (
    <Text size="sm" component="div" mb="md" px={4}>
      {shown.map((one) => {
        const number = <Other of={one} />
        return (
          <p key={one.id}>
            {one.how === 'mergedHere' ? (
              <Trans>Merged into this one: {number}</Trans>
            ) : one.how === 'splitFrom' ? (
              <Trans>Left the household {number}</Trans>
            ) : (
              <Trans>Left this household: {number}</Trans>
            )}
          </p>
        )
      })}
    </Text>
  )
}
