import { Input, SegmentedControl } from '@mantine/core'
import { useId, useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { present, type InputProps } from './input-props.ts'

const asText = (value: boolean | null): string => (value === null ? 'unknown' : value ? 'yes' : 'no')

/** Yes or no; "not known" too where the answer may stay open. Nothing is chosen in advance where it may not. */
export function FlagField(props: InputProps<boolean>) {
  const { label, description, required, error, disabled, value, defaultValue, onChange } = props
  const { t } = useLingui()
  const id = useId()
  const [answer, setAnswer] = useUncontrolled<boolean | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const name = props['aria-label'] ?? (typeof label === 'string' ? label : undefined)
  return (
    <Input.Wrapper
      {...present({ label, description, error })}
      id={id}
      labelElement="div"
      withAsterisk={required ?? false}
    >
      <SegmentedControl
        {...present({ 'aria-label': name, disabled })}
        data-error={error ? true : undefined}
        fullWidth
        value={required && answer === null ? '' : asText(answer)}
        onChange={(next) => setAnswer(next === 'yes' ? true : next === 'no' ? false : null)}
        data={[
          { value: 'yes', label: t`Yes` },
          { value: 'no', label: t`No` },
          ...(required ? [] : [{ value: 'unknown', label: t`Not known` }]),
        ]}
      />
    </Input.Wrapper>
  )
}
