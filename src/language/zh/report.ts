import type { Texts } from '../texts.ts';

export const report: Texts['report'] = {
  conversation: '对话',
  contents: '目录',
  questions: { other: '{count} 个问题' },
  files: '文件：',
  thoughts: '模型的思考',
  unfinished: '此回答未完成。',
  code: '{language} 代码',
  shown: '代码显示的值',
  picture: '图片',
  leftOut: '已省略图片：{reason}',
  sound: '代码生成的声音',
  video: '代码生成的视频',
  partOfTable: '前 {rows} 行（共 {rowCount} 行），{columns} 列（共 {columnCount} 列）',
};
