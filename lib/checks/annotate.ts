import { Annotations, CfnResource, Stage, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Finding } from '../rules/engine/finding';
import { withEdgeCode } from './edge-code';
import type { EdgeCode } from './edge-code';
import { findingText } from './finding-text';
import type { NotJudged } from '../trial';
import { engine, ruleEngine } from './on-demand';

/** The name under which the validation plugin reports; while it is registered it reports everything. */
export const PLUGIN_NAME = 'cdk-cors-asset-distribution';

/** The id under which it is said what could not be judged. */
export const NOT_JUDGED = 'not-judged';

/** What is judged below one root: everything, or what some constructs made. */
interface Scope {
  everything: boolean;
  /** Constructs about whose promises somebody else's code or settings decide. */
  readonly foreign: Set<IConstruct>;
  readonly edgeCode: Record<string, EdgeCode>;
  readonly parts: Map<IConstruct, IsPart>;
}

/** Whether a place in the resource, such as `Properties.DistributionConfig.Origins[0]`, is what the construct made. */
type IsPart = (path: string) => boolean;

const SCOPES = new WeakMap<IConstruct, Scope>();

/**
 * Judges everything below the stage of a construct once, after all aspects ran, with what is declared of functions that no template shows.
 */
export function checkEverything(construct: IConstruct, edgeCode: Readonly<Record<string, EdgeCode>> = {}): void {
  const scope = scopeOf(construct);
  if (scope !== undefined) {
    scope.everything = true;
    Object.assign(scope.edgeCode, edgeCode);
  }
}

/** Judges what a construct made, once, after all aspects ran; some of it may stand elsewhere in the tree. */
export function checkParts(construct: IConstruct, parts: readonly IConstruct[]): void {
  const scope = scopeOf(construct);
  parts.forEach((part) => scope?.parts.set(part, () => true));
}

/** Tries the promises of a construct, because code or settings of somebody else decide about them too. */
export function tryPromises(construct: IConstruct): void {
  scopeOf(construct)?.foreign.add(construct);
}

/** Judges the part of a resource that a construct has changed; whoever made the resource answers for the rest. */
export function checkPartOf(construct: IConstruct, resource: IConstruct, isPart: IsPart): void {
  const scope = scopeOf(construct);
  scope?.foreign.add(resource);
  const parts = scope?.parts;
  const others = parts?.get(resource);
  parts?.set(resource, (path) => isPart(path) || others?.(path) === true);
}

/**
 * An aspect sees one construct before mutating aspects ran on the next, so rules cannot judge while constructs are visited.
 * Validations run when the tree is final; one for each stage, because stages are synthesized by themselves.
 */
function scopeOf(construct: IConstruct): Scope | undefined {
  const root = Stage.of(construct);
  if (root === undefined) {
    return undefined;
  }
  let scope = SCOPES.get(root);
  if (scope === undefined) {
    const made: Scope = { everything: false, foreign: new Set(), edgeCode: {}, parts: new Map() };
    root.node.addValidation({ validate: () => annotate(root, made) });
    SCOPES.set(root, made);
    scope = made;
  }
  return scope;
}

function annotate(root: Stage, scope: Scope): string[] {
  if (hasPlugin(root)) {
    return [];
  }
  const said = new Set<string>();
  const { findings, notJudged = [] } = judged(root, scope);
  for (const open of notJudged) {
    const place = constructAt(root, open.place.address.constructPath);
    if (
      scope.everything ||
      (open.uses > 0 && place.node.scopes.some((each) => scope.foreign.has(each)) && isIn(scope.parts, place, open.place.path))
    ) {
      sayNotJudged(place, open);
    }
  }
  for (const finding of findings) {
    const place = constructAt(root, finding.place.address.constructPath);
    const key = `${finding.rule} ${place.node.path} ${finding.message}`;
    if ((scope.everything || isMistakeIn(scope.parts, place, finding)) && !said.has(key) && !isAcknowledged(place, finding.rule)) {
      said.add(key);
      report(place, finding);
    }
  }
  return [];
}

