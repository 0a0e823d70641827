import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { capTypeSectors, capType, type CapType } from '../../shared/codes/cap.ts'
import { capProject, type CapProject } from '../../shared/records/project.ts'
import { useLabel } from '../i18n.ts'
import { CodeField } from '../records/code-field.tsx'
import { Field } from '../records/field.tsx'
import { useFormAround } from '../records/form-context.tsx'
import classes from './projects.module.css'

export type ProjectField = keyof typeof capProject.fields
type SectionKey = 'what' | 'where' | 'people' | 'money' | 'time'

export interface Section {
  readonly key: SectionKey
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly fields: readonly ProjectField[]
}

/** The fields of a project by what they tell; the place as written in a file only where there is one. */
export const sections = (stored: CapProject | null): readonly Section[] => [
  {
    key: 'what',
    title: <Trans>What</Trans>,
    hint: <Trans>The type proposes the sector and the cluster; both may be chosen otherwise.</Trans>,
    fields: ['title', 'type', 'sector', 'cluster', 'problem'],
  },
  {
    key: 'where',
    title: <Trans>Where</Trans>,
    fields: stored?.placeUnknown ? ['place', 'placeUnknown'] : ['place'],
  },
  {
    key: 'people',
    title: <Trans>For whom</Trans>,
    fields: ['beneficiariesDirect', 'beneficiariesIndirect', 'beneficiaryBasis', 'countingRule'],
  },
  { key: 'money', title: <Trans>Money</Trans>, fields: ['estimate', 'donor', 'grant', 'implementer'] },
  {
    key: 'time',
    title: <Trans>Time</Trans>,
    fields: ['startPlanned', 'endPlanned', 'startActual', 'endActual', 'notes'],
  },
]

const isType = (code: string | null): code is CapType => capType.codes.some((one) => one === code)

/** The type of a project; choosing it proposes the sector and cluster it is reported under. */
const TypeField = () => {
  const form = useFormAround()
  const label = useLabel()
  const given = form.getInputProps('type')
  const propose = (type: string | null) => {
    const before: unknown = form.getValues()['type']
    const old = typeof before === 'string' && isType(before) ? capTypeSectors[before] : null
    ;(given.onChange as (next: string | null) => void)(type)
    if (!isType(type)) return
    const { sector, cluster } = form.getValues()
    // What somebody chose by hand stays.
    if (!sector || sector === old?.sectors[0]) form.setFieldValue('sector', capTypeSectors[type].sectors[0])
    if (!cluster || cluster === old?.cluster) form.setFieldValue('cluster', capTypeSectors[type].cluster)
    // Enter has moved on to the sector, which is drawn anew with what was proposed: the keyboard goes on from there.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-path="sector"]')?.focus()
    })
  }
  return (
    <CodeField
      list={capType}
      label={label.field('capProject', 'type')}
      required
      defaultValue={given.defaultValue as string | null}
      onChange={propose}
      onFocus={given.onFocus as () => void}
      onBlur={given.onBlur as () => void}
      error={given.error as ReactNode}
      data-path="type"
    />
  )
}

const Wide = ({ name, help }: { readonly name: ProjectField; readonly help?: boolean }) => {
  const label = useLabel()
  return (
    <div className={classes.wide}>
      <Field
        record={capProject}
        name={name}
        {...(help ? { description: label.field('capProject', `${name}.help`) } : {})}
      />
    </div>
  )
}

/** Inputs drawn otherwise than by kind: the type proposes, long texts take a whole line. */
export const overrides: Partial<Record<ProjectField, ReactNode>> = {
  type: <TypeField key="type" />,
  problem: <Wide key="problem" name="problem" />,
  countingRule: <Wide key="countingRule" name="countingRule" help />,
  notes: <Wide key="notes" name="notes" />,
}
