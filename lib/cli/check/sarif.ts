import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ruleUrl, whenText } from '../../checks/finding-text';
import { ALL_RULES, notJudgedText } from '../../trial';
import type { Mistake, NotJudged } from '../../trial';
import type { Place, Severity } from '../../rules/engine/rule';
import { repositoryPath } from './locate';
import type { Locator, SourceLine } from './locate';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The id under which SARIF reports what could not be judged. */
const NOT_JUDGED = 'not-judged';

/** Findings as SARIF, which code hosts show next to the lines of a pull request. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifOf(findings: readonly Mistake[], notJudged: readonly NotJudged[], locator: Locator): string {
  const rules = ALL_RULES.map((rule) => ({
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    helpUri: ruleUrl(rule.id),
    defaultConfiguration: { level: LEVELS[rule.severity] },
  }));
  const results = findings.map(({ rule, severity, message, why, fix, when, place, also }) => ({
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${message}${whenText(when)}. ${why} ${fix}` },
    ...locationsOf([place, ...also.map((other) => other.place)], locator),
  }));
  const open = notJudged.map((each) => ({ ruleId: NOT_JUDGED, level: 'note', message: { text: `Not judged: ${notJudgedText(each)}` }, ...locationsOf([each.place], locator) }));
  const driver = { name: 'cdk-cors', informationUri: 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution', rules: [...rules, NOT_JUDGED_RULE] };
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results: [...results, ...open] }] }, undefined, 2);
}

const NOT_JUDGED_RULE = {
  id: NOT_JUDGED,
  shortDescription: { text: 'Something cannot be judged before deployment' },
  fullDescription: { text: 'It may work and it may fail: a function whose code is not in the template, a bucket of another stack or a parameter decides.' },
  help: { text: 'Name the missing template too, or give the parameter a value.' },
  helpUri: 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/README.md',
  defaultConfiguration: { level: 'note' },
};

/** The line of the app, with the places of the template next to it; these alone where the app is not known. */
function locationsOf(places: readonly Place[], locator: Locator): object {
  const [first] = places;
  const code = first && locator.code(first.address);
  const inTemplate = places.map((place) => ({ ...physical(locator.template(place)), logicalLocations: [logical(place)] }));
  return code === undefined
    ? { locations: inTemplate }
    : { locations: [{ ...physical(code), logicalLocations: places.map(logical) }], relatedLocations: inTemplate };
}

function physical(place: SourceLine | undefined): object {
  return place === undefined
    ? {}
    : {
        physicalLocation: {
          artifactLocation: artifactOf(place.file),
          ...(place.line === undefined ? {} : { region: { startLine: place.line } }),
        },
      };
}

/** Relative to the repository: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
function artifactOf(file: string): object {
  const path = repositoryPath(file);
  return path === undefined ? { uri: pathToFileURL(resolve(file)).href } : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function logical({ address, path }: Place): object {
  return { name: address.logicalId, fullyQualifiedName: `${address.logicalId}.${path}`, kind: 'resource' };
}
