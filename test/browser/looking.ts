/** What an eye, a keyboard and a screen reader make of a page. The functions run inside the page, so none uses another. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Buttons, links, fields and disclosures that a screen reader could only call "button". */
export function unnamedControls(): string[] {
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((node) => {
    const label = node instanceof HTMLInputElement ? [...(node.labels ?? [])].map((each) => each.textContent).join('') : node.textContent;
    return `${node.getAttribute('aria-label') ?? ''}${label}`.trim() === '';
  }).map((node) => node.outerHTML);
}

/** The levels of the headings that can be seen, in reading order. */
export function headingLevels(): number[] {
  return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((node) => node.checkVisibility()).map(({ tagName }) => Number(tagName.slice(1)));
}

/** What sticks out of the window to the right, or makes it scroll sideways. */
export function widerThanWindow(): string[] {
  const width = document.documentElement.clientWidth;
  const isHiddenFromTheEye = (node: Element): boolean => getComputedStyle(node).clipPath !== 'none' || (node.parentElement !== null && isHiddenFromTheEye(node.parentElement));
  const scrolls = document.documentElement.scrollWidth > width ? [`the page is ${String(document.documentElement.scrollWidth)} wide`] : [];
  const out = [...document.body.querySelectorAll('*')].filter((node) => node.checkVisibility() && node.getBoundingClientRect().right > width + 0.5 && !isHiddenFromTheEye(node));
  return [...scrolls, ...out.map((node) => `${node.tagName} ${node.className} ${(node.textContent).slice(0, 40)}`)];
}

/** The color of each text that can be seen and of what is painted behind it. */
export function contrastOf(): { readonly what: string; readonly text: Colour; readonly behind: Colour }[] {
  const channels = (color: string): [number, number, number, number] => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (/\(([^)]*)\)/.exec(color)?.[1] ?? '').split(/[\s,/]+/).map(Number);
    return [red, green, blue, alpha];
  };
  const behindOf = (node: Element | null): Colour => {
    const [red, green, blue, alpha] = node === null ? [255, 255, 255, 1] : channels(getComputedStyle(node).backgroundColor);
    if (alpha === 0) {
      return behindOf((node as Element).parentElement);
    }
    if (alpha < 1) {
      throw new Error(`${(node as Element).tagName} is half transparent: mix the colors here`);
    }
    return [red, green, blue];
  };
  const owners = [...document.body.querySelectorAll('*')].filter((node) => node.checkVisibility({ opacityProperty: true }) && [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim() !== ''));
  return owners.map((node) => {
    const [red, green, blue] = channels(getComputedStyle(node).color);
    return { what: `${node.tagName} ${node.className}: ${node.textContent.trim().slice(0, 30)}`, text: [red, green, blue], behind: behindOf(node) };
  });
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function ratio(one: Colour, other: Colour): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: Colour): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
