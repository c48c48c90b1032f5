import { Attachment } from './files/attachment.ts';
import { FilePreviewDialog } from './files/filePreviewDialog.ts';
import { MarkdownText } from './markdown/markdownText.ts';
import { ChartView } from './media/chartView.ts';
import { DisplayView } from './media/displayView.ts';
import { FigureTable } from './media/figureTable.ts';
import { FramedHtml } from './media/framedHtml.ts';
import { Picture } from './media/picture.ts';
import { RemoteImage } from './media/remoteImage.ts';

/** The elements that only some conversations need, by tag. */
export const MEDIA_ELEMENTS = {
  'glove-attachment': Attachment,
  'glove-file-preview': FilePreviewDialog,
  'glove-markdown-text': MarkdownText,
  'glove-picture': Picture,
  'glove-remote-image': RemoteImage,
  'glove-display-view': DisplayView,
  'glove-figure-table': FigureTable,
  'glove-chart': ChartView,
  'glove-framed-html': FramedHtml,
};
