/** One line of a panel. */
export interface Line {
  readonly name: string;
  readonly values: readonly number[];
}

/** A panel: lines over the same steps, spaced evenly. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly top: number;
  readonly ticks: readonly number[];
  readonly tickText: (value: number) => string;
}

const SIZE = { width: 900, height: 420, panel: 220, left: 56, top: 64, plot: 220, gap: 76 };
// Told apart by shape as well, so that nobody depends on the colors
const STYLES = [
  { color: '#2f6fde', dash: '', mark: 'circle' }, { color: '#d9480f', dash: '7 4', mark: 'square' },
  { color: '#be4bdb', dash: '2 4', mark: 'triangle' }, { color: '#868e96', dash: '10 4 2 4', mark: 'diamond' },
] as const;

/** Panels beside each other as an SVG that reads on a light and on a dark page. */
export function plot(title: string, steps: readonly string[], axis: string, panels: readonly Panel[]): string {
  const names = panels[0]?.lines.map(({ name }) => name) ?? [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width="${SIZE.width}" height="${SIZE.height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${title}</title>`,
    '<style>:root{color-scheme:light dark}.paper{fill:#fff}.ink{fill:#1f2328}.soft{fill:#59636e}.rule{stroke:#d1d9e0}'
      + '@media (prefers-color-scheme:dark){.paper{fill:#0d1117}.ink{fill:#f0f6fc}.soft{fill:#9198a1}.rule{stroke:#3d444d}}</style>',
    `<rect class="paper" width="${SIZE.width}" height="${SIZE.height}" rx="6"/>`,
    ...panels.map((panel, index) => panelAt(panel, steps, axis, SIZE.left + index * (SIZE.panel + SIZE.gap))),
    ...names.map((name, index) => legend(name, index)),
    '</svg>', '',
  ].join('\n');
}

function panelAt({ title, lines, top, ticks, tickText }: Panel, steps: readonly string[], axis: string, left: number): string {
  const x = (step: number): number => left + 14 + (step / (steps.length - 1)) * (SIZE.panel - 28);
  const y = (value: number): number => SIZE.top + SIZE.plot * (1 - value / top);
  const bottom = SIZE.top + SIZE.plot;
  return [
    `<text class="ink" x="${left}" y="${SIZE.top - 26}" font-weight="600">${title}</text>`,
    ...ticks.map((tick) => `<path class="rule" d="M${left} ${round(y(tick))}h${SIZE.panel}"/>`
      + `<text class="soft" x="${left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${tickText(tick)}</text>`),
    ...steps.map((step, index) => `<text class="soft" x="${round(x(index))}" y="${bottom + 20}" text-anchor="middle">${step}</text>`),
    `<text class="ink" x="${left + SIZE.panel / 2}" y="${bottom + 42}" text-anchor="middle">${axis}</text>`,
    ...lines.map(({ values }, index) => lineThrough(values.map((value, step) => [x(step), y(value)]), index)),
  ].join('\n');
}

function lineThrough(points: readonly (readonly [number, number])[], index: number): string {
  const { color, dash } = STYLES[index];
  const path = points.map(([x, y], step) => `${step === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return [
    `<path fill="none" stroke="${color}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} d="${path}"/>`,
    ...points.map(([x, y]) => markAt(x, y, index)),
  ].join('');
}

function markAt(x: number, y: number, index: number): string {
  const { color, mark } = STYLES[index];
  switch (mark) {
    case 'circle':
      // A ring, through which a mark at the same place is seen
      return `<circle fill="none" stroke="${color}" stroke-width="2.5" cx="${round(x)}" cy="${round(y)}" r="7"/>`;
    case 'square':
      return `<path fill="${color}" d="M${round(x - 4)} ${round(y - 4)}h8v8h-8z"/>`;
    case 'triangle':
      return `<path fill="${color}" d="M${round(x)} ${round(y - 5)}l5 9h-10z"/>`;
    case 'diamond':
      return `<path fill="${color}" d="M${round(x)} ${round(y - 5)}l5 5l-5 5l-5 -5z"/>`;
  }
}

function legend(name: string, index: number): string {
  const { color, dash } = STYLES[index];
  const [left, y] = [SIZE.left + 60 + (index % 2) * 400, SIZE.height - 48 + Math.floor(index / 2) * 26];
  return `<path stroke="${color}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} d="M${left} ${y}h30"/>${markAt(left + 15, y, index)}`
    + `<text class="ink" x="${left + 38}" y="${y + 4}">${name}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
