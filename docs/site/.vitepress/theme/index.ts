import { type Theme, useData, withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineComponent, h, onMounted, watch } from 'vue';
import frontPage from '../../frontPage.py?raw';
import './style.css';

/** The default layout, with a cell on the front page. */
const Layout = defineComponent(() => {
  // After Vue has taken over the page, which has to find it as the server has written it.
  onMounted(loadWidget);
  onMounted(markMain);
  watch(useData().page, markMain, { flush: 'post' });
  return () => h(DefaultTheme.Layout, null, { 'home-hero-after': frontPageCell });
});

export default { extends: DefaultTheme, Layout } satisfies Theme;

function frontPageCell() {
  const cell = h('glove-cell', [h('pre', frontPage.trimEnd())]);
  return h('div', { class: 'front-page-cell' }, [cell]);
}

/** Of all layouts, that of the front page has no `main` element. */
function markMain(): void {
  const content = document.querySelector('.VPContent');
  if (content?.querySelector('main')) content.removeAttribute('role');
  else content?.setAttribute('role', 'main');
}

function loadWidget(): void {
  const script = document.createElement('script');
  script.type = 'module';
  script.src = withBase('/glovebox/widget.js');
  document.head.append(script);
}
