/**
 * The sandbox alone, which knows nothing of models and needs no SDK.
 *
 * @module sandbox
 */
export {
  EngineBootError,
  EngineDownloadError,
  GloveboxError,
  InvalidOptionError,
  SandboxClosedError,
  SandboxFileError,
  SandboxLimitError,
  SandboxResetError,
  SessionInUseError,
  SnapshotError,
  TableError,
  UntrustedMessageError,
  WorkerDiedError,
} from '../errors.ts';
export type {
  BootStep,
  Display,
  FileInfo,
  MimeBundle,
  OutputChunk,
  RunError,
  RunStatus,
} from '../protocol.ts';
export type {
  BarChart,
  BarData,
  BoxAndWhiskerChart,
  BoxAndWhiskerData,
  Chart,
  ChartValue,
  PieChart,
  PieData,
  PointChart,
  PointData,
  SingleChart,
  SuperChart,
  UnknownChart,
} from '../sandbox/charts/chart.ts';
export { describeChart } from '../sandbox/charts/describeChart.ts';
export { Checkpoint } from '../sandbox/checkpoint.ts';
export type { CodeExecutor, CodeFiles } from '../sandbox/codeExecutor.ts';
export type { DownloadProgress } from '../sandbox/download/totalProgress.ts';
export type { EngineProgress } from '../sandbox/engine/loadEngine.ts';
export type { FileData } from '../sandbox/fileData.ts';
export type { FallbackFont } from '../sandbox/fonts/fallbackFonts.ts';
export type { ResultImage } from '../sandbox/images.ts';
export type { Introspection } from '../sandbox/introspection.ts';
export type {
  Completeness,
  Completion,
  InstalledPackage,
  Variable,
  VariableList,
} from '../sandbox/introspectionAnswers.ts';
export type { NetworkLimits, NetworkOptions } from '../sandbox/network/network.ts';
export type { RunOptions, SandboxOptions, SandboxProgress } from '../sandbox/options.ts';
export type { PackageProgress } from '../sandbox/packages/fetchPlan.ts';
export { GEMINI_LIBRARIES, type GeminiLibrary } from '../sandbox/packages/knowledge/geminiLibraries.ts';
export { PackageError } from '../sandbox/packages/packageError.ts';
export type { PackagesOption } from '../sandbox/packages/packagesOption.ts';
export type { Recovery, RunResult } from '../sandbox/result.ts';
export { Sandbox } from '../sandbox/sandbox.ts';
export type { SandboxFiles } from '../sandbox/sandboxFiles.ts';
export type { StoredSession } from '../sandbox/storage/browserStorage.ts';
export type { SandboxTables, TableQuery } from '../sandbox/tables/sandboxTables.ts';
export type {
  TableCell,
  TableColumn,
  TableData,
  TableFile,
  TableFileOptions,
  TableFilter,
  TableOperator,
  TablePage,
  TableSelection,
  TableSort,
  TableSummary,
} from '../sandbox/tables/tableData.ts';
export type {
  Approval,
  ApprovalAnswer,
  ApprovalRequest,
  ApprovalRule,
  OnApproval,
} from '../sandbox/tools/approval.ts';
export { describeTools } from '../sandbox/tools/describeTools.ts';
export type { Tool, ToolLimits } from '../sandbox/tools/tool.ts';
export type { ToolCall } from '../sandbox/tools/toolCall.ts';
