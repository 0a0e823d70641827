import type { Json } from '../../shared/bundle/v1/operation.ts'
import type { AnyRecord, Field } from '../../shared/records/field.ts'

/** Registers which every record has beside its fields. */
export const numberRegister = 'number'
/** True while the record counts as removed. */
export const deletedRegister = 'deleted'

/** Turns a field's value into the form that is hashed and carried: NFC, decimals as text, no empty scripts. */
export const encodeValue = (field: Field<unknown, boolean>, value: unknown): Json => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.normalize('NFC')
  if (typeof value === 'boolean' || typeof value === 'number') return value
  if (Array.isArray(value)) return value.map((item: unknown) => String(item).normalize('NFC'))
  if (typeof value === 'object') {
    const out: { [name: string]: Json } = {}
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || member === null || (field.languages && member === '')) continue
      // A point's degrees are the only numbers inside a value, and canonical JSON carries whole numbers alone.
      out[key] = typeof member === 'number' ? String(member) : String(member).normalize('NFC')
    }
    return out
  }
  throw new Error(`a ${typeof value} cannot be carried`)
}

/** The field's value that a carried form stands for. */
export const decodeValue = (field: Field<unknown, boolean>, json: Json): unknown => {
  if (field.kind !== 'point' || json === null || typeof json !== 'object' || Array.isArray(json)) return json
  return { lat: Number(json['lat']), lon: Number(json['lon']) }
}

const accepted = new WeakMap<object, Set<string>>()
const mostAccepted = 2000
const mostLetters = 24

/** True when a field accepts a value: of texts, such as codes, places and days, the same ones come again and again. */
const accepts = (field: Field<unknown, boolean>, json: Json): boolean => {
  // Ids and long texts hardly come twice.
  if (typeof json !== 'string' || json.length > mostLetters)
    return field.schema.safeParse(decodeValue(field, json)).success
  const known = accepted.get(field.schema) ?? new Set()
  if (known.has(json)) return true
  if (!field.schema.safeParse(decodeValue(field, json)).success) return false
  if (known.size >= mostAccepted) known.clear()
  accepted.set(field.schema, known.add(json))
  return true
}

/** True when a carried operation names only registers of this record and values that its fields accept. */
export const understood = (record: AnyRecord, fields: Readonly<Record<string, Json>>, whole: boolean): boolean => {
  for (const [register, json] of Object.entries(fields)) {
    if (register === deletedRegister) {
      if (typeof json !== 'boolean') return false
    } else if (register === numberRegister) {
      if (json !== null && (typeof json !== 'string' || json.length > 40)) return false
    } else {
      const field = Object.hasOwn(record.fields, register) ? record.fields[register] : undefined
      if (!field) return false
      if (json === null ? !field.optional : !accepts(field, json)) return false
    }
  }
  if (!whole) return true
  return Object.entries(record.fields).every(([name, field]) => field.optional || (fields[name] ?? null) !== null)
}
