import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import { isBundleOp } from '../../../shared/bundle/v1/operation-shape.ts'
import { bundleOp, type BundleOp } from '../../../shared/bundle/v1/operation.ts'
import { operationHolds, operationTexts } from '../../crypto/operation.ts'
import { parseCanonical, tooDeep } from './json.ts'

/**
 * Parses one line of operations: its shape, its spelling, and both hashes. What passes at once passes the long way too,
 * which is taken for everything else, to say what is wrong.
 */
export function parseOpLine(line: string, name: string, at: number): BundleOp {
  const found = parseQuickly(line)
  if (found) return found
  const op = parseCanonical(line, bundleOp, name)
  if (!operationHolds(op)) throw new BundleError('REFUSED_CONTENT', `${name}: line ${at}: the hash is wrong`)
  return op
}

function parseQuickly(line: string): BundleOp | undefined {
  if (tooDeep(line)) return undefined
  try {
    const op: unknown = JSON.parse(line)
    if (!isBundleOp(op)) return undefined
    const texts = operationTexts(op)
    return texts.line === line && operationHolds(op, texts) ? op : undefined
  } catch {
    return undefined
  }
}
