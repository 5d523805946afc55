// Says what `cdk synth` has made: the resources of each stack, and what each origin may do. `npm start` prints it.
//
//   npx ts-node -T examples/summary.ts [cdk.out]
import { stacksOf } from './summary/assembly';
import { inWords } from './summary/in-words';

try {
  console.log(stacksOf(process.argv[2] ?? 'cdk.out').map(inWords).join('\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
