import { msg } from '@lingui/core/macro'
import type { PreparedDocument } from '../../shared/contract/documents.ts'
import { displacement, household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import { inDigits } from '../format.ts'
import { Both, FieldGrid, NameText, PaperHead, placeText, say, Section, Signatures, usePaper, Value } from './parts.tsx'

type Content = Extract<PreparedDocument['content'], { kind: 'household' }>['data']

/** The household case file: who the family is, who belongs to it, where it has moved (domain design, 4.4). */
export const HouseholdFile = ({ document, data }: { readonly document: PreparedDocument; readonly data: Content }) => {
  const { first } = usePaper()
  const places = new Map(data.places.map((place) => [place.id, place]))
  const placeOf = (id: string | null) => (words: Parameters<typeof placeText>[1]) =>
    placeText(places.get(id ?? ''), words) || (id ?? '')
  const head = data.members.find((member) => member.id === data.household.head)
  return (
    <>
      <PaperHead document={document} title={msg`Household case file`} />
      {head && (
        <p className="subject">
          <NameText name={head} />
        </p>
      )}
      <Section title={msg`Household`}>
        <FieldGrid
          record={household}
          values={data.household}
          shown={{ place: placeOf(data.household.place) }}
          names={[
            'residenceStatus',
            'status',
            'registered',
            'place',
            'address',
            'shelter',
            'phone',
            'sizeReported',
            'femaleHeaded',
            'childHeaded',
            'pregnantOrLactating',
            'rationCard',
            'unhcrNumber',
            'consent',
            'consentDate',
            'notes',
          ]}
        />
      </Section>
      <Section title={msg`Members`}>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">
                <Both of={say(msg`Name`)} />
              </th>
              {(['relationship', 'sex', 'birth', 'paperNumber'] as const).map((name) => (
                <th scope="col" key={name}>
                  <Both of={(words) => words.label(`person.${name}`)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.members.map((member, index) => (
              <tr key={member.id}>
                <td>{inDigits(String(index + 1), first.digits)}</td>
                <td>
                  <NameText name={member} />
                  <bdi dir="ltr" className="second">
                    {member.number}
                  </bdi>
                </td>
                {(['relationship', 'sex', 'birth', 'paperNumber'] as const).map((name) => (
                  <td key={name}>
                    <Value record={person} name={name} value={member[name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={msg`Displacement history`}>
        {data.displacements.length === 0 ? (
          <p>
            <em>{first.say(msg`No displacement is recorded.`)}</em>
          </p>
        ) : (
          <table>
            <thead>
              <tr>
                {(['from', 'to', 'left', 'arrived', 'reasons', 'intention12m'] as const).map((name) => (
                  <th scope="col" key={name}>
                    <Both of={(words) => words.label(`displacement.${name}`)} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.displacements.map((move) => (
                <tr key={move.id}>
                  <td>
                    <Value
                      record={displacement}
                      name="from"
                      value={move.from ?? move.fromUnknown}
                      shown={move.from ? placeOf(move.from) : () => move.fromUnknown ?? ''}
                    />
                  </td>
                  <td>
                    <Value
                      record={displacement}
                      name="to"
                      value={move.to ?? move.toUnknown}
                      shown={move.to ? placeOf(move.to) : () => move.toUnknown ?? ''}
                    />
                  </td>
                  {(['left', 'arrived'] as const).map((name) => (
                    <td key={name}>
                      <Value record={displacement} name={name} value={move[name]} />
                    </td>
                  ))}
                  {(['reasons', 'intention12m'] as const).map((name) => (
                    <td key={name}>
                      <Value record={displacement} name={name} value={move[name]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Signatures of={[msg`Head of household`, msg`Registration officer`]} />
    </>
  )
}
