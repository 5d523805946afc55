import { resourceName } from '../../graph/types/same-resource';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import type { ObjectStore } from '../../preview';
import { shortNames } from '../../preview/http/names';
import { loadPreview } from './load-preview';
import { reasonOf, UsageError } from '../usage-error';

/** Where the objects of each bucket are; a bucket that is missing is empty. */
export type Stores = ReadonlyMap<Bucket, ObjectStore>;

/** The options that say where objects are. */
export interface Places {
  readonly assets?: readonly string[];
  readonly bucket?: string;
  readonly endpoint?: string;
}

/** Opens the folders, or the bucket, that the options name. */
export async function storesOf({ buckets }: DeliveryGraph, { assets = [], bucket, endpoint }: Places): Promise<Stores> {
  if (bucket !== undefined && assets.length > 0) {
    throw new UsageError('--assets and --bucket: files come from folders or from a bucket; leave one of the two out');
  }
  if (bucket !== undefined) {
    const store = bucketStore(bucket, endpoint);
    return new Map(buckets.map((each) => [each, store]));
  }
  if (endpoint !== undefined) {
    throw new UsageError('--endpoint: it is the server of --bucket, which is missing; write --bucket s3://NAME as well');
  }
  return folderStores(buckets, assets);
}

function bucketStore(place: string, endpoint: string | undefined): ObjectStore {
  const [, bucket] = /^s3:\/\/([^/]+)\/?$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new UsageError(`--bucket ${place}: not a bucket; write s3://name`);
  }
  if (endpoint !== undefined && !(/^https?:/.test(endpoint) && URL.canParse(endpoint))) {
    throw new UsageError(`--endpoint ${endpoint}: not a URL; write http://127.0.0.1:9000`);
  }
  const { installedSdk, S3Store } = loadPreview();
  const sdk = installedSdk();
  if (!sdk) {
    throw new UsageError('--bucket needs the package "@aws-sdk/client-s3", which is not installed; npm install @aws-sdk/client-s3, or name a folder with --assets');
  }
  return new S3Store(sdk, { bucket, endpoint });
}

async function folderStores(buckets: readonly Bucket[], assets: readonly string[]): Promise<Stores> {
  if (assets.length === 0) {
    throw new UsageError('--assets is missing; name the folder with the files that the bucket will hold (usually what your build writes: dist)');
  }
  const names = shortNames(buckets);
  const stores = new Map<Bucket, ObjectStore>();
  for (const asset of assets) {
    const [, before = '', after = ''] = /^([^=]*)=(.*)$/s.exec(asset) ?? [];
    const called = buckets.filter(({ address }, index) =>
      [address.logicalId, address.constructPath, resourceName(address), names[index]].includes(before));
    // A folder may have the sign in its name too
    const name = called.length > 0 || /^[^=/\\]+=/.test(asset) ? before : undefined;
    const [meant, folder] = name === undefined ? [buckets, asset] : [called, after];
    if (meant.length === 0) {
      throw new UsageError(`--assets ${asset}: there is no bucket ${name ?? ''}; there is ${names.join(', ')}`);
    }
    const store = await folderStore(folder);
    meant.forEach((bucket) => stores.set(bucket, store));
  }
  return stores;
}

async function folderStore(folder: string): Promise<ObjectStore> {
  if (folder === '') {
    throw new UsageError('--assets: the name of the folder is empty; write --assets dist, or --assets BUCKET=dist');
  }
  const { FolderStore } = loadPreview();
  try {
    return await FolderStore.at(folder);
  } catch (error) {
    throw new UsageError(`--assets ${folder}: ${reasonOf(error)}; name a folder that exists`);
  }
}
