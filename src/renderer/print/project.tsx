import { msg } from '@lingui/core/macro'
import type { PreparedDocument } from '../../shared/contract/documents.ts'
import { shownText } from '../../shared/names/display.ts'
import { capProject, capStep } from '../../shared/records/project.ts'
import { inDigits } from '../format.ts'
import { Both, FieldGrid, PaperHead, RowsTable, placeText, say, Section, Signatures, usePaper } from './parts.tsx'

type Content = Extract<PreparedDocument['content'], { kind: 'project' }>['data']

/** The CAP file: what is built, for whom, with what money, and how far it has come. */
export const ProjectFile = ({ document, data }: { readonly document: PreparedDocument; readonly data: Content }) => {
  const { first } = usePaper()
  const { project } = data
  return (
    <>
      <PaperHead document={document} title={msg`Community Assistance Project file`} />
      <p className="subject">
        <Both of={(words) => shownText(project.title, words.language)} />
      </p>
      <Section title={msg`Project`}>
        <FieldGrid
          record={capProject}
          values={project}
          shown={{ place: (words) => placeText(data.place ?? undefined, words) || (project.place ?? '') }}
          names={['type', 'sector', 'cluster', 'place', 'donor', 'grant', 'implementer', 'status', 'problem']}
        />
        <dl className="fields">
          <div>
            <dt>
              <Both of={say(msg`IATI activity status`)} />
            </dt>
            <dd>
              {inDigits(String(data.iatiStatus), first.digits)} ·{' '}
              <Both of={(words) => words.label(`iatiStatus.${data.iatiStatus}`)} />
            </dd>
          </div>
        </dl>
      </Section>
      <Section title={msg`People reached and money`}>
        <FieldGrid
          record={capProject}
          values={project}
          names={['beneficiariesDirect', 'beneficiariesIndirect', 'beneficiaryBasis', 'estimate', 'countingRule']}
        />
      </Section>
      <Section title={msg`Time`}>
        <FieldGrid
          record={capProject}
          values={project}
          names={['startPlanned', 'endPlanned', 'startActual', 'endActual', 'notes']}
        />
      </Section>
      <Section title={msg`Steps so far`}>
        <RowsTable record={capStep} rows={data.steps} names={['date', 'status', 'reason']} />
      </Section>
      <Signatures of={[msg`Community committee`, msg`Programme officer`]} />
    </>
  )
}
