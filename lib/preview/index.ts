/** Serves a synthesized template on this machine, so that an app can be tried against it before anything is deployed. */
export type { BrowserJudgement, ExchangeRecord } from './exchange-record';
export { exchangeLine } from './exchange-line';
export { FolderStore } from './folder-store';
export type { ObjectStore } from './object-store';
export type { OwnPage, PageHandler } from './own-pages';
export { ANYBODY, startPreview } from './preview';
export { installedSdk, S3Store } from './s3-store';
export type { Credentials } from './signature';
export type { Preview, PreviewOptions, PreviewServer } from './preview';
