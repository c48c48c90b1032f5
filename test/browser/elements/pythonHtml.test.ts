import { expect, it, onTestFinished, vi } from 'vitest';
import { MEDIA_ELEMENTS } from '../../../src/elements/mediaElements.ts';
import { register } from '../../../src/elements/register.ts';

const PATIENCE = { timeout: 30_000 };

/** HTML that Python made, as it is drawn. */
async function draw(html: string): Promise<{ frame: HTMLIFrameElement; body: HTMLElement }> {
  register(MEDIA_ELEMENTS);
  const element = document.createElement('glove-framed-html');
  Object.assign(element, { content: html });
  document.body.append(element);
  onTestFinished(() => element.remove());
  return vi.waitFor(() => {
    const frame = element.shadowRoot?.querySelector('iframe');
    const body = frame?.contentDocument?.body;
    if (!frame || !body?.firstElementChild || frame.clientHeight === 0) throw new Error('It is not drawn yet.');
    return { frame, body };
  }, PATIENCE);
}

it('has its own styles, in elements and in attributes', async () => {
  const { body } = await draw(
    '<style>#a td { color: rgb(1, 2, 3) }</style><table id="a"><tr><td style="background-color: rgb(4, 5, 6)">x</td></tr></table>',
  );
  const cell = body.querySelector('td');
  const look = cell && body.ownerDocument.defaultView?.getComputedStyle(cell);
  expect([look?.color, look?.backgroundColor, look?.textAlign]).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)', 'end']);
});

it('is as high as it is, and no higher than some twenty lines at first', async () => {
  const { frame, body } = await draw('<p>one</p><p>two</p>');
  await vi.waitFor(() => expect(frame.clientHeight).toBe(Math.ceil(body.getBoundingClientRect().height)), PATIENCE);
  const { frame: high } = await draw('<p>line</p>'.repeat(100));
  expect(high.clientHeight).toBe(320);
});

it.each([
  '<img src="x" onerror="parent.ran = true">',
  '<svg onload="parent.ran = true"></svg>',
  '<script>parent.ran = true</script>',
  '<a href="javascript:parent.ran = true">x</a>',
  '<iframe srcdoc="<script>parent.parent.ran = true</script>"></iframe>',
])('runs nothing, and has nothing in it that could: %s', async (html) => {
  const { frame, body } = await draw(`<p>there</p>${html}`);
  body.querySelector('a')?.click();
  expect(body.textContent).toContain('there');
  expect(body.querySelector('script, iframe, form, [onerror], [onload], [href], [src], [srcset]')).toBeNull();
  expect('ran' in window).toBe(false);
  expect(frame.getAttribute('sandbox')).toBe('allow-same-origin');
});
