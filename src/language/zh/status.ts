import type { Texts } from '../texts.ts';

export const status: Texts['status'] = {
  thisConversation: '此对话',
  theScratchpad: '草稿本',
  thisNotebook: '此笔记本',
  openElsewhere: '{name}已在另一个标签页中打开。',
  newConversation: '新对话',
  useHere: '在此使用',
  opening: '正在打开…',
};