/**
 * A construct that checks itself is right as it is made: its promises are tried only where a rule finds something, where an escape
 * hatch changed what it rendered, or where it stands next to something that somebody else wrote.
 */
function judged(
  root: Stage,
  { everything, foreign, edgeCode, parts }: Scope,
): { readonly findings: readonly Finding[]; readonly notJudged?: readonly NotJudged[] } {
  const { checkSystem, constructTreeInputs, reportOn } = ruleEngine();
  const loaded = { inputs: withEdgeCode(constructTreeInputs(root), edgeCode, 'CorsChecks'), problems: [] };
  if (everything || foreign.size > 0 || [...parts.keys()].some((construct) => construct.node.findAll().some(isOverridden))) {
    return engine().judgeSystem(loaded).report;
  }
  const { report, graphs } = checkSystem(loaded, reportOn);
  return report.findings.some(({ severity }) => severity !== 'info') ? engine().judgeGraphs(graphs) : report;
}

function sayNotJudged(place: IConstruct, open: NotJudged): void {
  if (!isAcknowledged(place, NOT_JUDGED)) {
    Annotations.of(place).addInfoV2(`${PLUGIN_NAME}:${NOT_JUDGED}`, `Not judged: ${engine().notJudgedText(open)}`);
  }
}

/** Whether somebody used an escape hatch on a resource. */
function isOverridden(construct: IConstruct): boolean {
  const { rawOverrides } = construct as unknown as { readonly rawOverrides?: object };
  return CfnResource.isCfnResource(construct) && Object.keys(rawOverrides ?? {}).length > 0;
}

function report(place: IConstruct, finding: Finding): void {
  const annotations = Annotations.of(place);
  const id = `${PLUGIN_NAME}:${finding.rule}`;
  switch (finding.severity) {
    case 'error':
      annotations.addError(`${findingText(finding)} [${id}]`);
      break;
    case 'warning':
      annotations.addWarningV2(id, findingText(finding));
      break;
    case 'info':
      annotations.addInfoV2(id, findingText(finding));
      break;
  }
}

/** A note (`info`) about what the construct was told to do restates the user's own choice. */
function isMistakeIn(parts: Scope['parts'], construct: IConstruct, { severity, place }: Finding): boolean {
  return severity !== 'info' && isIn(parts, construct, place.path);
}

function isIn(parts: Scope['parts'], construct: IConstruct, path: string): boolean {
  return construct.node.scopes.some((scope) => parts.get(scope)?.(path));
}

/**
 * `Validations.acknowledge` of 2.258 does not silence what `addWarningV2` says later, and neither does an acknowledgement on the app;
 * the metadata that it leaves says what was meant, in the plugin's spelling of the id too.
 */
function isAcknowledged(place: IConstruct, rule: string): boolean {
  const [asAnnotation, asViolation] = [`${PLUGIN_NAME}:${rule}`, `${PLUGIN_NAME}::${rule}`];
  return place.node.scopes.some(({ node }) => node.metadata.some(({ type, data }) =>
    type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    && Object.keys(data as object).some((id) => id === asViolation || id.split('::').at(-1) === asAnnotation)));
}

/** The construct of a finding, or the root when it stands in an included template. */
function constructAt(root: IConstruct, path: string | undefined): IConstruct {
  let place = root.node.root;
  for (const id of path?.split('/') ?? []) {
    const child = place.node.tryFindChild(id);
    if (child === undefined) {
      return root;
    }
    place = child;
  }
  return path === undefined ? root : place;
}

/** The plugin judges the final templates of all stages, so annotations in addition would say everything twice. */
function hasPlugin(stage: Stage): boolean {
  return stage.node.scopes.filter((scope): scope is Stage => Stage.isStage(scope)).flatMap(pluginNames).includes(PLUGIN_NAME);
}

/**
 * The public getter warns of its deprecation in newer versions, and its announced successor is in none yet. Should this one go, findings
 * are said twice, no worse.
 */
function pluginNames(stage: Stage): string[] {
  const { _validationPlugins: plugins = [] } = stage as unknown as { readonly _validationPlugins?: readonly { readonly name: string }[] };
  return plugins.map(({ name }) => name);
}
