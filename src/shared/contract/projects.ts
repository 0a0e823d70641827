import { z } from 'zod'
import { capStatus, capType } from '../codes/cap.ts'
import { isoDate, readable, recordId } from '../records/field.ts'
import { user } from '../records/office.ts'
import { place } from '../records/place.ts'
import { capProject, capStep } from '../records/project.ts'
import { call, done, paging, searchText } from './call.ts'

export const projectRow = z.strictObject({
  id: recordId,
  number: z.string().nullable(),
  title: readable(capProject, 'title'),
  type: readable(capProject, 'type'),
  sector: readable(capProject, 'sector'),
  donor: readable(capProject, 'donor'),
  place: readable(capProject, 'place'),
  placeNameEn: readable(place, 'nameEn').nullable(),
  placeNameAr: readable(place, 'nameAr'),
  placeNameKu: readable(place, 'nameKu'),
  estimate: readable(capProject, 'estimate'),
  endPlanned: readable(capProject, 'endPlanned'),
  status: readable(capProject, 'status'),
  // Days since the last step.
  daysInStatus: z.int(),
})

const topics = ['projects', 'home', 'search']

export const projects = {
  'projects.create': call({
    input: z.strictObject({ draft: capProject.draft }),
    output: z.strictObject({ id: recordId, number: z.string() }),
    needs: 'project.write',
    changes: topics,
  }),
  'projects.list': call({
    input: z.strictObject({
      text: searchText.optional(),
      status: z.array(z.enum(capStatus.codes)).max(50).optional(),
      type: z.array(z.enum(capType.codes)).max(50).optional(),
      place: recordId.optional(),
      ...paging,
    }),
    output: z.strictObject({ total: z.int(), rows: z.array(projectRow) }),
    needs: 'project.read',
    changes: [],
  }),
  'projects.get': call({
    input: z.strictObject({ id: recordId }),
    output: z.strictObject({
      project: capProject.stored,
      // Oldest step first.
      steps: z.array(capStep.stored),
      place: place.stored.nullable(),
      iatiStatus: z.int().min(1).max(6),
      next: z.array(z.enum(capStatus.codes)),
      createdBy: user.stored.nullable(),
    }),
    needs: 'project.read',
    changes: [],
  }),
  'projects.update': call({
    input: z.strictObject({ id: recordId, patch: capProject.patch }),
    output: done,
    needs: 'project.write',
    changes: topics,
  }),
  'projects.setStatus': call({
    // Only along the workflow of domain design 5.3; stepping back, suspending and ending need a reason.
    input: z.strictObject({
      id: recordId,
      to: z.enum(capStatus.codes),
      date: isoDate,
      reason: z.string().max(1000).optional(),
    }),
    output: done,
    needs: 'project.write',
    changes: topics,
  }),
}
