import { Group, Input, Select, TextInput } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { toLatinDigits } from '../../shared/dates/digits.ts'
import type { Money } from '../../shared/records/field.ts'
import { present, type InputProps } from './input-props.ts'

interface Typed {
  readonly amount: string
  readonly currency: Money['currency']
}
const currencies = ['USD', 'IQD', 'EUR'] as const

/** An amount and its currency; separators of thousands may be typed and are dropped. */
export function MoneyField(props: InputProps<Typed>) {
  const { label, description, required, error, disabled, value, defaultValue, onChange } = props
  const { t } = useLingui()
  const [money, setMoney] = useUncontrolled<Typed | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const now = money ?? { amount: '', currency: 'USD' as const }
  const name = typeof label === 'string' ? label : t`Amount`
  return (
    <Input.Wrapper {...present({ label, description, error })} labelElement="div" withAsterisk={required ?? false}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={name}
          {...present({ disabled })}
          error={Boolean(error)}
          inputMode="decimal"
          dir="ltr"
          value={now.amount}
          onChange={(event) => {
            const amount = toLatinDigits(event.currentTarget.value)
              .replace(/[\s,٬]/g, '')
              .replace('٫', '.')
            setMoney({ ...now, amount })
          }}
        />
        <Select
          w={92}
          aria-label={t`Currency of ${name}`}
          {...present({ disabled })}
          allowDeselect={false}
          data={[...currencies]}
          value={now.currency}
          onChange={(currency) =>
            setMoney({ ...now, currency: currencies.find((known) => known === currency) ?? 'USD' })
          }
        />
      </Group>
    </Input.Wrapper>
  )
}
