import type { Texts } from '../texts.ts';

export const find: Texts['find'] = {
  title: '在对话中查找',
  count: '第 {number} 处，共 {count} 处',
  none: '没有匹配项',
  previous: '上一处匹配',
  next: '下一处匹配',
  close: '关闭查找',
};
