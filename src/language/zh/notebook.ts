import type { Texts } from '../texts.ts';

export const notebook: Texts['notebook'] = {
  scratchpad: '不带模型的 Python。单元格共享变量和文件。内容保存在此浏览器中。',
  file: '从文件打开。在运行单元格之前，显示的是文件中的结果。',
  link: '通过链接打开。此代码可能由他人编写。尚未运行任何内容：点击“运行”后才会运行，并与此页面、您的文件和网络隔离。',
  linkOn:
    '通过 {site} 上的链接打开。此代码可能由他人编写。尚未运行任何内容：点击“运行”后才会运行，并与此页面、您的文件和网络隔离。',
  linkRun: '通过链接打开。此代码可能由他人编写。它的运行与此页面、您的文件和网络隔离。',
  linkRunOn: '通过 {site} 上的链接打开。此代码可能由他人编写。它的运行与此页面、您的文件和网络隔离。',
  runAll: '全部运行',
  stop: '停止',
  addCode: '+ 代码',
  addText: '+ 文本',
  modelKnows: '模型了解的是首次提问时的笔记本内容。',
  moveUp: '上移',
  moveDown: '下移',
  delete: '删除',
  deleteCell: '删除此单元格',
  deleted: '单元格已删除。',
  undo: '撤销',
  done: '完成',
  editText: '编辑文本',
  emptyText: '空文本',
  textInMarkdown: 'Markdown 文本',
};
