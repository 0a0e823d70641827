import type { CodeList } from './code-list.ts'
import * as core from './core.ts'
import * as idp from './idp.ts'
import * as cap from './cap.ts'
import * as evacuation from './evacuation.ts'
import * as attachment from './attachment.ts'
import * as erasure from './erasure.ts'
import * as audit from './audit.ts'
import * as pair from './pair.ts'

export * from './core.ts'
export * from './idp.ts'
export * from './cap.ts'
export * from './evacuation.ts'
export * from './attachment.ts'
export * from './erasure.ts'
export * from './audit.ts'
export * from './pair.ts'

/** Every code list of the application. */
export const codeLists: readonly CodeList<string, string>[] = [
  core.officeType,
  core.language,
  core.digits,
  core.userRole,
  core.countBasis,
  core.revokeReason,
  idp.sex,
  idp.marital,
  idp.relationship,
  idp.paper,
  idp.paperState,
  idp.missingReason,
  idp.needs,
  idp.wgssDomain,
  idp.wgssAnswer,
  idp.personStatus,
  idp.residenceStatus,
  idp.shelterType,
  idp.shelterCategory,
  idp.householdStatus,
  idp.displacementReason,
  idp.displacementWave,
  idp.intention3m,
  idp.intention12m,
  idp.returnReason,
  idp.returnObstacle,
  idp.relocateReason,
  idp.eviction,
  idp.damage,
  idp.clearance,
  idp.priorityNeed,
  idp.nfiNeed,
  idp.aidReceived,
  idp.livelihood,
  idp.healthNeed,
  idp.healthAccess,
  idp.absence,
  idp.channel,
  idp.grievanceCategory,
  cap.capType,
  cap.procurement,
  cap.dacSector,
  cap.cluster,
  cap.capStatus,
  cap.iatiStatus,
  evacuation.priority,
  evacuation.cause,
  evacuation.ssr,
  evacuation.outcome,
  evacuation.specialty,
  evacuation.bloodGroup,
  evacuation.bodySide,
  evacuation.evacuationStage,
  evacuation.stageGroup,
  attachment.attachmentKind,
  attachment.attachmentOwner,
  attachment.caseAttachmentOwner,
  erasure.erasureReason,
  erasure.keepReason,
  audit.auditAction,
  pair.pairDecision,
]
