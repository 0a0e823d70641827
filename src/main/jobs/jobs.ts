import { addJob } from '../attachments/add-job.ts'
import { auditExportJob } from '../audit/export-job.ts'
import { auditVerifyJob } from '../audit/verify-job.ts'
import { applyJob } from '../bundles/apply-job.ts'
import { backupJob } from '../backup/job.ts'
import { healthJob, rebuildJob } from '../health/job.ts'
import { statisticsJob } from '../erasure/statistics.ts'
import { exportJob } from '../bundles/export-job.ts'
import { recheckJob } from '../bundles/recheck-job.ts'
import { summaryJob } from '../bundles/summary-job.ts'
import { verifyJob } from '../bundles/verify-job.ts'
import { undoJob } from '../bundles/undo-job.ts'
import { importJob } from '../imports/job.ts'
import type { Runners } from './runner.ts'

/** Who does each kind of job. */
export const runners: Runners = {
  backup: backupJob,
  import: importJob,
  bundleExport: exportJob,
  bundleSummary: summaryJob,
  bundleRecheck: recheckJob,
  bundleVerify: verifyJob,
  bundleApply: applyJob,
  bundleUndo: undoJob,
  health: healthJob,
  healthRebuild: rebuildJob,
  attachmentAdd: addJob,
  statistics: statisticsJob,
  auditVerify: auditVerifyJob,
  auditExport: auditExportJob,
}
