import * as fc from 'fast-check'

/** Text of any UTF-16 code units, halves of surrogate pairs among them. */
export const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 24 })
  .map((units) => String.fromCharCode(...units))
