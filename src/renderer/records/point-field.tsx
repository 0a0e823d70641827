import { Group, Input, NumberInput } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { present, type InputProps } from './input-props.ts'

interface Typed {
  readonly lat: number | string
  readonly lon: number | string
}

/** A point on the ground: latitude and longitude in degrees. */
export function PointField(props: InputProps<Typed>) {
  const { label, description, required, error, disabled, value, defaultValue, onChange } = props
  const { t } = useLingui()
  const [point, setPoint] = useUncontrolled<Typed | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const now = point ?? { lat: '', lon: '' }
  return (
    <Input.Wrapper {...present({ label, description, error })} labelElement="div" withAsterisk={required ?? false}>
      <Group gap="xs" wrap="nowrap" dir="ltr">
        <NumberInput
          flex={1}
          aria-label={t`Latitude`}
          placeholder={t`Latitude`}
          {...present({ disabled })}
          error={Boolean(error)}
          decimalScale={6}
          hideControls
          value={now.lat}
          onChange={(lat) => setPoint({ ...now, lat })}
        />
        <NumberInput
          flex={1}
          aria-label={t`Longitude`}
          placeholder={t`Longitude`}
          {...present({ disabled })}
          error={Boolean(error)}
          decimalScale={6}
          hideControls
          value={now.lon}
          onChange={(lon) => setPoint({ ...now, lon })}
        />
      </Group>
    </Input.Wrapper>
  )
}
