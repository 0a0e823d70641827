import { Button, Group, Stack } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMapPinQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import type { Household } from '../../shared/records/household.ts'
import { call, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { PlacePicker } from '../records/place-picker.tsx'
import { ErrorNote } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { useUndo } from '../records/undo.tsx'
import { MergedFlag, useFamilyFlags } from './family-flags.tsx'
import { Flag } from './flag.tsx'

interface FlagsProps {
  readonly file: Output<'households.get'>
}

/** What somebody should settle about this household, and how. */
export function Flags({ file }: FlagsProps) {
  const { household: stored, members } = file
  const ofFamily = useFamilyFlags(members)
  const { may } = useMay()
  const format = useFormat()
  const counted = members.filter((one) => one.status === 'active' && one.relationship !== 'NON_BENEFICIARY').length
  const head = members.find((one) => one.id === stored.head && one.status === 'active')
  const [told, found] = [format.number(stored.sizeReported ?? 0), format.number(counted)]
  // Nobody keeps a merged household up any more: all that is left to say is where its members are.
  if (stored.mergedInto !== null) return <Merged file={file} />
  const flags = [
    stored.place === null && stored.placeUnknown !== null ? (
      <UnknownPlace key="place" stored={stored} written={stored.placeUnknown} canWrite={may('household.write')} />
    ) : null,
    stored.place === null && stored.placeUnknown === null ? (
      <Flag key="noPlace" title={<Trans>No place is recorded</Trans>}>
        <Trans>The household counts in no district until a place is chosen. Edit “Where they live”.</Trans>
      </Flag>
    ) : null,
    head ? null : (
      <Flag key="head" title={<Trans>The household has no head</Trans>}>
        <Trans>Choose one in the members’ list, with “Make head of household”.</Trans>
      </Flag>
    ),
    stored.consent ? null : (
      <Flag key="consent" title={<Trans>There is no consent</Trans>}>
        <Trans>Keep only what is needed, and share nothing, until the family agrees.</Trans>
      </Flag>
    ),
    stored.sizeReported !== null && stored.sizeReported !== counted ? (
      <Flag
        key="size"
        title={
          <Trans>
            The family told a size of {told}, and {found} are on record
          </Trans>
        }
      />
    ) : null,
    ...ofFamily,
  ].filter((flag) => flag !== null)
  return flags.length === 0 ? null : (
    <Stack gap="sm" mb="lg">
      {flags}
    </Stack>
  )
}

const Merged = ({ file }: FlagsProps) => (
  <Stack mb="lg">
    <MergedFlag file={file} />
  </Stack>
)

interface UnknownPlaceProps {
  readonly stored: Household
  readonly written: string
  readonly canWrite: boolean
}

const UnknownPlace = ({ stored, written, canWrite }: UnknownPlaceProps) => {
  const { t } = useLingui()
  const undoable = useUndo()
  const [place, setPlace] = useState<string | null>(null)
  const update = useCall('households.update')
  const choose = () =>
    update.mutate(
      { id: stored.id, patch: { place, placeUnknown: null } },
      {
        onSuccess: () =>
          undoable(t`The place was chosen.`, () =>
            call('households.update', { id: stored.id, patch: { place: null, placeUnknown: written } }),
          ),
      },
    )
  return (
    <Flag
      icon={<IconMapPinQuestion size={19} aria-hidden />}
      title={
        <Trans>
          The place “<bdi>{written}</bdi>” is not on the list
        </Trans>
      }
    >
      {canWrite ? (
        <>
          <Group align="flex-start" gap="sm" mt={8}>
            <PlacePicker
              aria-label={t`Choose the place`}
              placeholder={t`Choose the place`}
              value={place}
              onChange={setPlace}
            />
            <Button variant="default" disabled={place === null} loading={update.isPending} onClick={choose}>
              <Trans>Use this place</Trans>
            </Button>
          </Group>
          {update.isError ? <ErrorNote error={update.error} /> : null}
        </>
      ) : null}
    </Flag>
  )
}
