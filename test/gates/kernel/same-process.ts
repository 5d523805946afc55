import * as cdk from 'aws-cdk-lib';
import * as constructs from 'constructs';
import * as library from '../../../lib';
import type { Fqn, Handle, Host } from './host';

type Callable = (...args: readonly unknown[]) => unknown;
type Members = Readonly<Record<string, unknown>>;

const MODULES: Members = { 'aws-cdk-lib': cdk, constructs, 'cdk-cors-asset-distribution': library };

/** The library as TypeScript users have it: the same requests, without a kernel in between. */
export class SameProcess implements Host {
  async create(fqn: Fqn, ...args: readonly unknown[]): Promise<Handle> {
    return Reflect.construct(member(fqn) as new () => Handle, args) as Handle;
  }

  async call(object: unknown, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return ((object as Members)[method] as Callable).apply(object, [...args]);
  }

  async callStatic(fqn: Fqn, method: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.call(member(fqn), method, ...args);
  }

  async get(object: unknown, property: string): Promise<unknown> {
    return (object as Members)[property];
  }

  async getStatic(fqn: Fqn, property: string): Promise<unknown> {
    return this.get(member(fqn), property);
  }

  enumMember(fqn: Fqn, name: string): unknown {
    return (member(fqn) as Members)[name];
  }
}

function member(fqn: Fqn): unknown {
  return fqn.split('.').reduce<unknown>((container, name) => (container as Members)[name], MODULES);
}
