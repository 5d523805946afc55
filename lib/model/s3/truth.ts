/** True, false, or the reason why it is neither before deployment. */
export type Truth = boolean | { readonly unsure: string };

export function and(one: Truth, other: Truth): Truth {
  if (one === false || other === false) {
    return false;
  }
  return one === true ? other : one;
}

export function or(one: Truth, other: Truth): Truth {
  if (one === true || other === true) {
    return true;
  }
  return one === false ? other : one;
}

export function not(truth: Truth): Truth {
  return typeof truth === 'boolean' ? !truth : truth;
}
