import type { StoreName } from '../../../shared/errors.ts'
import type { Migration } from '../migrate.ts'
import { migration as medical1 } from './medical/0001-first.ts'
import { migration as medical2 } from './medical/0002-history.ts'
import { migration as medical3 } from './medical/0003-attachments.ts'
import { migration as medical4 } from './medical/0004-erasure.ts'
import { migration as medical5 } from './medical/0005-acknowledged.ts'
import { migration as medical6 } from './medical/0006-exchange.ts'
import { migration as registry1 } from './registry/0001-first.ts'
import { migration as registry2 } from './registry/0002-history.ts'
import { migration as registry3 } from './registry/0003-attachments.ts'
import { migration as registry4 } from './registry/0004-erasure.ts'
import { migration as registry5 } from './registry/0005-acknowledged.ts'
import { migration as registry6 } from './registry/0006-exchange.ts'
import { migration as registry7 } from './registry/0007-families.ts'

const migrations: Readonly<Record<StoreName, readonly Migration[]>> = {
  registry: [registry1, registry2, registry3, registry4, registry5, registry6, registry7],
  medical: [medical1, medical2, medical3, medical4, medical5, medical6],
}

/** The steps of a store's schema, oldest first. */
export const migrationsOf = (store: StoreName): readonly Migration[] => migrations[store]
