import { Button, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPrinter } from '@tabler/icons-react'
import QRCode from 'qrcode'
import { useState, type ReactNode } from 'react'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import classes from './recovery-key.module.css'

/** A QR code as plain shapes: nothing to load, sharp in print. */
const Qr = ({ text, size, title }: { readonly text: string; readonly size: number; readonly title: string }) => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const path = Array.from({ length: modules.size ** 2 }, (_none, index) => {
    const row = Math.floor(index / modules.size)
    const column = index % modules.size
    return modules.get(row, column) ? `M${column + 2} ${row + 2}h1v1h-1z` : ''
  }).join('')
  const edge = modules.size + 4
  return (
    <svg width={size} height={size} viewBox={`0 0 ${edge} ${edge}`} role="img" aria-label={title}>
      <rect width={edge} height={edge} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

const groupsOf = (key: string): readonly string[] => key.split(/[-\s]+/).filter((group) => group !== '')
// What people misread or mistype on paper: case, O for 0, I or L for 1.
const same = (typed: string, group: string): boolean => {
  const plain = (text: string) => text.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain(typed) === plain(group)
}

/** A recovery key as it is printed: numbered groups, and a code to scan. */
export const KeyCard = ({ name, value }: { readonly name: string; readonly value: string }) => {
  const format = useFormat()
  return (
    <section className={classes.key} aria-label={name}>
      <div>
        <Text fw={700} size="sm">
          {name}
        </Text>
        <ol className={classes.groups} dir="ltr">
          {groupsOf(value).map((group, index) => (
            <li key={index}>
              <small>{format.number(index + 1)}</small>
              {group}
            </li>
          ))}
        </ol>
      </div>
      <Qr text={value} size={104} title={name} />
    </section>
  )
}

/** Sends what the window shows to the printer; only what belongs to the sheet is printed. */
export function PrintSheet() {
  const print = useCall('app.printWindow')
  return (
    <Button
      className="no-print"
      variant="light"
      leftSection={<IconPrinter size={17} />}
      loading={print.isPending}
      onClick={() => print.mutate({})}
    >
      <Trans>Print this sheet</Trans>
    </Button>
  )
}

/** Which group of a key is asked for, what was typed of it, and whether that is what stands on the paper. */
export function useTypedBack(key: string) {
  // A group that nobody can guess in advance; the last one is only the check.
  const [asked] = useState(() => Math.floor(Math.random() * Math.max(1, groupsOf(key).length - 1)))
  const [typed, setTyped] = useState('')
  return { number: asked + 1, typed, setTyped, right: same(typed, groupsOf(key)[asked] ?? '') }
}

interface TypeBackProps {
  readonly label: ReactNode
  readonly back: ReturnType<typeof useTypedBack>
  readonly tried: boolean
}

/** Asks for one group of the key, typed from the paper. */
export function TypeBack({ label, back, tried }: TypeBackProps) {
  const { t } = useLingui()
  return (
    <TextInput
      label={label}
      description={<Trans>Type it from the paper.</Trans>}
      dir="ltr"
      autoComplete="off"
      spellCheck={false}
      value={back.typed}
      error={tried && !back.right ? t`This is not what stands on the sheet. Compare it once more.` : null}
      onChange={(event) => back.setTyped(event.currentTarget.value)}
    />
  )
}
