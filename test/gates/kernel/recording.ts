import { LIBRARY } from './stories';
import type { Fqn, Handle, Host } from './host';

interface TypeReference {
  readonly fqn?: Fqn;
  readonly collection?: { readonly elementtype: TypeReference };
}

interface Callable {
  readonly name: string;
  readonly parameters?: readonly { readonly type: TypeReference }[];
}

interface Type {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly interfaces?: readonly Fqn[];
  readonly initializer?: Omit<Callable, 'name'>;
  readonly methods?: readonly Callable[];
  readonly properties?: readonly { readonly name: string; readonly type: TypeReference }[];
  readonly members?: readonly { readonly name: string }[];
}

/** The public types of the library: what jsii writes into `.jsii`. */
export interface Assembly {
  readonly types: Readonly<Record<Fqn, Type>>;
}

/** Passes every request on to a kernel, and notes which parts of the public API it used. */
export class Recording implements Host {
  private readonly used = new Set<string>();

  constructor(private readonly host: Host, private readonly assembly: Assembly) {}

  /** The public members that no request has used. The members of behavioral interfaces are used through the class that has them. */
  unused(): readonly string[] {
    const all = Object.entries(this.assembly.types).flatMap(([fqn, type]) => {
      const members = [...type.methods ?? [], ...type.properties ?? [], ...type.members ?? []].map(({ name }) => `${fqn}.${name}`);
      return type.kind === 'interface' && type.datatype !== true ? [] : [...type.initializer === undefined || type.abstract === true ? [] : [fqn], ...members];
    });
    return all.filter((member) => !this.used.has(member)).map((member) => member.slice(LIBRARY.length + 1));
  }

  async create(fqn: Fqn, ...args: readonly unknown[]): Promise<Handle> {
    this.used.add(fqn);
    this.noteArguments(this.assembly.types[fqn]?.initializer?.parameters, args);
    return this.host.create(fqn, ...args);
  }

  async call(object: unknown, method: string, ...args: readonly unknown[]): Promise<unknown> {
    this.noteCall(fqnOf(object), method, args);
    return this.host.call(object, method, ...args);
  }

  async callStatic(fqn: Fqn, method: string, ...args: readonly unknown[]): Promise<unknown> {
    this.noteCall(fqn, method, args);
    return this.host.callStatic(fqn, method, ...args);
  }

  async get(object: unknown, property: string): Promise<unknown> {
    this.used.add(`${fqnOf(object)}.${property}`);
    return this.host.get(object, property);
  }

  async getStatic(fqn: Fqn, property: string): Promise<unknown> {
    this.used.add(`${fqn}.${property}`);
    return this.host.getStatic(fqn, property);
  }

  enumMember(fqn: Fqn, member: string): unknown {
    this.used.add(`${fqn}.${member}`);
    return this.host.enumMember(fqn, member);
  }

  private noteCall(fqn: Fqn, method: string, args: readonly unknown[]): void {
    this.used.add(`${fqn}.${method}`);
    this.noteArguments(this.assembly.types[fqn]?.methods?.find(({ name }) => name === method)?.parameters, args);
  }

  private noteArguments(parameters: Callable['parameters'], args: readonly unknown[]): void {
    parameters?.forEach(({ type }, index) => { this.noteValue(type, args[index]); });
  }

  /** Notes the keys of a struct under the type that declares them, and goes into the structs inside it. */
  private noteValue({ fqn, collection }: TypeReference, value: unknown): void {
    if (collection !== undefined && Array.isArray(value)) {
      value.forEach((element) => { this.noteValue(collection.elementtype, element); });
    }
    const type = fqn === undefined ? undefined : this.assembly.types[fqn];
    if (type?.datatype === true && fqn !== undefined && value !== undefined) {
      for (const property of type.properties ?? []) {
        const given = (value as Readonly<Record<string, unknown>>)[property.name];
        if (given !== undefined) {
          this.used.add(`${fqn}.${property.name}`);
          this.noteValue(property.type, given);
        }
      }
      type.interfaces?.forEach((parent) => { this.noteValue({ fqn: parent }, value); });
    }
  }
}

/** The kernel's handle of an object begins with the name of its class. */
function fqnOf(object: unknown): Fqn {
  return (object as { readonly '$jsii.byref': string })['$jsii.byref'].split('@')[0];
}
