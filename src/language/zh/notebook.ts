import type { Texts } from '../texts.ts';

export const notebook: Texts['notebook'] = {
  scratchpad: '不带模型的 Python。单元格共享变量和文件。内容保存在此浏览器中。',
  file: '从文件打开。在运行单元格之前，显示的是文件中的结果。',
  link: '从链接打开。此代码可能由他人编写：运行前请先阅读。尚未运行任何代码。代码无法访问此页面或计算机。',
  linkOn:
    '从 {site} 上的链接打开。此代码可能由他人编写：运行前请先阅读。尚未运行任何代码。代码无法访问此页面或计算机。',
  runAll: '全部运行',
  stop: '停止',
  addCode: '+ 代码',
  addText: '+ 文本',
  modelKnows: '模型了解的是首次提问时的笔记本内容。',
  moveUp: '上移',
  moveDown: '下移',
  delete: '删除',
  deleteCell: '删除此单元格',
  done: '完成',
  editText: '编辑文本',
  emptyText: '空文本',
  textInMarkdown: 'Markdown 文本',
};
