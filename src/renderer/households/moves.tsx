import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { displacement } from '../../shared/records/household.ts'
import { useFormat } from '../format.ts'
import { Field } from '../records/field.tsx'
import { useFormAround, type FormValues } from '../records/form-context.tsx'
import { FieldGrid, FormPart } from '../records/record-form.tsx'
import { newMove } from './new-registration.ts'
import classes from './register.module.css'

/** The fields of a move, in the order in which families tell it. */
export const moveFields = [
  'from',
  'left',
  'to',
  'arrived',
  'reasons',
  'wholeFamily',
  'intention3m',
  'intention12m',
  'returnObstacles',
] as const

/** The moves of a family in the registration form, oldest first. */
export function Moves() {
  const form = useFormAround()
  const format = useFormat()
  const { t } = useLingui()
  const given = form.getValues()['displacements']
  const moves: readonly FormValues[] = Array.isArray(given) ? (given as FormValues[]) : []
  return (
    <FormPart
      title={<Trans>Displacement</Trans>}
      hint={
        <Trans>Where they came from and when; a month or a year is enough. Leave it empty if they never moved.</Trans>
      }
    >
      {moves.map((_move, index) => {
        const prefix = `displacements.${index}.`
        const number = format.number(index + 1)
        return (
          <div key={index} role="group" aria-label={t`Move ${number}`} className={classes.move}>
            {moves.length > 1 ? (
              <Group justify="space-between" mb="xs">
                <Text fw={700} size="sm">
                  <Trans>Move {number}</Trans>
                </Text>
                <Tooltip label={<Trans>Take this move out</Trans>}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    tabIndex={-1}
                    aria-label={t`Take move ${number} out`}
                    onClick={() => form.removeListItem('displacements', index)}
                  >
                    <IconTrash size={15} stroke={1.7} />
                  </ActionIcon>
                </Tooltip>
              </Group>
            ) : null}
            <FieldGrid>
              {moveFields.map((name) => (
                <Field key={name} record={displacement} name={name} prefix={prefix} />
              ))}
            </FieldGrid>
          </div>
        )
      })}
      <div>
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={16} />}
          onClick={() => form.insertListItem('displacements', newMove(null))}
        >
          <Trans>Add an earlier or later move</Trans>
        </Button>
      </div>
    </FormPart>
  )
}
