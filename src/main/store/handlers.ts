import { handlers as accounts } from '../accounts/handlers.ts'
import { handlers as backup } from '../backup/handlers.ts'
import { handlers as audit } from '../audit/handlers.ts'
import { handlers as attachments } from '../attachments/handlers.ts'
import { handlers as bundles } from '../bundles/handlers.ts'
import { handlers as conflicts } from '../conflicts/handlers.ts'
import { handlers as documents } from '../documents/handlers.ts'
import { handlers as erasure } from '../erasure/handlers.ts'
import { handlers as evacuations } from '../evacuations/handlers.ts'
import { handlers as families } from '../families/handlers.ts'
import { handlers as health } from '../health/handlers.ts'
import { handlers as history } from '../history/handlers.ts'
import { handlers as home } from '../home/handlers.ts'
import { handlers as households } from '../households/handlers.ts'
import { handlers as imports } from '../imports/handlers.ts'
import { handlers as jobs } from '../jobs/handlers.ts'
import { handlers as pairs } from '../pairs/handlers.ts'
import { handlers as people } from '../people/handlers.ts'
import { handlers as places } from '../places/handlers.ts'
import { handlers as projects } from '../projects/handlers.ts'
import { handlers as roster } from '../roster/handlers.ts'
import { handlers as search } from '../search/handlers.ts'

/** Who answers which call, for every call that is not served in main itself. */
export const handlers = {
  ...accounts,
  ...places,
  ...households,
  ...people,
  ...families,
  ...pairs,
  ...projects,
  ...evacuations,
  ...history,
  ...conflicts,
  ...audit,
  ...home,
  ...search,
  ...documents,
  ...bundles,
  ...roster,
  ...health,
  ...erasure,
  ...attachments,
  ...imports,
  ...jobs,
  ...backup,
}
