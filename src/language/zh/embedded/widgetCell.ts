import type { Texts } from '../../texts.ts';

export const widgetCell: Texts['widgetCell'] = {
  cell: '{language} 单元格',
  code: '{language} 代码',
  run: '运行',
  stop: '停止',
  runAll: '全部运行',
  undo: '撤消更改',
  leave: '先按 {escape} 再按 {tab} 离开代码',
  leaveAloud: '编辑时 Tab 键用于缩进。先按 Esc 再按 Tab 离开编辑器。',
  names: '匹配的名称',
  openPage: '在 Glovebox 中打开',
  noTab: '浏览器未能打开标签页。请允许此网站弹出窗口，然后重试。',
  cellFailed: '未运行，因为单元格“{cell}”运行失败。{reason}',
  setupFailed: '未运行，因为此单元格的准备代码运行失败。',
  timedOut: '运行超时。',
  refused: '此页面的安全策略阻止了所需的内容。只有页面作者可以更改。',
};
