import type { StoreName } from '../../../shared/errors.ts'
import type { Migration } from '../migrate.ts'
import { migration as medical1 } from './medical/0001-first.ts'
import { migration as registry1 } from './registry/0001-first.ts'

const migrations: Readonly<Record<StoreName, readonly Migration[]>> = {
  registry: [registry1],
  medical: [medical1],
}

/** The steps of a store's schema, oldest first. */
export const migrationsOf = (store: StoreName): readonly Migration[] => migrations[store]
