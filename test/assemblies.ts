import { dropLargeAssets } from './large-assets';

afterEach(dropLargeAssets);
