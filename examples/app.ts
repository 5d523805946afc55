// All examples in one app, which `npm start` and `npx cdk synth` run (cdk.json names it).
import { App } from 'aws-cdk-lib';
import { EXAMPLES } from './index';

const app = new App();
for (const example of Object.values(EXAMPLES)) {
  example.build(app);
}
